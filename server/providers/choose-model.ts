import type { UsdMicros } from 'shared/money'
import { type Issue, type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import type { Catalog, CatalogModel, CatalogProvider, ProviderStatus } from './catalog.ts'
import { generationFor, type ModelRequest, pricedBy, refusals } from './of-kind.ts'
import type { Generation } from './port.ts'
import { type Price, priceFor } from './price.ts'

/** One model that could do a request, and what it would cost. */
export interface Choice {
  readonly provider: CatalogProvider
  readonly model: CatalogModel
  /** What it would be sent; null for embedded work. */
  readonly generation: Generation | null
  readonly price: Price
  readonly usdMicros: UsdMicros
}

/** What choosing depends on besides the request. */
export interface Market {
  readonly catalog: Catalog
  readonly status: (providerId: string) => ProviderStatus
}

/**
 * The models that can do a request, best first: those of the asked quality by their rank, then the others by price (for `master` the
 * dearest first). Providers that are down come last. Embedded work comes in only where it is named, or where no configured model can.
 * Refused with `unsupported_option`, naming each option and what would do, before any money is held.
 */
export function rankModels(request: ModelRequest, market: Market): Outcome<readonly Choice[]> {
  const named = candidates(request, market.catalog)
  if (!named.ok) return named
  const configured = named.value.filter(({ provider }) => market.status(provider.id) !== 'unconfigured')
  const able = configured.filter(({ model }) => refusals(model, request).length === 0).map((each) => choiceOf(each, request))
  const remote = able.filter(({ provider }) => provider.workshop === 'remote')
  const [ranked, embedded] = [remote.toSorted(byRank(qualityOf(request), market)), able.filter(({ generation }) => generation === null)]
  const choices = remote.length > 0 && request.provider === undefined ? ranked : [...ranked, ...embedded]
  if (choices.length > 0) return succeed(choices)
  return refuseAll(request, named.value, configured, market)
}

/** What one model would be sent and would cost, for a request that it can do. */
export function choiceOf({ provider, model }: Pick<Choice, 'provider' | 'model'>, request: ModelRequest): Choice {
  const generation = generationFor(model, request)
  const price = priceFor(model, pricedBy(request, generation))
  return { provider, model, generation, price, usdMicros: price.total }
}

function byRank(quality: ResolvedClip['quality'], { status }: Market): (a: Choice, b: Choice) => number {
  const place = ({ model }: Choice): number => model.rank[quality] ?? Number.POSITIVE_INFINITY
  const down = ({ provider }: Choice): number => (status(provider.id) === 'down' ? 1 : 0)
  const price = ({ usdMicros: amount }: Choice): number => amount * (quality === 'master' ? -1 : 1)
  const compare = (x: number, y: number): number => (x === y ? 0 : x < y ? -1 : 1)
  return (a, b) => compare(down(a), down(b)) || compare(place(a), place(b)) || compare(price(a), price(b))
}

type Candidate = Pick<Choice, 'provider' | 'model'>

/** The tier that a request is ranked by; sound has none, and is not made as a draft. */
export function qualityOf(request: ModelRequest): ResolvedClip['quality'] {
  return request.kind === 'clip' || request.kind === 'image' ? request.quality : 'standard'
}

function candidates(request: ModelRequest, catalog: Catalog): Outcome<readonly Candidate[]> {
  const providers = catalog.filter(({ id }) => request.provider === undefined || id === request.provider)
  if (providers.length === 0)
    return unknownName(
      'provider',
      request.provider ?? '',
      catalog.map(({ id }) => id),
    )
  const all = providers.flatMap((provider) => provider.models.map((model) => ({ provider, model })))
  const models = all.filter(({ model }) => request.model === undefined || model.id === request.model)
  if (models.length === 0)
    return unknownName(
      'model',
      request.model ?? '',
      all.map(({ model }) => model.id),
    )
  return succeed(models.filter(({ model }) => model.kind === request.kind))
}

function unknownName(option: 'provider' | 'model', asked: string, allowed: readonly string[]): Outcome<never> {
  return refuse('unsupported_option', `There is no ${option} called ${asked}; available: ${allowed.join(', ')}.`, {
    params: { option, asked, allowed: allowed.join(', ') },
    issues: [{ path: option, message: 'is not available; these are', allowed: [...allowed] }],
  })
}

/** Why nothing can do it: no key where one was named, else what of the request is too much, and which provider could once it is set up. */
function refuseAll(
  request: ModelRequest,
  named: readonly Candidate[],
  configured: readonly Candidate[],
  { status }: Market,
): Outcome<never> {
  const could = named.find(({ provider, model }) => status(provider.id) === 'unconfigured' && refusals(model, request).length === 0)
  const asked = request.provider ?? request.model
  if (could !== undefined && (asked !== undefined || (configured.length === 0 && request.kind === 'clip'))) {
    const { provider } = could
    return refuse('unsupported_option', `${provider.name} is not set up: set ${provider.configure ?? ''} and restart the backend.`, {
      params: { option: 'provider', provider: provider.id },
      issues: [{ path: 'provider', message: 'is not set up' }],
      action: 'add_key',
    })
  }
  if (configured.length === 0 && request.kind !== 'clip') return nobodyMakes(request.kind, named)
  const issues = distinct((configured.length === 0 ? named : configured).flatMap(({ model }) => refusals(model, request)))
  const [first] = issues
  const hint = could === undefined ? '' : ` ${could.provider.name} could, once it is set up.`
  return refuse('unsupported_option', `No available provider can do this: ${first?.message ?? 'the request'}.${hint}`, {
    params: { option: first?.path ?? '', ...(could === undefined ? {} : { provider: could.provider.id }) },
    issues,
  })
}

/** Nothing that is set up makes such things at all: which keys would change that. */
function nobodyMakes(kind: ModelRequest['kind'], named: readonly Candidate[]): Outcome<never> {
  const variables = [...new Set(named.flatMap(({ provider }) => provider.configure ?? []))].join(' or ')
  const how = variables === '' ? '' : ` Set ${variables} and restart the backend.`
  return refuse('provider_unavailable', `No provider that makes ${PLURALS[kind]} is set up.${how}`, {
    params: { kind, variables },
    action: 'add_key',
    retryable: false,
  })
}

const PLURALS: Readonly<Record<ModelRequest['kind'], string>> = {
  clip: 'clips',
  image: 'pictures',
  speech: 'voices',
  music: 'music',
  transcript: 'transcripts',
  stems: 'stems',
}

function distinct(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map(issues.map((issue) => [`${issue.path} ${issue.message}`, issue]))
  return [...seen.values()]
}
