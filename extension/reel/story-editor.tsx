import { ArrowLeft, Film, Play, Redo2, SquareArrowOutUpRight, Undo2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job, Storyboard } from 'shared/wire'
import { Button, classes, EmptyState, IconButton, Notice, Skeleton } from '../ui/index.ts'
import { MakeBar } from './film/make-bar.tsx'
import { FramesCheck } from './frames/frames-check.tsx'
import { LENGTHS } from './limits.ts'
import { PART_NAMES, Parts, type PartName } from './parts.tsx'
import { Stage } from './stage.tsx'
import { RemakeScope } from './segment/use-remake.tsx'
import { SegmentStrip } from './strip/segment-strip.tsx'
import { runningReel, waitsForFrames } from './story-facts.ts'
import { EditorScope, useEditor, useNewEditor, useUndoKeys } from './use-editor.ts'
import { useConnection, useJobs, usePorts, useStory } from './use-reel.ts'
import { useTyped } from './use-typed.ts'

const FilmPreview = lazy(async () => ({ default: (await import('./film/film-preview.tsx')).FilmPreview }))

export interface StoryEditorProps {
  readonly id: string
  readonly onClose: () => void
  readonly onMoney: () => void
}

const NONE: readonly Job[] = []

/** The editor of one story: in the panel one thing below the other, over a whole tab side by side. */
export function StoryEditor({ id, onClose, onMoney }: StoryEditorProps) {
  const { t } = useTranslation()
  const shown = useStory(id)
  const jobs = useJobs(id) ?? NONE
  if (shown === undefined) return <Skeleton className="m-3 h-64" />
  if (shown === null) {
    return (
      <EmptyState
        icon={<Film className="size-5" />}
        title={t('reel.goneTitle')}
        text={t('reel.goneText')}
        actions={<Button onClick={onClose}>{t('reel.back')}</Button>}
      />
    )
  }
  return <OpenStory story={shown.story} waiting={shown.waiting} jobs={jobs} onClose={onClose} onMoney={onMoney} />
}

interface OpenStoryProps {
  readonly story: Storyboard
  readonly waiting: number
  readonly jobs: readonly Job[]
  readonly onClose: () => void
  readonly onMoney: () => void
}

function OpenStory({ story, waiting, jobs, onClose, onMoney }: OpenStoryProps) {
  const editor = useNewEditor(story, waiting, jobs)
  const [part, setPart] = useState<PartName>(PART_NAMES[0])
  const [previewing, setPreviewing] = useState(false)
  const running = runningReel(jobs)
  useUndoKeys(editor)
  return (
    <EditorScope value={{ ...editor, select: (selection) => (setPart('segment'), editor.select(selection)) }}>
      <RemakeScope>
        <div className="flex flex-col gap-3 p-3" data-story={story.id}>
          <Head onClose={onClose} onPreview={() => setPreviewing(true)} />
          {running !== null && waitsForFrames(running) ? <FramesCheck job={running} /> : null}
          <div className="grid min-w-0 grid-cols-1 gap-3 min-[900px]:grid-cols-[minmax(0,1fr)_24rem] min-[900px]:items-start">
            <div className="flex min-w-0 flex-col gap-3 min-[900px]:sticky min-[900px]:inset-bs-15">
              <Stage />
              <SegmentStrip />
            </div>
            <Parts part={part} onPart={setPart} />
          </div>
          <MakeBar onMoney={onMoney} />
        </div>
      </RemakeScope>
      {previewing ? (
        <Suspense fallback={null}>
          <FilmPreview onClose={() => setPreviewing(false)} />
        </Suspense>
      ) : null}
    </EditorScope>
  )
}

function Head({ onClose, onPreview }: { readonly onClose: () => void; readonly onPreview: () => void }) {
  const { t } = useTranslation()
  const { openTab } = usePorts()
  const { story, waiting, edit, patch } = useEditor()
  const offline = useConnection() === 'offline'
  const title = useTyped(story.title, (value) => {
    if (value.trim() !== '') patch({ title: value.trim() })
  })
  const icon = 'size-4'
  return (
    <header className="flex flex-col gap-2">
      <div className="flex items-center gap-0.5">
        <IconButton label={t('reel.back')} icon={<ArrowLeft aria-hidden className={classes(icon, 'rtl:rotate-180')} />} onClick={onClose} />
        <input
          aria-label={t('reel.name')}
          value={title.value}
          maxLength={LENGTHS.title}
          onChange={(event) => title.onChange(event.target.value)}
          onBlur={title.onBlur}
          className="min-w-0 grow rounded-lg bg-transparent px-1.5 py-1 text-sm font-semibold text-ink transition hover:bg-sunken focus:bg-sunken"
        />
        <IconButton
          label={t('reel.undo')}
          aria-keyshortcuts="Control+Z"
          disabled={!story.canUndo}
          icon={<Undo2 aria-hidden className={icon} />}
          onClick={() => edit({ op: 'undo' })}
        />
        <IconButton
          label={t('reel.redo')}
          aria-keyshortcuts="Control+Shift+Z"
          disabled={!story.canRedo}
          icon={<Redo2 aria-hidden className={icon} />}
          onClick={() => edit({ op: 'redo' })}
        />
        <IconButton label={t('reel.preview')} icon={<Play aria-hidden className={icon} />} onClick={onPreview} />
        {openTab === null ? null : (
          <IconButton
            label={t('reel.openTab')}
            icon={<SquareArrowOutUpRight aria-hidden className={icon} />}
            onClick={() => openTab(story.id)}
          />
        )}
      </div>
      {story.planned?.notes.map(({ code, why }) => (
        <Notice key={code} tone="info">
          {why}
        </Notice>
      ))}
      {offline && waiting > 0 ? <output className="text-[11px] text-muted">{t('reel.editsWait', { count: waiting })}</output> : null}
    </header>
  )
}
