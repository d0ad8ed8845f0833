import { RotateCcw } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Estimate, Job } from 'shared/wire'
import type { Reply } from '../../api/index.ts'
import { Button, failureText, formatPrice, Notice, Skeleton, useToast } from '../../ui/index.ts'

export interface StartAgainProps {
  /** What it will cost; null until that is known. */
  readonly price: Reply<Estimate> | null
  /** What is asked for, told apart from the other choices. */
  readonly choice: string
  readonly start: (maxCostUsdMicros: number, idempotencyKey: string) => Promise<Reply<Job>>
  readonly onStarted: () => void
}

/** The button that makes a job again, with its price. */
export function StartAgain({ price, choice, start, onStarted }: StartAgainProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  // The same key for the same wish: an answer that was lost does not lead to a second job.
  const keys = useRef(new Map<string, string>())
  if (price === null) return <Skeleton className="h-11" />
  if (price.kind !== 'ok') {
    return (
      <Notice tone="danger" announce="polite">
        {t('again.failed', { reason: failureText(t, price) })}
      </Notice>
    )
  }
  const { usdMicros } = price.value
  const press = async (): Promise<void> => {
    const wish = `${choice} ${usdMicros}`
    const key = keys.current.get(wish) ?? crypto.randomUUID()
    keys.current.set(wish, key)
    setBusy(true)
    const reply = await start(usdMicros, key)
    setBusy(false)
    if (reply.kind !== 'ok') return toast({ tone: 'danger', text: failureText(t, reply) })
    toast({ text: t('job.retrying') })
    onStarted()
  }
  return (
    <Button look="primary" size="large" busy={busy} icon={<RotateCcw aria-hidden className="size-4" />} onClick={() => void press()}>
      {usdMicros === 0 ? t('again.startFree') : t('again.start', { price: formatPrice(usdMicros) ?? '' })}
    </Button>
  )
}
