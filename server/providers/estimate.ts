import { remainderOf } from 'shared/money'
import type { Estimate } from 'shared/wire'
import { listPrice, savingText } from './price.ts'
import { type Choice, choiceOf, type Market } from './choose-model.ts'
import { extentOf, type ModelRequest, refusals } from './of-kind.ts'

/** What a request costs with the model that it goes to, item by item, and what every model of the catalog would ask for it. */
export function estimateOf(request: ModelRequest, choice: Choice, market: Market): Estimate {
  const { provider, model, price } = choice
  const label = labelOf(request, choice)
  const tip = savingsTip(request, choice, market)
  return {
    usdMicros: price.total,
    provider: provider.id,
    model: model.id,
    items: [{ label, kind: request.kind, provider: provider.id, count: price.count, unitUsdMicros: price.unit, usdMicros: price.total }],
    byProvider: byProvider(request, market),
    ...(tip === null ? {} : { savingsTip: tip }),
  }
}

function labelOf(request: ModelRequest, { generation }: Choice): string {
  switch (request.kind) {
    case 'clip': {
      const seconds = generation?.kind === 'clip' ? generation.seconds : request.duration
      return `${seconds} s clip, ${request.resolution} ${request.aspectRatio}`
    }
    case 'image':
      return `Picture, ${request.resolution} ${request.aspectRatio}`
    case 'speech':
      return `Voice, ${request.text.length} characters`
    case 'music':
      return `${request.duration} s of music`
    case 'transcript':
      return `Transcript of ${Math.round(request.seconds)} s`
    default:
      return `Stems of ${Math.round(request.seconds)} s`
  }
}

function byProvider(request: ModelRequest, { catalog, status }: Market): Estimate['byProvider'] {
  return catalog.flatMap((provider) =>
    provider.models
      .filter(({ kind }) => kind === request.kind)
      .map((model) => {
        const named = { provider: provider.id, model: model.id }
        const issue = refusals(model, request)[0]
        if (issue !== undefined)
          return { ...named, usdMicros: listPrice(model, extentOf(request)), available: false, reason: issue.message }
        const { usdMicros } = choiceOf({ provider, model }, request)
        if (status(provider.id) !== 'unconfigured') return { ...named, usdMicros, available: true }
        return { ...named, usdMicros, available: false, reason: `is not set up; set ${provider.configure ?? ''}` }
      }),
  )
}

/** Another provider that does the same request for less; embedded work is another kind of clip, and no saving. */
function savingsTip(request: ModelRequest, chosen: Choice, { catalog, status }: Market): Estimate['savingsTip'] | null {
  const others = catalog
    .filter(({ id, workshop }) => workshop === 'remote' && (status(id) === 'available' || status(id) === 'degraded'))
    .flatMap((provider) => provider.models.map((model) => ({ provider, model })))
    .filter(({ model }) => model.kind === request.kind && refusals(model, request).length === 0)
    .map((each) => choiceOf(each, request))
  const cheapest = others.reduce<Choice | null>((best, each) => (best === null || each.usdMicros < best.usdMicros ? each : best), null)
  if (cheapest === null || cheapest.usdMicros >= chosen.usdMicros) return null
  const saved = remainderOf(chosen.usdMicros, cheapest.usdMicros)
  return { text: savingText(saved, nameOf(cheapest), nameOf(chosen)), usdMicros: saved, provider: cheapest.provider.id }
}

function nameOf({ provider, model }: Choice): string {
  return `${provider.name} ${model.id}`
}
