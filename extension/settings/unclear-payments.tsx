import { HandCoins, Undo2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job, Operation } from 'shared/wire'
import { Button, failureText, formatMoment, formatPrice, INPUT_LOOK, useToast, useWatched } from '../ui/index.ts'
import type { SettingsPorts } from './ports.ts'

export type UnclearPorts = Pick<SettingsPorts, 'unclear' | 'adopt' | 'release' | 'providers' | 'job'>

/** The payments of which nobody knows whether they were taken, and what a person can decide about each. */
export function UnclearPayments({ ports }: { readonly ports: UnclearPorts }) {
  const { t } = useTranslation()
  const { value } = useWatched(ports.unclear)
  const items = value?.items ?? []
  if (items.length === 0) return <p className="text-xs text-muted">{t('unclear.none')}</p>
  return (
    <>
      <p className="text-xs text-ink">{t('unclear.text')}</p>
      <ul className="flex flex-col gap-2.5">
        {items.map((operation) => (
          <li key={operation.id}>
            <Payment operation={operation} ports={ports} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Payment({ operation, ports }: { readonly operation: Operation; readonly ports: UnclearPorts }) {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const id = useId()
  const [busy, setBusy] = useState<'adopt' | 'release' | null>(null)
  const [providerJobId, setProviderJobId] = useState('')
  // The same key for the same wish: an answer that was lost does not lead to a second job.
  const keys = useRef(new Map<string, string>())
  const providers = useWatched(ports.providers).value
  const { provider, model, submittedAt, costUsdMicros, estimatedUsdMicros } = operation
  const name = providers?.items.find((each) => each.id === provider)?.name ?? provider
  const job = useJob(ports.job, operation.jobId)
  const prompt = job?.kind === 'clip' || job?.kind === 'image' ? job.request.prompt : undefined
  const asked = submittedAt ?? job?.createdAt ?? null
  const price = formatPrice(costUsdMicros ?? estimatedUsdMicros ?? job?.cost.estimatedUsdMicros)

  const decide = async (what: 'adopt' | 'release'): Promise<void> => {
    setBusy(what)
    const reply = what === 'adopt' ? await ports.adopt(operation.id, adoptionOf(), keyOf()) : await ports.release(operation.id)
    setBusy(null)
    if (reply.kind === 'ok') toast({ text: what === 'adopt' ? t('unclear.adopted') : t('unclear.released') })
    else toast({ tone: 'danger', text: t('unclear.failed', { reason: failureText(t, reply) }) })
  }
  const adoptionOf = (): { readonly providerJobId?: string } => {
    const typed = providerJobId.trim()
    return typed === '' ? {} : { providerJobId: typed }
  }
  const keyOf = (): string => {
    const wish = providerJobId.trim()
    const key = keys.current.get(wish) ?? crypto.randomUUID()
    keys.current.set(wish, key)
    return key
  }
  return (
    <article
      aria-label={t('attempts.line', { provider: name, model })}
      className="flex flex-col gap-2 rounded-control bg-sunken p-2.5 text-xs"
    >
      <div>
        <p className="font-semibold break-words text-ink">{t('attempts.line', { provider: name, model })}</p>
        {prompt === undefined ? null : <p className="line-clamp-2 break-words text-ink">{prompt}</p>}
        <p className="text-muted">
          {asked === null ? t('unclear.atUnknown') : t('unclear.at', { time: formatMoment(asked, i18n.language) })}
          {' · '}
          {price === null ? t('unclear.costUnknown') : t('unclear.mayCost', { price })}
        </p>
      </div>
      <label htmlFor={id} className="text-[11px] text-muted">
        {t('unclear.providerId')}
      </label>
      <input
        id={id}
        value={providerJobId}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        onChange={(event) => setProviderJobId(event.target.value)}
        className={INPUT_LOOK}
      />
      <div className="flex flex-col gap-1">
        <Button
          size="small"
          className="self-start"
          busy={busy === 'adopt'}
          disabled={busy === 'release'}
          aria-describedby={`${id}-adopt`}
          icon={<HandCoins aria-hidden className="size-3.5" />}
          onClick={() => void decide('adopt')}
        >
          {t('unclear.adopt')}
        </Button>
        <p id={`${id}-adopt`} className="text-[11px] text-muted">
          {t('unclear.adoptHint')}
        </p>
      </div>
      <div className="flex flex-col gap-1">
        <Button
          size="small"
          className="self-start"
          busy={busy === 'release'}
          disabled={busy === 'adopt'}
          aria-describedby={`${id}-release`}
          icon={<Undo2 aria-hidden className="size-3.5" />}
          onClick={() => void decide('release')}
        >
          {t('unclear.release')}
        </Button>
        <p id={`${id}-release`} className="text-[11px] text-muted">
          {t('unclear.releaseHint')}
        </p>
      </div>
    </article>
  )
}

/** A job by its id; null until it has been read, or where it is not known here. */
function useJob(read: SettingsPorts['job'], id: string): Job | null {
  const [job, setJob] = useState<Job | null>(null)
  useEffect(() => {
    let stale = false
    void (async () => {
      const found = await read(id)
      if (!stale) setJob(found)
    })()
    return () => {
      stale = true
    }
  }, [read, id])
  return job
}
