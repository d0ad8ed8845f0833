import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Estimate, ClipJob } from 'shared/wire'
import { ChoiceRows, Dialog } from '../../ui/index.ts'
import type { Gallery } from '../data/types.ts'
import { requestAgain } from './money-facts.ts'
import { StartAgain } from './start-again.tsx'
import { usePrice } from './use-price.ts'

export interface RetryDialogProps {
  readonly gallery: Pick<Gallery, 'estimate' | 'retry'>
  readonly job: ClipJob
  readonly onClose: () => void
}

/** Asks who makes a job again, and for how much. */
export function RetryDialog({ gallery, job, onClose }: RetryDialogProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const same = usePrice(gallery, requestAgain(job, null))
  const others = same?.kind === 'ok' ? otherProviders(same.value, job.provider) : []
  const isElsewhere = job.error?.action === 'retry_other_provider' || job.error?.action === 'try_local'
  const provider = chosen ?? (isElsewhere ? others[0] : undefined) ?? job.provider
  const elsewhere = provider === job.provider ? null : provider
  const price = usePrice(gallery, requestAgain(job, elsewhere))
  return (
    <Dialog open onClose={onClose} title={t('again.title')} description={t('again.text')}>
      <div className="flex flex-col gap-3 pbs-1">
        <ChoiceRows
          label={t('again.who')}
          value={provider}
          options={[job.provider, ...others].map((each) => ({
            value: each,
            label: each,
            ...(each === job.provider ? { hint: job.model } : {}),
          }))}
          onChange={setChosen}
        />
        <StartAgain
          price={price}
          choice={provider}
          start={(maxCostUsdMicros, key) =>
            gallery.retry(job.id, { maxCostUsdMicros, ...(elsewhere === null ? {} : { provider: elsewhere }) }, key)
          }
          onStarted={onClose}
        />
      </div>
    </Dialog>
  )
}

/** Who else can make what was priced, cheapest first. */
export function otherProviders({ byProvider }: Pick<Estimate, 'byProvider'>, than: string): readonly string[] {
  const able = byProvider.filter(({ available, provider }) => available && provider !== than)
  return [...new Set(able.toSorted((one, other) => one.usdMicros - other.usdMicros).map(({ provider }) => provider))]
}
