import type { UsdMicros } from 'shared/money'
import { IMAGE_MODES, MODEL_MODES, type Outcome, type Problem, type TimedWord } from 'shared/wire'
import { z } from 'zod'

export type Mode = (typeof MODEL_MODES)[number]
export type ImageMode = (typeof IMAGE_MODES)[number]

/** What a file is to the model that gets it. */
export const INPUT_ROLES = ['first', 'last', 'reference', 'video', 'audio'] as const
export type InputRole = (typeof INPUT_ROLES)[number]

const size = z.object({ name: z.string(), tier: z.string(), width: z.int(), height: z.int() })
const common = { model: z.string(), options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }

const clipGeneration = z.object({
  kind: z.literal('clip'),
  ...common,
  mode: z.enum(MODEL_MODES),
  /** Empty where the model is given pictures alone. */
  prompt: z.string(),
  negativePrompt: z.string().nullable(),
  /** Seconds that are bought, which may be more than what is asked for. */
  seconds: z.number(),
  size,
  /** Frames a second that the model is asked for; null where it cannot be asked. */
  frameRate: z.number().nullable(),
  audio: z.boolean(),
  seed: z.int().nullable(),
})
export type ClipGeneration = z.infer<typeof clipGeneration>

const imageGeneration = z.object({
  kind: z.literal('image'),
  ...common,
  mode: z.enum(IMAGE_MODES),
  prompt: z.string(),
  size,
  seed: z.int().nullable(),
})
export type ImageGeneration = z.infer<typeof imageGeneration>

const speechGeneration = z.object({
  kind: z.literal('speech'),
  ...common,
  text: z.string(),
  voice: z.string(),
  /** A language tag; null where the model is to find out. */
  language: z.string().nullable(),
  /** 1 is the voice's own; null where the model cannot be asked. */
  speed: z.number().nullable(),
})
export type SpeechGeneration = z.infer<typeof speechGeneration>

const musicGeneration = z.object({
  kind: z.literal('music'),
  ...common,
  prompt: z.string(),
  seconds: z.number(),
  seed: z.int().nullable(),
})
export type MusicGeneration = z.infer<typeof musicGeneration>

const transcriptGeneration = z.object({
  kind: z.literal('transcript'),
  ...common,
  language: z.string().nullable(),
  /** Of the sound that is listened to. */
  seconds: z.number(),
})
export type TranscriptGeneration = z.infer<typeof transcriptGeneration>

/** `seconds` is the length of the sound that is taken apart. */
const stemsGeneration = z.object({ kind: z.literal('stems'), ...common, seconds: z.number() })
export type StemsGeneration = z.infer<typeof stemsGeneration>

/**
 * A request as one model takes it: mapped, complete, and frozen on its attempt, so that what is sent again after a crash is the same.
 * Sizes are in pixels.
 */
export const generation = z.discriminatedUnion('kind', [
  clipGeneration,
  imageGeneration,
  speechGeneration,
  musicGeneration,
  transcriptGeneration,
  stemsGeneration,
])
export type Generation = z.infer<typeof generation>
/** What models make. */
export type MadeKind = Generation['kind']
export type GenerationOf<Kind extends MadeKind> = Extract<Generation, { kind: Kind }>

/** JSON that only its adapter reads; the jobs room keeps it. */
export const opaque = z.json()
export type Opaque = z.infer<typeof opaque>

/** A file that a request is made from, already in a form that the provider accepts. */
export interface InputFile {
  readonly role: InputRole
  readonly path: string
  readonly mime: string
  readonly bytes: number
  /** A name without a path, with the extension of its type. */
  readonly name: string
}

/** How one call may be ended by its caller. Calls have time-outs of their own besides. */
export interface Call {
  readonly signal: AbortSignal
}

/**
 * A result that came with the answer to the paid call. One file called `result` of a picture, a voice or music; one for each stem by its
 * name; of a transcript none. `words` are in seconds from the start.
 */
export interface Made {
  readonly files: readonly { readonly name: string; readonly path: string; readonly mime: string }[]
  readonly words: readonly TimedWord[] | null
  readonly text: string | null
  readonly language: string | null
}

/** What became of the one paid call. Only `not_sent` may be followed by the same call again, and `unknown` where the provider keeps keys. */
export type Started =
  /** `usdMicros` is the provider's own figure of what this may cost at most, where it tells one. */
  | { readonly kind: 'accepted'; readonly providerJobId: string; readonly operation: Opaque; readonly usdMicros: UsdMicros | null }
  /** The provider has done it at once. The whole result lies in files of `newFile`. `usdMicros`: what it says that it charged. */
  | { readonly kind: 'made'; readonly providerJobId: string | null; readonly usdMicros: UsdMicros | null; readonly made: Made }
  /** The provider has taken it, and made nothing. */
  | {
      readonly kind: 'failed'
      readonly providerJobId: string | null
      readonly problem: Problem
      readonly usdMicros: UsdMicros | null
      readonly charged: 'nothing' | 'all' | 'unknown'
    }
  /** The provider certainly has not taken it: not reached, or it said "later". */
  | { readonly kind: 'not_sent'; readonly problem: Problem; readonly retryAfterMs: number | null }
  /** The provider said no. Nothing is made and nothing is charged. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** It may have been taken: the connection was lost after sending, or the answer says nothing. */
  | { readonly kind: 'unknown'; readonly problem: Problem }

