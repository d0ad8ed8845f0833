import type { Capabilities, ModelPrice, Provider, ProviderModel } from 'shared/wire'
import type { ZodType } from 'zod'
import type { ImageMode, Mode } from './port.ts'

export type Quality = ProviderModel['quality']

/** A frame that a remote model makes: its name on the provider's wire, the tier that its price goes by, and its pixels. */
export interface NativeSize {
  readonly name: string
  readonly tier: string
  readonly width: number
  readonly height: number
  /** The modes in which it is to be had; all of the model's where left out. */
  readonly modes?: readonly Mode[]
}

/** Seconds that can be bought: these lengths alone, or every step of a range. */
export type NativeSeconds = readonly number[] | { readonly minimum: number; readonly maximum: number; readonly step: number }

/** What a provider takes for pictures. They are brought to the chosen size before they are sent. */
export interface NativePictures {
  readonly mimes: readonly ('image/jpeg' | 'image/png' | 'image/webp')[]
  /** Of one file as it is sent. */
  readonly maximumBytes: number
  /** Reference pictures of one request; 0 where it takes none. */
  readonly references: number
}

/** How a service takes requests for one of its models, whatever it makes. */
export interface Service {
  /** Of one request; null where nobody tells. */
  readonly typicalSeconds: number | null
  /** Requests of this model at once. */
  readonly concurrency: number
  readonly idempotency: Capabilities['idempotency']
  /** How long a result can be fetched; null where it stays, or comes with the answer. */
  readonly resultSeconds: number | null
  readonly cancel: 'free' | 'charged' | 'unknown' | 'impossible'
  /** From an attempt's intent until it is given up. */
  readonly deadlineSeconds: number
}

/** A model that is asked over the network, as its provider describes it; `capabilities` are what can be delivered with it. */
export interface NativeModel extends Service {
  readonly modes: readonly Mode[]
  readonly seconds: NativeSeconds
  /** Where a mode has other lengths. */
  readonly secondsBy?: Partial<Readonly<Record<Mode, NativeSeconds>>>
  readonly sizes: readonly NativeSize[]
  /** Frames a second of what it makes, null where nobody tells; a list where it can be asked for. */
  readonly frameRate: number | null | readonly number[]
  readonly audio: 'never' | 'always' | 'optional'
  readonly seed: boolean
  readonly negativePrompt: boolean
  /** Most characters of a prompt. */
  readonly promptLength: number
  /** Whether a picture alone is enough. */
  readonly promptNeeded: boolean
  readonly pictures: NativePictures
  /** Bytes of a clip that it can be given; null where it takes none. */
  readonly maximumVideoBytes: number | null
  /** The least that a run costs, in micro-dollars. */
  readonly minimumUsdMicros?: number
}

/** What a model of pictures works from, wherever it works. */
export interface ImageAbility {
  readonly modes: readonly ImageMode[]
}
export interface NativeImages extends ImageAbility, Service {
  readonly sizes: readonly NativeSize[]
  readonly seed: boolean
  /** Most characters of a prompt. */
  readonly promptLength: number
  /** Whether a picture alone is enough. */
  readonly promptNeeded: boolean
  readonly pictures: NativePictures
}

/** One voice of a model. */
export interface NativeVoice {
  /** Its name on the provider's wire. */
  readonly id: string
  readonly name: string
  /** Language tags; empty where it speaks all that its model does. */
  readonly languages: readonly string[]
  readonly gender: string | null
}

/** A model that speaks. */
export interface SpeechAbility {
  /** The first is taken where none is named. */
  readonly voices: readonly [NativeVoice, ...NativeVoice[]]
  /** Whether voices that are not listed can be named, such as people's own. */
  readonly otherVoices?: boolean
  /** Language tags; null for all. */
  readonly languages: readonly string[] | null
  /** Most characters of a text. */
  readonly textLength: number
  readonly speed: { readonly minimum: number; readonly maximum: number } | null
  /** Whether it tells when each word is spoken. */
  readonly words: boolean
  /** Good enough to judge timing by, not to publish. */
  readonly draft?: boolean
}

export type NativeSpeech = SpeechAbility & Service

/** A model of music. */
export interface MusicAbility {
  readonly seconds: { readonly minimum: number; readonly maximum: number }
  readonly promptLength: number
  readonly seed: boolean
}

