import { remainderOf } from 'shared/money'
import type { Estimate, ResolvedClip } from 'shared/wire'
import { listPrice, savingText } from './price.ts'
import { type Choice, choiceOf, type Market } from './choose-model.ts'
import { refusals } from './honour.ts'

/** What a request costs with the model that it goes to, item by item, and what every model of the catalog would ask for it. */
export function estimateOf(request: ResolvedClip, choice: Choice, market: Market): Estimate {
  const { provider, model, price, generation } = choice
  const seconds = generation?.seconds ?? request.duration
  const label = `${seconds} s clip, ${request.resolution} ${request.aspectRatio}`
  const tip = savingsTip(request, choice, market)
  return {
    usdMicros: price.total,
    provider: provider.id,
    model: model.id,
    items: [{ label, kind: 'clip', provider: provider.id, count: price.count, unitUsdMicros: price.unit, usdMicros: price.total }],
    byProvider: byProvider(request, market),
    ...(tip === null ? {} : { savingsTip: tip }),
  }
}

function byProvider(request: ResolvedClip, { catalog, status }: Market): Estimate['byProvider'] {
  return catalog.flatMap((provider) =>
    provider.models
      .filter(({ capabilities }) => capabilities.kinds.includes(request.kind))
      .map((model) => {
        const named = { provider: provider.id, model: model.id }
        const issue = refusals(model, request)[0]
        if (issue !== undefined) return { ...named, usdMicros: listPrice(model, request.duration), available: false, reason: issue.message }
        const { usdMicros } = choiceOf({ provider, model }, request)
        if (status(provider.id) !== 'unconfigured') return { ...named, usdMicros, available: true }
        return { ...named, usdMicros, available: false, reason: `is not set up; set ${provider.configure ?? ''}` }
      }),
  )
}

/** Another provider that does the same request for less; embedded work is another kind of clip, and no saving. */
function savingsTip(request: ResolvedClip, chosen: Choice, { catalog, status }: Market): Estimate['savingsTip'] | null {
  const others = catalog
    .filter(({ id, workshop }) => workshop === 'remote' && (status(id) === 'available' || status(id) === 'degraded'))
    .flatMap((provider) => provider.models.map((model) => ({ provider, model })))
    .filter(({ model }) => model.capabilities.kinds.includes(request.kind) && refusals(model, request).length === 0)
    .map((each) => choiceOf(each, request))
  const cheapest = others.reduce<Choice | null>((best, each) => (best === null || each.usdMicros < best.usdMicros ? each : best), null)
  if (cheapest === null || cheapest.usdMicros >= chosen.usdMicros) return null
  const saved = remainderOf(chosen.usdMicros, cheapest.usdMicros)
  return { text: savingText(saved, nameOf(cheapest), nameOf(chosen)), usdMicros: saved, provider: cheapest.provider.id }
}

function nameOf({ provider, model }: Choice): string {
  return `${provider.name} ${model.id}`
}
