import type { TFunction } from 'i18next'
import { isTerminal } from 'shared/progress'
import type { ClipRequest, ClipJob } from 'shared/wire'
import { formatPrice } from '../../ui/index.ts'

type Paid = Pick<ClipJob, 'status' | 'cost' | 'attempts' | 'error'>

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
export function isUnclear({ attempts, error }: Pick<ClipJob, 'attempts' | 'error'>): boolean {
  return attempts.some(({ status }) => status === 'unknown') || error?.params['money'] === 'unknown'
}

function openOf({ attempts, cost }: Pick<ClipJob, 'attempts' | 'cost'>): number {
  const open = attempts.reduce((sum, { status, costUsdMicros }) => (status === 'unknown' ? sum + (costUsdMicros ?? 0) : sum), 0)
  return open === 0 ? cost.estimatedUsdMicros : open
}

/** The request of a job as a retry asks again; another provider, where one is named, takes a model of its own. */
export function requestAgain({ request }: Pick<ClipJob, 'request'>, provider: string | null): ClipRequest {
  const { strategy: _strategy, asked: _asked, model, ...rest } = request
  const elsewhere = provider !== null && provider !== rest.provider
  return { ...rest, ...(elsewhere ? { provider } : model === undefined ? {} : { model }) }
}

/** The request of a job as a remake asks for it: whoever is best for the quality makes it, by options of its own. */
export function requestInQuality({ request }: Pick<ClipJob, 'request'>, quality: ClipRequest['quality'] & string): ClipRequest {
  const { strategy: _strategy, asked: _asked, provider: _provider, model: _model, providerOptions: _options, ...rest } = request
  return { ...rest, quality }
}