export type NativeMusic = MusicAbility & Service

/** A model that writes down what is said. */
export interface TranscriptAbility {
  readonly maximumSeconds: number
  readonly maximumBytes: number
  readonly words: boolean
  /** Language tags; null for all. */
  readonly languages: readonly string[] | null
}

export type NativeTranscripts = TranscriptAbility & Service

/** A model that takes sound apart. */
export interface StemsAbility {
  readonly maximumSeconds: number
  readonly maximumBytes: number
  readonly stems: readonly string[]
}
export type NativeStems = StemsAbility & Service

/** How often each option can change what a model delivers, where it is less than the request says. */
export interface ModelLimits {
  /** A prompt next to a picture is kept with the job but changes nothing. */
  readonly promptSteersPicture: boolean
  /** A prompt alone becomes a title card, not footage. */
  readonly promptBecomesTitle: boolean
  /** Whether `quality` chooses anything within this model. */
  readonly qualityTiers: boolean
}

/** What every model says of itself. */
export interface ModelBase {
  readonly id: string
  /** Exactly one applies to every request that the model can do. */
  readonly prices: readonly ModelPrice[]
  /** Prices on top of that, all of which apply whose conditions do. */
  readonly additions?: readonly ModelPrice[]
  readonly quality: Quality
  /** Its place within a tier, 1 first; tiers in which it has no place try it last. */
  readonly rank: Partial<Readonly<Record<Quality, number>>>
  readonly speed: ProviderModel['speed']
  readonly recommendedFor: string
  readonly notes: readonly string[]
  /** What it takes as `providerOptions`. */
  readonly options: ZodType
  /** ISO date on which its provider ends or has ended it. */
  readonly retiredOn?: string
}

/** What a model can do, and how its service takes requests; `native` is null where it works in this server's own processes. */
type Able<Ability, Native = Ability & Service> = { readonly native: Native } | { readonly native: null; readonly own: Ability }

export interface ClipModel extends ModelBase {
  readonly kind: 'clip'
  readonly capabilities: Capabilities
  readonly limits: ModelLimits
  readonly native: NativeModel | null
}
export type ImageModel = ModelBase & { readonly kind: 'image' } & Able<ImageAbility, NativeImages>
export type SpeechModel = ModelBase & { readonly kind: 'speech' } & Able<SpeechAbility>
export type MusicModel = ModelBase & { readonly kind: 'music' } & Able<MusicAbility>
export type TranscriptModel = ModelBase & { readonly kind: 'transcript' } & Able<TranscriptAbility>
export type StemsModel = ModelBase & { readonly kind: 'stems' } & Able<StemsAbility>

export type CatalogModel = ClipModel | ImageModel | SpeechModel | MusicModel | TranscriptModel | StemsModel
export type ModelOf<Kind extends CatalogModel['kind']> = Extract<CatalogModel, { kind: Kind }>

/** How a model keeps requests apart; embedded work can be done again at no price. */
export function idempotencyOf(model: CatalogModel): Capabilities['idempotency'] {
  return model.native?.idempotency ?? 'key'
}

/** A name that is asked for although it is gone, and what does its work now. */
export interface RetiredModel {
  readonly id: string
  /** ISO date. */
  readonly retiredOn: string
  /** `provider/model`; null where nothing of this catalog does its work. */
  readonly successor: string | null
  /** Half a sentence. */
  readonly why: string
}

export interface CatalogProvider {
  readonly id: string
  readonly name: string
  /** Where the work is done: in this server's own processes, or by a service that is asked over the network. */
  readonly workshop: 'embedded' | 'remote'
  /** The variable that has to be set before it can be used; null where none has to be. */
  readonly configure: string | null
  /** Milliseconds between two questions about one operation, where the provider asks for a least pause. */
  readonly pollMs?: number
  /** When its prices were looked up, ISO date; null where there is nothing to pay. */
  readonly pricesOf: string | null
  readonly models: readonly CatalogModel[]
  /** Names of this provider that are gone; `provider` itself may be one of them. */
  readonly retired: readonly RetiredModel[]
}

/** Everything that can do a job, as data: nothing in the code asks for a provider by name. */
export type Catalog = readonly CatalogProvider[]

/** Whether a provider can be used now. */
export type ProviderStatus = Provider['status']
