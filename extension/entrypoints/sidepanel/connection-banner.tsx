import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '../../api/index.ts'
import { IconButton, Notice } from '../../ui/index.ts'

const SAID_FOR_MS = 2000

/** Says that the backend is away, how to start it, and that nothing is lost meanwhile. */
export function ConnectionBanner({ state }: { readonly state: StreamState }) {
  const { t } = useTranslation()
  if (state !== 'offline') return null
  return (
    <div className="px-3 pbs-3">
      <Notice tone="warning" announce="polite" title={t('connection.offlineTitle')}>
        <p>{t('connection.offlineText')}</p>
        <Command text={t('connection.command')} />
      </Notice>
    </div>
  )
}

function Command({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <div className="mbs-1.5 flex items-center gap-2 rounded-lg bg-sunken ps-2.5 pe-1">
      <code className="grow py-1.5 text-xs select-all">{text}</code>
      <IconButton
        size="small"
        label={copied ? t('connection.copied') : t('connection.copy')}
        icon={copied ? <Check aria-hidden className="size-3.5 text-success" /> : <Copy aria-hidden className="size-3.5" />}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      />
    </div>
  )
}

const DOTS = { live: 'bg-success', connecting: 'bg-warning animate-shimmer', offline: 'bg-danger', unpaired: 'bg-danger' } as const

/** The state of the connection as a dot with a name. */
export function ConnectionDot({ state }: { readonly state: StreamState }) {
  const { t } = useTranslation()
  return (
    <span data-connection={state} className={`size-2 shrink-0 rounded-full ${DOTS[state]}`}>
      <span className="sr-only">{state === 'connecting' ? t('connection.connecting') : t(`connection.${state}`)}</span>
    </span>
  )
}
