import type { ClipProviderModel, Provider, ProviderList } from 'shared/wire'
import { DURATION, PROMPT, REFERENCES_MAXIMUM } from '../limits.ts'

/** Who is to make a clip, by name. */
export interface Maker {
  readonly provider: string
  /** Null for any model of the provider. */
  readonly model: string | null
}

/** One model of one provider. */
export interface Candidate {
  readonly provider: Provider
  readonly model: ClipProviderModel
}

/** What can be asked of whoever may make the clip. */
export interface Reach {
  /** Only the backend's own engine comes into question. */
  readonly embedded: boolean
  /** Names of the provider options that whoever comes into question takes. */
  readonly options: ReadonlySet<string>
  readonly negativePrompt: boolean
  readonly lastImage: boolean
  /** Reference pictures at most; 0 where nobody takes any. */
  readonly references: number
  /** Whether sound can be asked for. */
  readonly audio: boolean
  /** Characters of a prompt at most. */
  readonly promptMaximum: number
  /** Seconds at most. */
  readonly durationMaximum: number
}

/** What the engine of every backend takes: assumed while nothing is known of who else there is. */
export const EMBEDDED_REACH: Reach = {
  embedded: true,
  options: new Set(['template', 'overlay', 'bars', 'parallax', 'lightingStrength']),
  negativePrompt: false,
  lastImage: false,
  references: 0,
  audio: false,
  promptMaximum: PROMPT.maximum,
  durationMaximum: DURATION.maximum,
}

/** Whether a model works in the backend itself. */
export function isEmbedded({ capabilities }: ClipProviderModel): boolean {
  return capabilities.native === undefined
}

/** Whether its provider has ended a model; `now` in milliseconds since the epoch. */
export function isRetired({ retiredOn }: Pick<ClipProviderModel, 'retiredOn'>, now: number): boolean {
  return retiredOn !== undefined && Date.parse(retiredOn) <= now
}

/** The models that make clips and have not ended, set up or not. */
export function clipModels({ items }: Pick<ProviderList, 'items'>, now: number = Date.now()): readonly Candidate[] {
  return items.flatMap((provider) =>
    provider.models
      .filter((model) => model.kind === 'clip')
      .filter((model) => !isRetired(model, now))
      .map((model) => ({ provider, model })),
  )
}

/** The models that a request may go to: those of the named maker, else what is asked over the network, else the backend's own engine. */
export function candidatesFor(maker: Maker | null, models: readonly Candidate[]): readonly Candidate[] {
  if (maker !== null) {
    return models.filter(({ provider, model }) => provider.id === maker.provider && (maker.model === null || model.id === maker.model))
  }
  const ready = models.filter(({ provider }) => provider.status !== 'unconfigured')
  const remote = ready.filter(({ model }) => !isEmbedded(model))
  return remote.length > 0 ? remote : ready
}

/** What can be asked of a maker, null for whoever suits; of the backend's own engine while nothing is known of the others. */
export function reachOf(maker: Maker | null, providers: Pick<ProviderList, 'items'> | null): Reach {
  const models = candidatesFor(maker, providers === null ? [] : clipModels(providers)).map(({ model }) => model)
  if (models.length === 0) return EMBEDDED_REACH
  const can = models.map(({ capabilities }) => capabilities)
  const named = maker !== null && maker.model !== null
  return {
    embedded: models.every(isEmbedded),
    options: models.map(optionNames).reduce((all, names) => new Set([...all].filter((name) => names.has(name)))),
    negativePrompt: can.some(({ negativePrompt }) => negativePrompt),
    lastImage: can.some(({ modes }) => modes.includes('first_last')),
    references: Math.min(
      REFERENCES_MAXIMUM,
      Math.max(0, ...can.map(({ native, modes }) => (modes.includes('references') ? (native?.references ?? 0) : 0))),
    ),
    audio: can.some(({ native }) => native?.audio === 'optional'),
    promptMaximum: named
      ? Math.min(PROMPT.named, Math.max(...can.map(({ native }) => native?.promptLength ?? PROMPT.maximum)))
      : PROMPT.maximum,
    durationMaximum: named ? Math.min(DURATION.named, Math.max(...can.map(({ duration }) => duration.maximum))) : DURATION.maximum,
  }
}

function optionNames({ providerOptions }: ClipProviderModel): ReadonlySet<string> {
  const { properties } = providerOptions
  return new Set(typeof properties === 'object' && properties !== null ? Object.keys(properties) : [])
}
