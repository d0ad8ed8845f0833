import { Wand2 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { segmentCount } from 'shared/story'
import type { Arc } from 'shared/wire'
import { Button, Chips, classes, failureText, Field, formatSpan, INPUT_LOOK, useToast } from '../ui/index.ts'
import { ARCS, REEL_PRESETS } from './limits.ts'
import { Select } from './select.tsx'
import { useConnection, usePorts } from './use-reel.ts'

const SHORTEST_PROMPT = 3

export interface NewStoryProps {
  readonly onMade: (storyId: string) => void
  /** Other ways to a story. */
  readonly children?: ReactNode
}

/** A story from a sentence: how long, along which arc. */
export function NewStory({ onMade, children }: NewStoryProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const { stories } = usePorts()
  const offline = useConnection() === 'offline'
  const id = useId()
  const [prompt, setPrompt] = useState('')
  const [seconds, setSeconds] = useState<number>(REEL_PRESETS[0])
  const [arc, setArc] = useState<Arc | null>(null)
  const [busy, setBusy] = useState(false)
  const words = prompt.trim()
  const plan = async (): Promise<void> => {
    setBusy(true)
    const request = { prompt: words, duration: seconds, ...(arc === null ? {} : { arc }), settings: { aspectRatio: '9:16' } as const }
    const reply = await stories.create(request, crypto.randomUUID())
    setBusy(false)
    if (reply.kind !== 'ok') return toast({ tone: 'danger', text: failureText(t, reply) })
    setPrompt('')
    onMade(reply.value.id)
  }
  return (
    <section aria-label={t('reel.new')} className="glass flex flex-col gap-3 rounded-card p-3">
      <Field title={t('reel.prompt')} htmlFor={id}>
        <textarea
          id={id}
          rows={2}
          value={prompt}
          placeholder={t('reel.promptPlaceholder')}
          onChange={(event) => setPrompt(event.target.value)}
          className={classes(INPUT_LOOK, 'field-sizing-content max-h-40 resize-none')}
        />
      </Field>
      <Field title={t('reel.length')}>
        <Chips
          label={t('reel.length')}
          value={String(seconds)}
          options={REEL_PRESETS.map((value) => ({ value: String(value), label: formatSpan(value) }))}
          onChange={(value) => setSeconds(Number(value))}
        />
      </Field>
      <Field title={t('reel.arc')}>
        <Select<Arc | ''>
          label={t('reel.arc')}
          value={arc ?? ''}
          options={[{ value: '', label: t('reel.arcByWords') }, ...ARCS.map((value) => ({ value, label: t(`arcs.${value}`) }))]}
          onChange={(value) => setArc(value === '' ? null : value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          busy={busy}
          disabled={offline || words.length < SHORTEST_PROMPT}
          icon={<Wand2 aria-hidden className="size-4" />}
          onClick={() => void plan()}
        >
          {t('reel.plan', { count: segmentCount(seconds) })}
        </Button>
        {children}
      </div>
    </section>
  )
}
