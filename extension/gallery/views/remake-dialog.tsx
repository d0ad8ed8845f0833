import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClipRequest, Estimate, ClipJob } from 'shared/wire'
import type { Reply } from '../../api/index.ts'
import { ChoiceRows, Dialog, formatPrice } from '../../ui/index.ts'
import type { Gallery } from '../data/types.ts'
import { requestInQuality } from './money-facts.ts'
import { StartAgain } from './start-again.tsx'
import { usePrice } from './use-price.ts'

const QUALITIES = ['draft', 'standard', 'high', 'master'] as const satisfies readonly ClipRequest['quality'][]
type Quality = (typeof QUALITIES)[number]

export interface RemakeDialogProps {
  readonly gallery: Pick<Gallery, 'estimate' | 'remake'>
  readonly job: ClipJob
  readonly onClose: () => void
}

/** Asks in which quality the same clip is to be made again, and for how much. */
export function RemakeDialog({ gallery, job, onClose }: RemakeDialogProps) {
  const { t } = useTranslation()
  const [quality, setQuality] = useState<Quality>(() => betterThan(job.request.quality))
  const prices: Readonly<Record<Quality, Reply<Estimate> | null>> = {
    draft: usePrice(gallery, requestInQuality(job, 'draft')),
    standard: usePrice(gallery, requestInQuality(job, 'standard')),
    high: usePrice(gallery, requestInQuality(job, 'high')),
    master: usePrice(gallery, requestInQuality(job, 'master')),
  }
  const rowOf = (value: Quality) => {
    const price = prices[value]
    const label = t(`maker.tiers.${value}.name`)
    if (price?.kind !== 'ok') return { value, label, hint: price === null ? t(`maker.tiers.${value}.hint`) : t('maker.cannot') }
    const { usdMicros } = price.value
    return { value, label, hint: t('attempts.line', price.value), aside: usdMicros === 0 ? t('common.free') : formatPrice(usdMicros) }
  }
  return (
    <Dialog open onClose={onClose} title={t('again.better')} description={t('again.betterText')}>
      <div className="flex flex-col gap-3 pbs-1">
        <ChoiceRows label={t('again.quality')} value={quality} options={QUALITIES.map(rowOf)} onChange={setQuality} />
        <StartAgain
          price={prices[quality]}
          choice={quality}
          start={(maxCostUsdMicros, key) => gallery.remake(job.id, { quality, maxCostUsdMicros }, key)}
          onStarted={onClose}
        />
      </div>
    </Dialog>
  )
}

function betterThan(quality: Quality): Quality {
  return QUALITIES[QUALITIES.indexOf(quality) + 1] ?? 'master'
}
