import { KeyRound, Link2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../api/index.ts'
import type { Pairing } from 'shared/wire'
import { Button, classes, failureText, INPUT_LOOK, Notice } from '../ui/index.ts'
import { BackendAddress } from './backend-address.tsx'
import { CODE_LENGTH, digitsOf, isComplete } from './code.ts'
import type { SettingsPorts } from './ports.ts'

export interface PairingScreenProps {
  readonly ports: SettingsPorts
}

/** The first thing anybody sees: pairs this browser with the backend by a six-digit code. */
export function PairingScreen({ ports }: PairingScreenProps) {
  const { t } = useTranslation()
  const [pairing, setPairing] = useState<Pairing | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  const request = async (): Promise<void> => {
    setBusy(true)
    const reply = await ports.openPairing(t('pairing.name'))
    setBusy(false)
    setFailure(reply.kind === 'ok' ? null : reply)
    setPairing(reply.kind === 'ok' ? reply.value : null)
  }
  return (
    <div className="mx-auto flex max-w-md flex-col gap-4 p-4">
      <div className="flex flex-col items-center gap-2 pbs-4 text-center">
        <span aria-hidden className="brand flex size-14 items-center justify-center rounded-3xl text-on-gradient shadow-glow">
          <Link2 className="size-7" />
        </span>
        <h1 className="brand-text text-lg font-bold">{t('pairing.title')}</h1>
        <p className="max-w-80 text-xs text-muted">{t('pairing.text')}</p>
      </div>
      {failure === null ? null : (
        <Notice tone={failure.kind === 'offline' ? 'warning' : 'danger'} announce="assertive">
          {failure.kind === 'offline' ? t('pairing.unreachable', { base: ports.connection.base }) : failureText(t, failure)}
        </Notice>
      )}
      {pairing === null ? (
        <div className="glass flex flex-col gap-3 rounded-card p-4">
          <p className="text-xs text-muted">{t('pairing.requestText')}</p>
          <Button look="primary" size="large" busy={busy} icon={<KeyRound aria-hidden className="size-4" />} onClick={() => void request()}>
            {t('pairing.request')}
          </Button>
        </div>
      ) : (
        <CodeForm key={pairing.id} pairing={pairing} ports={ports} busy={busy} onAgain={() => void request()} />
      )}
      <BackendAddress ports={ports} />
    </div>
  )
}

interface CodeFormProps {
  readonly pairing: Pairing
  readonly ports: SettingsPorts
  readonly busy: boolean
  readonly onAgain: () => void
}

function CodeForm({ pairing, ports, busy, onAgain }: CodeFormProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => input.current?.focus(), [])
  const until = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(new Date(pairing.expiresAt))

  const confirm = async (entered: string): Promise<void> => {
    if (!isComplete(entered) || sending) return
    setSending(true)
    const reply = await ports.confirmPairing(pairing.id, entered)
    setSending(false)
    if (reply.kind === 'ok') return
    setFailure(reply)
    setCode('')
    input.current?.focus()
  }
  return (
    <form
      className="glass flex flex-col gap-3 rounded-card p-4"
      onSubmit={(event) => {
        event.preventDefault()
        void confirm(code)
      }}
    >
      <label htmlFor={id} className="text-xs font-semibold text-ink">
        {t('pairing.codeLabel')}
      </label>
      <input
        ref={input}
        id={id}
        value={code}
        inputMode="numeric"
        autoComplete="one-time-code"
        placeholder={'0'.repeat(CODE_LENGTH)}
        aria-describedby={`${id}-hint`}
        aria-invalid={failure !== null}
        onChange={(event) => {
          const digits = digitsOf(event.target.value)
          setCode(digits)
          setFailure(null)
          void confirm(digits)
        }}
        className={classes(INPUT_LOOK, 'py-3 text-center text-2xl font-bold tracking-[0.45em] tabular-nums')}
      />
      <p id={`${id}-hint`} className="text-xs text-muted">
        {t('pairing.codeHint', { time: until })}
      </p>
      {failure === null ? null : (
        <Notice tone="danger" announce="assertive">
          {failure.kind === 'offline'
            ? t('pairing.unreachable', { base: ports.connection.base })
            : pairingFault(t('pairing.wrong'), failureText(t, failure), failure)}
        </Notice>
      )}
      <div className="flex gap-2">
        <Button type="submit" look="primary" className="grow" disabled={!isComplete(code)} busy={sending}>
          {t('pairing.confirm')}
        </Button>
        <Button look="quiet" busy={busy} onClick={onAgain}>
          {t('pairing.again')}
        </Button>
      </div>
    </form>
  )
}

/** Every refusal of a code is a wrong or dead code, but for the limits. */
function pairingFault(wrong: string, other: string, failure: Failure): string {
  return failure.kind === 'problem' && failure.problem.code === 'rate_limited' ? other : wrong
}
