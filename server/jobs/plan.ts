import { agreedPrice, type Pricing, remainderOf, termsFor, type UsdMicros, type Work } from 'shared/money'
import { type Adjustment, type Estimate, type Outcome, type ResolvedRequest, succeed } from 'shared/wire'
import { type Choice, estimateOf, extentOf, type ModelRequest, qualityOf, rankModels, reviveNames } from '../providers/index.ts'
import type { JobsOptions } from './face.ts'
import type { ReelPlan } from './reel/insert-children.ts'

/** A request that could be admitted: complete, priced, and with whoever can do it. */
export interface Plan {
  readonly request: ResolvedRequest
  readonly provider: string
  readonly model: string
  /** What it costs at most, which is held. */
  readonly usdMicros: UsdMicros
  /** What the user is told: the owner's price. */
  readonly estimate: Estimate
  readonly pricing: Pricing
  /** What the owner's price goes by. */
  readonly priced: Work
  readonly adjustments: readonly Adjustment[]
  /** Of a reel: everything that it has to make, which is admitted with it. */
  readonly reel?: ReelPlan
}

export type PlanRooms = Pick<JobsOptions, 'db' | 'providers' | 'accounts' | 'planner'> & {
  readonly library: Pick<JobsOptions['library'], 'get'>
  readonly audio: Pick<JobsOptions['audio'], 'musicAvailable'>
}

/**
 * Plans a complete request with the model that comes first for it; nothing is written.
 * @param judge what else has to be true of the model, and what it will do otherwise than the request reads
 */
export async function planForModel<Asked extends ModelRequest>(
  { providers, accounts }: PlanRooms,
  resolved: Asked,
  judge: (choice: Choice, request: Asked) => Outcome<readonly Adjustment[]>,
): Promise<Outcome<Plan>> {
  const revived = reviveNames(resolved, providers.catalog)
  if (!revived.ok) return revived
  const { request } = revived.value
  const ranked = rankModels(request, providers)
  if (!ranked.ok) return ranked
  const [choice] = ranked.value
  if (choice === undefined) throw new Error('a ranking without a model')
  const own = judge(choice, request)
  if (!own.ok) return own
  const { pricing } = await accounts.settings()
  const priced = { kind: request.kind, quality: qualityOf(request), seconds: extentOf(request).seconds }
  return succeed({
    request: { ...request, provider: choice.provider.id, model: choice.model.id },
    provider: choice.provider.id,
    model: choice.model.id,
    usdMicros: choice.usdMicros,
    estimate: withOwnersPrice(estimateOf(request, choice, providers), pricing, priced, choice.usdMicros),
    pricing,
    priced,
    adjustments: [...revived.value.adjustments, ...own.value],
  })
}

/** An estimate by the owner's terms: a mark-up is an item of its own, a fixed price stands for all items. */
function withOwnersPrice(estimate: Estimate, pricing: Pricing, priced: Work, cost: UsdMicros): Estimate {
  const terms = termsFor(pricing, priced)
  const price = agreedPrice(terms, cost)
  const [first] = estimate.items
  if (price === cost || first === undefined) return estimate
  const { kind, provider } = first
  const only = (label: string, amount: number) => ({ label, kind, provider, count: 1, unitUsdMicros: amount, usdMicros: amount })
  const items =
    terms.fixedUsdMicros === null ? [...estimate.items, only('Mark-up', remainderOf(price, cost))] : [only('Fixed price', price)]
  return { ...estimate, usdMicros: price, items }
}
