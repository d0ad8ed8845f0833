import { RotateCcw } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClipRequest, Estimate, Job } from 'shared/wire'
import type { Reply } from '../../api/index.ts'
import { Button, ChoiceRows, Dialog, failureText, formatPrice, Notice, Skeleton, useToast } from '../../ui/index.ts'
import type { Gallery } from '../data/types.ts'
import { requestAgain } from './money-facts.ts'

export interface RetryDialogProps {
  readonly gallery: Pick<Gallery, 'estimate' | 'retry'>
  readonly job: Job
  readonly onClose: () => void
}

/** Asks who makes a job again, and for how much. */
export function RetryDialog({ gallery, job, onClose }: RetryDialogProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const [chosen, setChosen] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // The same key for the same wish: an answer that was lost does not lead to a second job.
  const keys = useRef(new Map<string, string>())
  const same = useEstimate(gallery, requestAgain(job, null))
  const others = same?.kind === 'ok' ? otherProviders(same.value, job.provider) : []
  const preferred =
    job.error?.action === 'retry_other_provider' || job.error?.action === 'try_local' ? (others[0] ?? job.provider) : job.provider
  const provider = chosen ?? preferred
  const elsewhere = provider === job.provider ? null : provider
  const price = useEstimate(gallery, requestAgain(job, elsewhere))

  const start = async (usdMicros: number): Promise<void> => {
    const wish = `${provider} ${usdMicros}`
    const key = keys.current.get(wish) ?? crypto.randomUUID()
    keys.current.set(wish, key)
    setBusy(true)
    const retry = { maxCostUsdMicros: usdMicros, ...(elsewhere === null ? {} : { provider: elsewhere }) }
    const reply = await gallery.retry(job.id, retry, key)
    setBusy(false)
    if (reply.kind !== 'ok') return toast({ tone: 'danger', text: failureText(t, reply) })
    toast({ text: t('job.retrying') })
    onClose()
  }
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
        {price === null ? (
          <Skeleton className="h-11" />
        ) : price.kind === 'ok' ? (
          <Button
            look="primary"
            size="large"
            busy={busy}
            icon={<RotateCcw aria-hidden className="size-4" />}
            onClick={() => void start(price.value.usdMicros)}
          >
            {price.value.usdMicros === 0 ? t('again.startFree') : t('again.start', { price: formatPrice(price.value.usdMicros) ?? '' })}
          </Button>
        ) : (
          <Notice tone="danger" announce="polite">
            {t('again.failed', { reason: failureText(t, price) })}
          </Notice>
        )}
      </div>
    </Dialog>
  )
}

/** Who else can make what was priced, cheapest first. */
export function otherProviders({ byProvider }: Pick<Estimate, 'byProvider'>, than: string): readonly string[] {
  const able = byProvider.filter(({ available, provider }) => available && provider !== than)
  return [...new Set(able.toSorted((one, other) => one.usdMicros - other.usdMicros).map(({ provider }) => provider))]
}

/** What a request costs; null until that is known. */
function useEstimate(gallery: Pick<Gallery, 'estimate'>, request: ClipRequest): Reply<Estimate> | null {
  const [state, setState] = useState<{ readonly of: string; readonly reply: Reply<Estimate> } | null>(null)
  const key = JSON.stringify(request)
  const [asked, setAsked] = useState({ key, request })
  if (asked.key !== key) setAsked({ key, request })
  useEffect(() => {
    const controller = new AbortController()
    void (async () => {
      const reply = await gallery.estimate(asked.request, controller.signal)
      if (!controller.signal.aborted) setState({ of: asked.key, reply })
    })()
    return () => controller.abort()
  }, [gallery, asked])
  return state?.of === key ? state.reply : null
}
