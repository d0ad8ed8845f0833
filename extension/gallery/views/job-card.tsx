import { Play, RotateCcw, Send, Trash2, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClipJob, Problem } from 'shared/wire'
import { Button, classes, formatPrice, formatSpan, IconButton, problemText, Progress } from '../../ui/index.ts'
import type { Gallery, GalleryItem, WaitingJob } from '../data/types.ts'
import { elapsedSeconds, isRunning, newPriceOf, standingOf, titleOf, workSeconds } from './job-facts.ts'
import { moneyText } from './money-facts.ts'
import { Poster } from './poster.tsx'
import { StageIcon, WaitingIcon } from './stage-icon.tsx'
import { useBlobUrl, useNow } from './use-items.ts'
import { useJobActions } from './use-job-actions.ts'

const RetryDialog = lazy(async () => ({ default: (await import('./retry-dialog.tsx')).RetryDialog }))

export interface JobCardProps {
  readonly gallery: Gallery
  readonly item: GalleryItem
  readonly onOpen: (id: string) => void
  /** The person wants to see to the budget. */
  readonly onMoney: () => void
}

const CARD = 'glass flex flex-col gap-2 rounded-card p-2.5 animate-rise'

/** A job as it goes: its stage, how far, how long still; when it failed why, and what to do. */
export function JobCard({ item, ...props }: JobCardProps) {
  return item.kind === 'job' ? <RealJob {...props} job={item.job} /> : <Waiting {...props} waiting={item.waiting} />
}

type CardProps = Omit<JobCardProps, 'item'>

function RealJob({ gallery, job, onOpen, onMoney }: CardProps & { readonly job: ClipJob }) {
  const { t } = useTranslation()
  const [retrying, setRetrying] = useState(false)
  const actions = useJobActions(gallery)
  const running = isRunning(job)
  const now = useNow(running)
  const title = titleOf(t, job)
  const standing = standingOf(t, job)
  const percent = Math.floor(job.progress)
  const money = moneyText(t, job)
  return (
    <article aria-label={title} data-job={job.id} data-status={job.status} className={CARD}>
      <div className="flex items-center gap-2.5">
        {job.result === null ? (
          <StageIcon job={job} className="mx-1 size-5" />
        ) : (
          <button
            type="button"
            aria-label={t('job.open', { title })}
            onClick={() => onOpen(job.id)}
            className="group relative size-14 shrink-0 overflow-hidden rounded-xl"
          >
            <Poster gallery={gallery} job={job} className="size-full" />
            <Play
              aria-hidden
              className="absolute inset-0 m-auto size-5 fill-current text-on-media drop-shadow-lg transition group-hover:scale-125"
            />
          </button>
        )}
        <div className="min-w-0 grow">
          <p className="truncate text-xs font-semibold text-ink">{title}</p>
          <p className={classes('text-[11px] tabular-nums', job.status === 'failed' ? 'text-danger' : 'text-muted')}>
            {standing}
            {running ? ` · ${t('common.percent', { value: percent })}` : ''}
            <Times job={job} now={now} />
          </p>
        </div>
        {running ? (
          <IconButton
            size="small"
            label={t('job.cancel')}
            disabled={job.status === 'cancelling'}
            icon={<X aria-hidden className="size-4" />}
            onClick={() => void actions.cancel(job)}
          />
        ) : null}
      </div>
      {running ? (
        <>
          <Progress label={title} percent={percent} valueText={t('job.progress', { stage: standing, percent })} />
          {job.etaSeconds === null ? null : (
            <p className="text-[11px] text-muted tabular-nums">{t('job.left', { time: formatSpan(job.etaSeconds) })}</p>
          )}
        </>
      ) : null}
      {job.status === 'failed' && job.error !== null ? <Fault problem={job.error} money={money} /> : null}
      {job.status === 'failed' || money === null ? null : <p className="text-[11px] text-muted">{money}</p>}
      {job.status === 'failed' || job.status === 'cancelled' ? (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            icon={<RotateCcw aria-hidden className="size-3.5" />}
            onClick={() => (isAsked(job) ? setRetrying(true) : void actions.retry(job))}
          >
            {t('job.retry')}
          </Button>
          {job.error === null ? null : <MoneyAction problem={job.error} onMoney={onMoney} />}
          <Button size="small" look="quiet" icon={<Trash2 aria-hidden className="size-3.5" />} onClick={() => void actions.remove(job)}>
            {t('job.dismiss')}
          </Button>
        </div>
      ) : null}
      {retrying ? (
        <Suspense fallback={null}>
          <RetryDialog gallery={gallery} job={job} onClose={() => setRetrying(false)} />
        </Suspense>
      ) : null}
    </article>
  )
}

