import { type Estimate, type Outcome, type ResolvedClip, succeed } from 'shared/wire'
import { type Catalog, CATALOG } from './catalog.ts'
import { chooseModel, priceFor } from './choose-model.ts'
import { refusals } from './honour.ts'

/** What a request costs, item by item, and what every model of the catalog would ask for it. */
export function estimateFor(request: ResolvedClip, catalog: Catalog = CATALOG): Outcome<Estimate> {
  const choice = chooseModel(request, catalog)
  if (!choice.ok) return choice
  const { provider, model } = choice.value
  const price = priceFor(model, request)
  const label = `${request.duration} s clip, ${request.resolution} ${request.aspectRatio}`
  return succeed({
    usdMicros: price.total,
    provider: provider.id,
    model: model.id,
    items: [{ label, kind: request.kind, provider: provider.id, count: price.count, unitUsdMicros: price.unit, usdMicros: price.total }],
    byProvider: byProvider(request, catalog),
  })
}

function byProvider(request: ResolvedClip, catalog: Catalog): Estimate['byProvider'] {
  return catalog.flatMap((provider) =>
    provider.models
      .filter(({ capabilities: can }) => can.kinds.includes(request.kind) && can.resolutions.includes(request.resolution))
      .map((model) => {
        const reason = refusals(model, request)[0]?.message
        return {
          provider: provider.id,
          model: model.id,
          usdMicros: priceFor(model, request).total,
          available: reason === undefined,
          ...(reason === undefined ? {} : { reason }),
        }
      }),
  )
}
