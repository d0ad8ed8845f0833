import { Clapperboard, Eye, Film, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from 'shared/wire'
import { Button, classes, failureText, formatClock, formatPrice, IconButton, Progress, useToast } from '../../ui/index.ts'
import { showFrames } from '../frames/show-frames.ts'
import { costSoFar, failedReel, lackingSegment, runningReel, toMake, waitsForFrames } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { filmOf, useConnection, usePorts } from '../use-reel.ts'
import { estimateIn, type StoryPrice } from '../use-story-price.ts'
import { FailedFilm } from './failed-film.tsx'
import { stepText } from './step-text.ts'

const FilmDialog = lazy(async () => ({ default: (await import('./film-dialog.tsx')).FilmDialog }))

/** How long the film is, what it has cost and will cost, and the button that makes it. Stays in sight at the foot. */
export function MakeBar({ onMoney }: { readonly onMoney: () => void }) {
  const { t } = useTranslation()
  const { jobs, price } = useEditor()
  const [opened, setOpened] = useState<string | null>(null)
  const running = runningReel(jobs)
  const film = filmOf(jobs)
  const failed = running === null ? failedReel(jobs) : null
  return (
    <div className="sticky inset-be-0 z-20 -mx-3 -mbe-3 flex flex-col gap-2 border-bs border-line bg-canvas/85 px-3 py-2.5 backdrop-blur-xl">
      {failed === null ? null : <FailedFilm reel={failed} onMoney={onMoney} />}
      {running === null ? null : <Running job={running} />}
      <div className="flex items-center gap-2">
        <Sums price={price} />
        {film === null ? null : (
          <Button icon={<Film aria-hidden className="size-4" />} onClick={() => setOpened(film.id)}>
            {t('film.open')}
          </Button>
        )}
        <MakeButton price={price} running={running} />
      </div>
      {opened === null ? null : (
        <Suspense fallback={null}>
          <FilmDialog jobId={opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </div>
  )
}

function Sums({ price }: { readonly price: StoryPrice }) {
  const { t } = useTranslation()
  const { story, select } = useEditor()
  const offline = useConnection() === 'offline'
  const lacking = offline ? null : lackingSegment(story)
  const spent = formatPrice(costSoFar(story))
  return (
    <div className="min-w-0 grow text-[11px] text-muted tabular-nums">
      <p className="font-medium text-ink">{t('reel.summary', { count: story.segments.length, length: formatClock(story.duration) })}</p>
      <p
        className={classes(price.kind === 'asking' && lacking === null && 'opacity-60')}
        aria-busy={price.kind === 'asking' && lacking === null}
      >
        {lacking === null ? (
          <Coming price={price} offline={offline} />
        ) : (
          <button
            type="button"
            className="text-start text-accent underline underline-offset-2"
            onClick={() => select({ kind: 'segment', index: lacking.index })}
          >
            {t('film.lacking', { position: lacking.index + 1 })}
          </button>
        )}
        {costSoFar(story) > 0 && spent !== null ? ` · ${t('film.spent', { spent })}` : ''}
      </p>
    </div>
  )
}

/** What it costs to make what is missing, or why nobody can tell. */
function Coming({ price, offline }: { readonly price: StoryPrice; readonly offline: boolean }) {
  const { t } = useTranslation()
  const { story } = useEditor()
  if (offline) return t('film.offline')
  if (price.kind === 'failed') return failureText(t, price.failure)
  const estimate = estimateIn(price)
  const coming = formatPrice(estimate?.usdMicros)
  if (coming === null) return t('composer.estimating')
  return estimate?.usdMicros === 0 ? t('film.free', { count: toMake(story).missing.length }) : t('film.price', { coming })
}

function MakeButton({ price, running }: { readonly price: StoryPrice; readonly running: Job | null }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { start } = usePorts()
  const { story, settled } = useEditor()
  const [busy, setBusy] = useState(false)
  const estimate = estimateIn(price)
  // An edit that is on its way must not take the press away: leaving a field by pressing the button is one.
  const ready = estimate !== null && story.segments.length > 0
  const make = async (): Promise<void> => {
    setBusy(true)
    await settled()
    const maxCostUsdMicros = estimate?.usdMicros ?? 0
    const reply = await start({ kind: 'reel', storyboardId: story.id, maxCostUsdMicros }, crypto.randomUUID())
    setBusy(false)
    if (reply.kind !== 'ok') toast({ tone: 'danger', text: failureText(t, reply) })
  }
  return (
    <Button
      look="primary"
      size="large"
      className="shrink-0 px-4 whitespace-nowrap"
      disabled={!ready && !busy}
      busy={busy || running !== null}
      icon={<Clapperboard aria-hidden className="size-4" />}
      onClick={() => void make()}
    >
      {t('film.make')}
    </Button>
  )
}

function Running({ job }: { readonly job: Job }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { cancel } = usePorts()
  const percent = Math.floor(job.progress)
  const waits = waitsForFrames(job)
  const step = waits ? t('film.steps.check_frames') : stepText(t, job.step)
  return (
    <div className="flex items-center gap-2" data-job={job.id} data-status={job.status}>
      <div className="flex min-w-0 grow flex-col gap-1">
        <p className="truncate text-[11px] text-muted tabular-nums">
          {step} · {t('common.percent', { value: percent })}
        </p>
        <Progress label={t('film.progress')} percent={percent} valueText={t('job.progress', { stage: step, percent })} />
      </div>
      {waits ? (
        <Button size="small" className="shrink-0" icon={<Eye aria-hidden className="size-3.5" />} onClick={showFrames}>
          {t('film.lookAtFrames')}
        </Button>
      ) : null}
      <IconButton
        size="small"
        label={t('film.cancel')}
        disabled={job.status === 'cancelling'}
        icon={<X aria-hidden className="size-4" />}
        onClick={() => {
          void cancel(job.id).then((reply) => {
            if (reply.kind !== 'ok') toast({ tone: 'danger', text: t('job.cancelFailed', { reason: failureText(t, reply) }) })
          })
        }}
      />
    </div>
  )
}