/** How a running operation stands. `operation` replaces the one that is kept, where it is given. `usdMicros` null: the provider does not tell. */
export type Observed =
  | {
      readonly kind: 'running'
      /** The provider's own word, for the operations page. */
      readonly status: string
      readonly waiting: boolean
      /** 0..1; null where the provider does not tell. */
      readonly progress: number | null
    }
  | { readonly kind: 'succeeded'; readonly status: string; readonly operation: Opaque; readonly usdMicros: UsdMicros | null }
  /** Over without a result. `charged` says what an untold cost means: nothing, all of the price, or nobody knows. */
  | {
      readonly kind: 'failed'
      readonly status: string
      readonly problem: Problem
      readonly usdMicros: UsdMicros | null
      readonly charged: 'nothing' | 'all' | 'unknown'
    }
  | {
      readonly kind: 'cancelled'
      readonly status: string
      readonly usdMicros: UsdMicros | null
      readonly charged: 'nothing' | 'all' | 'unknown'
    }
  /** The provider does not know this operation (any more). Says nothing about money. */
  | { readonly kind: 'lost'; readonly problem: Problem }
  /** No answer that says anything about the operation: to be asked again. `retryAfterMs` is the provider's own wish. */
  | { readonly kind: 'trouble'; readonly problem: Problem; readonly retryAfterMs: number | null }

/** What a provider says to a cancellation. `requested`: it may or may not end; observing tells. */
export type Cancelled =
  | { readonly kind: 'cancelled'; readonly usdMicros: UsdMicros | null; readonly charged: 'nothing' | 'all' | 'unknown' }
  | { readonly kind: 'requested' }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'trouble'; readonly problem: Problem; readonly retryAfterMs: number | null }

/** What the provider knows of a key of ours: the operation, certainly nothing, or no answer. */
export type LookedUp =
  | { readonly kind: 'found'; readonly providerJobId: string; readonly operation: Opaque }
  | { readonly kind: 'absent' }
  | { readonly kind: 'trouble'; readonly problem: Problem; readonly retryAfterMs: number | null }

/** A result that lies on this disk, as long as the provider declared it to be. */
export interface Downloaded {
  readonly bytes: number
  readonly mime: string | null
}

export interface StartOptions<Making extends Generation = Generation> {
  readonly generation: Making
  /** What `prepare` answered. */
  readonly prepared: Opaque
  readonly files: readonly InputFile[]
  /** Ours; the same for the same attempt, whoever sends it. */
  readonly key: string
  /** Where the provider may tell of the end; null where nothing can reach this server. */
  readonly webhookUrl: string | null
  /** The path of a new file for a result that comes with the answer; the caller removes what is left of it. */
  readonly newFile: (extension: string) => Promise<string>
}

/**
 * Something that generates and is asked over the network. Adapters neither poll nor repeat calls: each function is one question, which
 * `jobs` asks as often as its own rules say. Nothing that a provider says in words leaves an adapter but through its log.
 */
export interface Adapter<Making extends Generation = Generation> {
  /** Brings the files to where the provider reads them. Costs nothing and may be done again. */
  prepare(generation: Making, files: readonly InputFile[], call: Call): Promise<Outcome<Opaque>>
  /** The one call that may cost money. */
  start(options: StartOptions<Making>, call: Call): Promise<Started>
  observe(operation: Opaque, call: Call): Promise<Observed>
  cancel(operation: Opaque, call: Call): Promise<Cancelled>
  /** Writes the result of a succeeded operation to `path`. `provider_failed` with `params.reason` `expired` where its address has run out. */
  download(operation: Opaque, path: string, call: Call): Promise<Outcome<Downloaded>>
  /**
   * Where results may be several files: each of a succeeded operation with an operation of its own to download it by, none where it is one
   * file. Files of one name are parts of one stem, to be added up.
   */
  readonly partsOf?: (operation: Opaque) => readonly { readonly name: string; readonly operation: Opaque }[]
  /** Only where the model's idempotency is `lookup`. */
  readonly lookup?: (key: string, generation: Making, call: Call) => Promise<LookedUp>
  /**
   * An operation from the provider's own id alone, for a person who found it in the provider's console. Absent where results come with the
   * answer alone and cannot be fetched later.
   */
  readonly operationOf?: (providerJobId: string, generation: Making) => Opaque
  /** Progress that is told rather than asked for, until the signal aborts; trouble with it is silent, as `observe` tells the same. */
  readonly follow?: (operation: Opaque, tell: (progress: number) => void, call: Call) => Promise<void>
  /** Judges a message to `/webhooks/{provider}`: whose operation it is about, or null where it is not the provider's. */
  readonly readWebhook?: (message: WebhookMessage) => Promise<{ readonly providerJobId: string; readonly eventId: string } | null>
}

export interface WebhookMessage {
  readonly headers: Headers
  readonly body: Uint8Array
  /** Milliseconds UTC. */
  readonly now: number
}

/** Told what a provider said, for whoever runs the server; never secrets. */
export type ProviderLog = (note: {
  readonly provider: string
  readonly what: string
  readonly status?: number
  readonly said?: string
}) => void

/** What an adapter is made with. */
export interface Access {
  readonly key: string
  /** Without a trailing slash; the provider's own where nothing else is configured. */
  readonly baseUrl: string
  /** Origins that its result links may be on although they are private. */
  readonly trustedOrigins: readonly string[]
  readonly log: ProviderLog
}