/** Whether a retry may cost something or go elsewhere, so that it is asked about first. */
function isAsked({ cost, error }: Pick<ClipJob, 'cost' | 'error'>): boolean {
  return cost.estimatedUsdMicros > 0 || error?.action === 'retry_other_provider' || error?.action === 'try_local'
}

function MoneyAction({ problem, onMoney }: { readonly problem: Problem; readonly onMoney: () => void }) {
  const { t } = useTranslation()
  if (problem.code !== 'insufficient_budget' || problem.params['of'] === 'credits') return null
  return (
    <Button size="small" onClick={onMoney}>
      {t('action.raise_budget')}
    </Button>
  )
}

function Times({ job, now }: { readonly job: ClipJob; readonly now: number }) {
  const { t } = useTranslation()
  if (isRunning(job)) return ` · ${t('job.elapsed', { time: formatSpan(elapsedSeconds(job, now)) })}`
  const took = workSeconds(job)
  return job.status === 'completed' && took !== null ? ` · ${t('job.took', { time: formatSpan(took) })}` : null
}

/** Why it failed, whether anything was charged, and what can be done. */
export function Fault({ problem, money }: { readonly problem: Problem; readonly money: string | null }) {
  const { t } = useTranslation()
  const { title, text, issues } = problemText(t, problem)
  return (
    <div aria-live="polite" className="rounded-xl bg-danger-soft px-2.5 py-2 text-xs">
      <p className="font-semibold text-danger">{title}</p>
      <p className="break-words text-ink">{text}</p>
      {issues.length === 0 ? null : (
        <ul className="list-disc ps-4">
          {issues.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {money === null ? null : <p className="mbs-1 text-muted">{money}</p>}
    </div>
  )
}

function Waiting({ gallery, waiting, onMoney }: CardProps & { readonly waiting: WaitingJob }) {
  const { t } = useTranslation()
  const actions = useJobActions(gallery)
  const picture = useBlobUrl(waiting.picture)
  const title = waiting.request.prompt ?? waiting.request.source?.alt ?? t('job.untitled')
  const newPrice = newPriceOf(waiting)
  const price = formatPrice(newPrice)
  return (
    <article aria-label={title} data-waiting={waiting.id} data-status={waiting.state} className={CARD}>
      <div className="flex items-center gap-2.5">
        {picture === null ? (
          <WaitingIcon state={waiting.state} className="mx-1 size-5" />
        ) : (
          <img alt="" src={picture} className="size-14 shrink-0 rounded-xl object-cover" />
        )}
        <div className="min-w-0 grow">
          <p className="truncate text-xs font-semibold text-ink">{title}</p>
          <p className="text-[11px] text-muted">{t(`statuses.${waiting.state}`)}</p>
        </div>
        <IconButton
          size="small"
          label={t('job.discard')}
          disabled={waiting.state === 'sending'}
          icon={<Trash2 aria-hidden className="size-4" />}
          onClick={() => void actions.discard(waiting.id)}
        />
      </div>
      {waiting.state === 'waiting' ? <p className="text-[11px] text-muted">{t('job.waitingText')}</p> : null}
      {waiting.state === 'sending' ? <Progress label={title} percent={null} /> : null}
      {waiting.state === 'asking' ? <p className="text-xs text-ink">{t('job.askText')}</p> : null}
      {waiting.problem === null ? null : <Fault problem={waiting.problem} money={null} />}
      {waiting.state === 'asking' || waiting.state === 'refused' ? (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            icon={<Send aria-hidden className="size-3.5" />}
            onClick={() => void actions.confirm(waiting.id, newPrice ?? undefined)}
          >
            {price === null ? t('job.send') : t('job.sendFor', { price })}
          </Button>
          {waiting.problem === null ? null : <MoneyAction problem={waiting.problem} onMoney={onMoney} />}
        </div>
      ) : null}
    </article>
  )
}
