import { priceOf, type UsdMicros, usdMicros } from 'shared/money'
import { type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import { type Catalog, CATALOG, type CatalogModel, type CatalogProvider } from './catalog.ts'
import { refusals } from './honour.ts'

export interface Choice {
  readonly provider: CatalogProvider
  readonly model: CatalogModel
  readonly usdMicros: UsdMicros
}

/**
 * The model that a request goes to: the named one, else the cheapest that can honour all of it.
 * Refused with `unsupported_option`, naming each option and what would do, before any money is held.
 */
export function chooseModel(request: ResolvedClip, catalog: Catalog = CATALOG): Outcome<Choice> {
  const named = candidates(request, catalog)
  if (!named.ok) return named
  const able = named.value
    .filter(({ model }) => refusals(model, request).length === 0)
    .map(({ provider, model }) => ({ provider, model, usdMicros: priceFor(model, request).total }))
  const cheapest = able.reduce<Choice | null>((best, choice) => (best === null || choice.usdMicros < best.usdMicros ? choice : best), null)
  if (cheapest !== null) return succeed(cheapest)
  const issues = named.value.flatMap(({ model }) => refusals(model, request))
  const option = issues[0]?.path ?? ''
  return refuse('unsupported_option', `No available provider can do this: ${issues[0]?.message ?? 'the request'}.`, {
    params: { option },
    issues,
  })
}

/** What a model charges for a request. The catalog's check makes sure that there is exactly one price that applies. */
export function priceFor(
  model: CatalogModel,
  request: ResolvedClip,
): { readonly unit: UsdMicros; readonly count: number; readonly total: UsdMicros } {
  const price = model.prices.find(({ resolution }) => resolution === undefined || resolution === request.resolution)
  if (price === undefined) throw new Error(`${model.id} has no price for ${request.resolution}`)
  const unit = usdMicros(price.usdMicros)
  const count = price.per === 'second' ? request.duration : 1
  return { unit, count, total: priceOf(unit, count) }
}

function candidates(request: ResolvedClip, catalog: Catalog): Outcome<readonly Omit<Choice, 'usdMicros'>[]> {
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
  return succeed(models.filter(({ model }) => model.capabilities.kinds.includes(request.kind)))
}

function unknownName(option: 'provider' | 'model', asked: string, allowed: readonly string[]): Outcome<never> {
  return refuse('unsupported_option', `There is no ${option} called ${asked}; available: ${allowed.join(', ')}.`, {
    params: { option, asked, allowed: allowed.join(', ') },
    issues: [{ path: option, message: 'is not available; these are', allowed: [...allowed] }],
  })
}
