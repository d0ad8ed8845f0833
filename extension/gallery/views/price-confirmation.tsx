import { Send } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, formatPrice } from '../../ui/index.ts'
import type { Gallery, WaitingJob } from '../data/types.ts'
import { newPriceOf } from './job-facts.ts'
import { useItems } from './use-items.ts'

const LOOKED_AT = 12

/** Asks about the new price of a clip that was sent from here and whose price has gone up. What waited from before asks on its card. */
export function PriceConfirmation({ gallery }: { readonly gallery: Gallery }) {
  const [since] = useState(() => Date.now())
  const items = useItems(gallery, { limit: LOOKED_AT }) ?? []
  const waiting = items.flatMap((item) => (item.kind === 'waiting' && item.createdAt >= since ? [item.waiting] : []))
  const asked = waiting.find((each) => newPriceOf(each) !== null)
  if (asked === undefined) return null
  return <Question key={asked.id} gallery={gallery} waiting={asked} price={newPriceOf(asked) ?? 0} />
}

function Question({ gallery, waiting, price }: { readonly gallery: Gallery; readonly waiting: WaitingJob; readonly price: number }) {
  const { t } = useTranslation()
  const before = formatPrice(waiting.shownUsdMicros)
  const now = formatPrice(price) ?? ''
  const discard = (): void => void gallery.discard(waiting.id)
  return (
    <Dialog open onClose={discard} title={t('price.changedTitle')} description={t('price.changedText')}>
      <dl className="flex flex-col gap-1.5 py-2 text-sm">
        {waiting.shownUsdMicros === 0 ? null : (
          <div className="flex justify-between text-muted">
            <dt>{t('price.before')}</dt>
            <dd className="tabular-nums line-through">{before}</dd>
          </div>
        )}
        <div className="flex justify-between font-semibold text-ink">
          <dt>{t('price.now')}</dt>
          <dd className="tabular-nums">{now}</dd>
        </div>
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          className="grow"
          icon={<Send aria-hidden className="size-4" />}
          onClick={() => void gallery.confirm(waiting.id, price)}
        >
          {t('price.sendFor', { price: now })}
        </Button>
        <Button onClick={discard}>{t('price.doNotSend')}</Button>
      </div>
    </Dialog>
  )
}
