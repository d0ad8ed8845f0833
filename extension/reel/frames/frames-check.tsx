import { Check, ImagePlus, Pencil, RefreshCw } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageRequest, Job } from 'shared/wire'
import { Button, classes, failureText, Field, INPUT_LOOK, Notice, useToast } from '../../ui/index.ts'
import { Picture } from '../picture.tsx'
import { PictureDialog } from '../segment/picture-field.tsx'
import { framesOf, type StoryFrame } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { useConnection, usePorts } from '../use-reel.ts'
import { FRAMES_CHECK_ID } from './show-frames.ts'
import { useMadeFrame } from './use-made-frame.ts'

/** The frames that were made, before anything is paid for that is made from them: each is kept, drawn again, changed or replaced. */
export function FramesCheck({ job }: { readonly job: Job }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { goOn } = usePorts()
  const { story } = useEditor()
  const offline = useConnection() === 'offline'
  const [busy, setBusy] = useState(false)
  const frames = useMemo(() => framesOf(story), [story])
  const accept = async (): Promise<void> => {
    setBusy(true)
    const reply = await goOn(job.id)
    setBusy(false)
    if (reply.kind !== 'ok') toast({ tone: 'danger', text: failureText(t, reply) })
  }
  return (
    <section
      id={FRAMES_CHECK_ID}
      tabIndex={-1}
      aria-label={t('frames.title')}
      className="scroll-mbs-16 glass flex flex-col gap-3 rounded-card p-3"
    >
      <Notice tone="info" announce="polite" title={t('frames.title')}>
        {t('frames.text')}
      </Notice>
      <ul aria-label={t('frames.list')} className="grid gap-3 min-[640px]:grid-cols-2">
        {frames.map((frame) => (
          <li key={`${frame.segment.id} ${frame.end}`}>
            <Frame {...frame} />
          </li>
        ))}
      </ul>
      <Button look="primary" busy={busy} disabled={offline} icon={<Check aria-hidden className="size-4" />} onClick={() => void accept()}>
        {t('frames.accept', { count: frames.length })}
      </Button>
    </section>
  )
}

function Frame({ segment, end, asset }: StoryFrame) {
  const { t } = useTranslation()
  const toast = useToast()
  const { start } = usePorts()
  const { story, change } = useEditor()
  const offline = useConnection() === 'offline'
  const [asking, setAsking] = useState<'sentence' | 'picture' | null>(null)
  const [making, setMaking] = useState<string | null>(null)
  const keep = (id: string): void => change(segment, end === 'startFrame' ? { startFrame: id } : { endFrame: id })
  useMadeFrame(making, (made) => {
    setMaking(null)
    if (made !== null) keep(made)
  })
  const draw = async (prompt: string, seed: number): Promise<void> => {
    const request: ImageRequest = {
      kind: 'image',
      aspectRatio: story.settings.aspectRatio,
      resolution: story.settings.resolution,
      style: story.settings.style,
      seed,
      ...(prompt === '' ? {} : { prompt }),
      image: asset.id,
      ...(story.settings.imageProvider === null ? {} : { provider: story.settings.imageProvider }),
    }
    const reply = await start(request, crypto.randomUUID())
    if (reply.kind === 'ok') setMaking(reply.value.id)
    else toast({ tone: 'danger', text: failureText(t, reply) })
  }
  const name = t(`frames.${end}`, { position: segment.index + 1 })
  const disabled = offline || making !== null
  return (
    <article aria-label={name} className="flex gap-3">
      <Picture asset={asset} alt="" className="w-24 shrink-0 self-start rounded-xl border border-line" shape={story.settings.aspectRatio} />
      <div className="flex min-w-0 grow flex-col items-start gap-1.5">
        <p className="text-xs font-semibold text-ink">{name}</p>
        <p className="line-clamp-2 text-[11px] text-muted">{segment.prompt}</p>
        <div className="flex flex-wrap gap-1.5">
          <Button
            size="small"
            disabled={disabled}
            busy={making !== null}
            icon={<RefreshCw aria-hidden className="size-3.5" />}
            onClick={() => void draw(segment.prompt, rolled())}
          >
            {t('frames.redraw')}
          </Button>
          <Button size="small" disabled={disabled} icon={<Pencil aria-hidden className="size-3.5" />} onClick={() => setAsking('sentence')}>
            {t('frames.edit')}
          </Button>
          <Button size="small" icon={<ImagePlus aria-hidden className="size-3.5" />} onClick={() => setAsking('picture')}>
            {t('frames.replace')}
          </Button>
        </div>
        {asking === 'sentence' ? (
          <Sentence
            onDone={(sentence) => {
              setAsking(null)
              if (sentence !== null) void draw(sentence, story.settings.seed)
            }}
          />
        ) : null}
        {asking === 'picture' ? (
          <PictureDialog
            onClose={() => setAsking(null)}
            onChosen={({ id }) => {
              setAsking(null)
              keep(id)
            }}
          />
        ) : null}
      </div>
    </article>
  )
}

const SEEDS = 4_294_967_296

function rolled(): number {
  return Math.floor(Math.random() * SEEDS)
}

function Sentence({ onDone }: { readonly onDone: (sentence: string | null) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  // The press that opened it was the wish to write.
  useEffect(() => field.current?.focus(), [])
  const [words, setWords] = useState('')
  return (
    <form
      className="flex w-full flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        onDone(words.trim() === '' ? null : words.trim())
      }}
    >
      <Field title={t('frames.sentence')} htmlFor={id}>
        <input
          id={id}
          ref={field}
          value={words}
          placeholder={t('frames.sentencePlaceholder')}
          onChange={(event) => setWords(event.target.value)}
          className={classes(INPUT_LOOK, 'text-xs')}
        />
      </Field>
      <div className="flex gap-1.5">
        <Button size="small" type="submit">
          {t('frames.sentenceGo')}
        </Button>
        <Button size="small" look="quiet" onClick={() => onDone(null)}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  )
}
