import { Sparkles, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PromptAnswer } from 'shared/wire'
import { Button } from './button.tsx'
import { failureText } from './i18n/problem-text.ts'
import { useToast } from './toast.tsx'

/** What came of asking for other words. */
export type PromptReply = { readonly kind: 'ok'; readonly value: PromptAnswer } | Parameters<typeof failureText>[1]

export interface ImprovePromptProps {
  readonly value: string
  readonly offline: boolean
  readonly ask: (prompt: string) => Promise<PromptReply>
  readonly onChange: (value: string) => void
}

/** Characters that can be asked about; the answer is never longer, so that more would be cut off. */
const ASKABLE = { minimum: 3, maximum: 500 } as const

interface Offer {
  /** The person's own words, also where better ones were bettered again. */
  readonly from: string
  readonly answer: PromptAnswer
  /** Whether the answer was what stood there. */
  readonly same: boolean
}

/** Puts better words in place of a prompt, says whose they are, and takes them back. What the person writes meanwhile is left alone. */
export function ImprovePrompt({ value, offline, ask, onChange }: ImprovePromptProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const button = useRef<HTMLButtonElement>(null)
  const latest = useRef(value)
  const [busy, setBusy] = useState(false)
  const [offer, setOffer] = useState<Offer | null>(null)
  useEffect(() => {
    latest.current = value
  })
  const { length } = value.trim()
  const shown = offer !== null && offer.answer.prompt.trim() === value.trim() ? offer : null
  const improve = async (): Promise<void> => {
    setBusy(true)
    const reply = await ask(value.trim())
    setBusy(false)
    if (latest.current.trim() !== value.trim()) return
    if (reply.kind !== 'ok') return toast({ tone: 'danger', text: failureText(t, reply) })
    const { prompt } = reply.value
    setOffer({ from: shown?.from ?? value, answer: reply.value, same: prompt.trim() === value.trim() })
    onChange(prompt)
  }
  return (
    <div className="flex flex-wrap items-center gap-x-1 gap-y-1.5">
      <Button
        ref={button}
        look="quiet"
        size="small"
        busy={busy}
        disabled={offline || length < ASKABLE.minimum || length > ASKABLE.maximum}
        icon={<Sparkles aria-hidden className="size-3.5" />}
        onClick={() => void improve()}
      >
        {t('improve.action')}
      </Button>
      {shown === null || shown.from.trim() === value.trim() ? null : (
        <Button
          look="quiet"
          size="small"
          icon={<Undo2 aria-hidden className="size-3.5" />}
          onClick={() => {
            onChange(shown.from)
            // This button goes away with what it takes back.
            button.current?.focus()
          }}
        >
          {t('improve.undo')}
        </Button>
      )}
      <output className="min-w-0 text-[11px] text-muted">{shown === null ? null : <Author offer={shown} />}</output>
    </div>
  )
}

function Author({ offer: { answer, same } }: { readonly offer: Offer }) {
  const { t } = useTranslation()
  const { by, model, note } = answer
  if (same) return t('improve.same')
  if (by === 'language_model') return t('improve.byModel', { model: model ?? t('improve.aModel') })
  return note === null ? t('improve.byRules') : t('improve.byRulesFor', { note })
}
