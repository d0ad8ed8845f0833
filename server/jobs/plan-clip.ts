import { agreedPrice, type Pricing, remainderOf, termsFor } from 'shared/money'
import { type Adjustment, type Asset, type Estimate, type JobRequest, type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import { adjustmentsOf, type Choice, estimateOf, rankModels, reviveNames } from '../providers/index.ts'
import { adjustmentsFor, judgeLayout } from './adjustments.ts'
import { findInputs } from './clip-inputs.ts'
import type { JobsOptions } from './face.ts'
import { judgeLength } from './limits.ts'
import { resolveClip } from './resolve-clip.ts'

/** A request that could be admitted: complete, priced, and with a model that can do it. */
export interface Plan {
  readonly request: ResolvedClip
  readonly choice: Choice
  /** What the user is told: the owner's price, of which `choice` holds the cost. */
  readonly estimate: Estimate
  readonly pricing: Pricing
  readonly adjustments: readonly Adjustment[]
}

type Rooms = Pick<JobsOptions, 'library' | 'providers' | 'accounts'>

/** Completes and prices a request; nothing is written. */
export async function planClip({ library, providers, accounts }: Rooms, userId: string, asked: JobRequest): Promise<Outcome<Plan>> {
  const inputs = await findInputs(library, userId, asked)
  if (!inputs.ok) return inputs
  const [first = null] = inputs.value
  const revived = reviveNames(resolveClip(asked, first), providers.catalog)
  if (!revived.ok) return revived
  const { request } = revived.value
  const { pricing, limits } = await accounts.settings()
  const length = judgeLength(limits, request.duration)
  if (!length.ok) return length
  const ranked = rankModels(request, providers)
  if (!ranked.ok) return ranked
  const [choice] = ranked.value
  if (choice === undefined) throw new Error('a ranking without a model')
  const { native } = choice.model
  const usable = native === null ? judgeLayout(request) : judgeClip(native.maximumVideoBytes, inputs.value)
  if (!usable.ok) return usable
  const own = native === null ? adjustmentsFor(choice.model, request, first) : adjustmentsOf(choice.model, native, request)
  return succeed({
    request: { ...request, provider: choice.provider.id, model: choice.model.id },
    choice,
    estimate: withOwnersPrice(estimateOf(request, choice, providers), pricing, request, choice),
    pricing,
    adjustments: [...revived.value.adjustments, ...own],
  })
}

/** A clip that is too large for a provider is not cut down for it. */
function judgeClip(maximumBytes: number | null, inputs: readonly Asset[]): Outcome<null> {
  const clip = inputs.find(({ type }) => type === 'video')
  if (clip === undefined || maximumBytes === null || clip.bytes <= maximumBytes) return succeed(null)
  const message = `has ${clip.bytes} bytes; this model takes ${maximumBytes} at most`
  return refuse('unsupported_option', `video: ${message}.`, {
    params: { option: 'video' },
    issues: [{ path: 'video', message, range: { maximum: maximumBytes } }],
  })
}

/** An estimate by the owner's terms: a mark-up is an item of its own, a fixed price stands for all items. */
function withOwnersPrice(
  estimate: Estimate,
  pricing: Pricing,
  { kind, quality, duration }: ResolvedClip,
  { usdMicros: cost, provider }: Choice,
): Estimate {
  const terms = termsFor(pricing, { kind, quality, seconds: duration })
  const price = agreedPrice(terms, cost)
  if (price === cost) return estimate
  const only = (label: string, amount: number) => ({
    label,
    kind,
    provider: provider.id,
    count: 1,
    unitUsdMicros: amount,
    usdMicros: amount,
  })
  const items =
    terms.fixedUsdMicros === null ? [...estimate.items, only('Mark-up', remainderOf(price, cost))] : [only('Fixed price', price)]
  return { ...estimate, usdMicros: price, items }
}
