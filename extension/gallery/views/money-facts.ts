import type { TFunction } from 'i18next'
import { isTerminal } from 'shared/progress'
import type { ClipRequest, Job } from 'shared/wire'
import { formatPrice } from '../../ui/index.ts'

type Paid = Pick<Job, 'status' | 'cost' | 'attempts' | 'error'>

/** What became of the money of a job, in a sentence; null where none was ever in question. */
export function moneyText(t: TFunction, job: Paid): string | null {
  const { estimatedUsdMicros: estimated, heldUsdMicros: held, settledUsdMicros: settled } = job.cost
  const price = (amount: number): string => formatPrice(amount) ?? ''
  if (!isTerminal(job.status)) return held > 0 ? t('attempts.held', { price: price(held) }) : null
  const charged = settled ?? 0
  if (isUnclear(job)) return t('attempts.unclear', { price: price(openOf(job)) })
  if (charged > estimated)
    return `${t('attempts.settled', { price: price(charged) })} ${t('attempts.overrun', { price: price(charged - estimated) })}`
  if (charged > 0) return t('attempts.settled', { price: price(charged) })
  if (estimated > 0) return t('attempts.released', { price: price(estimated) })
  return job.status === 'completed' ? null : t('attempts.nothing')
}

/** Whether nobody knows if one of its attempts was charged. */
export function isUnclear({ attempts, error }: Pick<Job, 'attempts' | 'error'>): boolean {
  return attempts.some(({ status }) => status === 'unknown') || error?.params['money'] === 'unknown'
}

function openOf({ attempts, cost }: Pick<Job, 'attempts' | 'cost'>): number {
  const open = attempts.reduce((sum, { status, costUsdMicros }) => (status === 'unknown' ? sum + (costUsdMicros ?? 0) : sum), 0)
  return open === 0 ? cost.estimatedUsdMicros : open
}

/**
 * The request by which a job was asked for, as a retry asks again: elsewhere where another provider is named, which then takes a model of
 * its own.
 */
export function requestAgain({ request }: Pick<Job, 'request'>, provider: string | null): ClipRequest {
  const { strategy: _strategy, asked, ...filled } = request
  const { model, ...rest } = asked === undefined ? filled : onlyAsked(filled, new Set(asked))
  const elsewhere = provider !== null && provider !== rest.provider
  return { ...rest, kind: 'clip', ...(elsewhere ? { provider } : model === undefined ? {} : { model }) }
}

function onlyAsked<T extends object>(filled: T, asked: ReadonlySet<string>): Partial<T> {
  const left: Partial<T> = { ...filled }
  for (const name of Object.keys(left)) if (!asked.has(name)) Reflect.deleteProperty(left, name)
  return left
}
