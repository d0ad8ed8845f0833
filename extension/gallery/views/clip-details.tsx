import { Download, ExternalLink, HardDriveDownload, HardDriveUpload, Star, Trash2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { CAMERA_MOVES } from 'shared/camera'
import type { ClipResult, Job } from 'shared/wire'
import {
  adjustmentText,
  Button,
  classes,
  Dialog,
  formatBytes,
  formatMoment,
  formatNumber,
  formatPrice,
  IconButton,
  Notice,
  Skeleton,
} from '../../ui/index.ts'
import type { Gallery } from '../data/types.ts'
import { titleOf } from './job-facts.ts'
import { JobCard } from './job-card.tsx'
import { stripTiles } from './strip-tiles.ts'
import { useGalleryState, useItem, useMedia } from './use-items.ts'
import { useJobActions } from './use-job-actions.ts'

const ICON = 'size-4'

const Player = lazy(async () => ({ default: (await import('../../player/index.ts')).Player }))

export interface ClipDetailsProps {
  readonly gallery: Gallery
  /** Job to show, or null for none. */
  readonly id: string | null
  readonly onClose: () => void
}

/** One clip: its player, what it was made of and by, and what can be done with it. */
export function ClipDetails({ gallery, id, onClose }: ClipDetailsProps) {
  const { t } = useTranslation()
  const item = useItem(gallery, id)
  if (id === null || item === null) return null
  const job = item?.kind === 'job' ? item.job : null
  const title = job === null ? t('gallery.details') : titleOf(t, job)
  return (
    <Dialog open onClose={onClose} title={title} description={t('gallery.about')} quiet>
      {item === undefined ? (
        <Skeleton className="h-64" />
      ) : item.kind === 'job' && item.job.result !== null ? (
        <Finished gallery={gallery} job={item.job} result={item.job.result} kept={item.kept} title={title} onClose={onClose} />
      ) : (
        <JobCard gallery={gallery} item={item} onOpen={() => undefined} />
      )}
    </Dialog>
  )
}

interface FinishedProps {
  readonly gallery: Gallery
  readonly job: Job
  readonly result: ClipResult
  readonly kept: boolean
  readonly title: string
  readonly onClose: () => void
}

function Finished({ gallery, job, result, kept, title, onClose }: FinishedProps) {
  const { t } = useTranslation()
  const actions = useJobActions(gallery)
  const star = <Star aria-hidden className={classes('size-4', job.favourite && 'fill-current text-accent')} />
  return (
    <div className="flex flex-col gap-3">
      <Screen gallery={gallery} result={result} kept={kept} title={title} />
      <div className="flex items-center gap-1.5">
        <Button
          look="primary"
          className="grow"
          icon={<Download aria-hidden className="size-4" />}
          onClick={() => void actions.download(job)}
        >
          {t('gallery.download')}
        </Button>
        <IconButton
          label={job.favourite ? t('gallery.unfavourite') : t('gallery.favourite')}
          aria-pressed={job.favourite}
          icon={star}
          onClick={() => void actions.favourite(job)}
        />
        <IconButton
          label={kept ? t('gallery.drop') : t('gallery.keep')}
          aria-pressed={kept}
          icon={
            kept ? <HardDriveUpload aria-hidden className={`${ICON} text-accent`} /> : <HardDriveDownload aria-hidden className={ICON} />
          }
          onClick={() => void actions.toggleKept(job, kept)}
        />
        <IconButton
          label={t('gallery.delete')}
          icon={<Trash2 aria-hidden className="size-4" />}
          onClick={() => {
            onClose()
            void actions.remove(job)
          }}
        />
      </div>
      <Facts job={job} result={result} />
    </div>
  )
}

function Screen({ gallery, result, kept, title }: Pick<FinishedProps, 'gallery' | 'result' | 'kept' | 'title'>) {
  const { t } = useTranslation()
  const { connection } = useGalleryState(gallery)
  const video = useMedia(gallery, result.video)
  const poster = useMedia(gallery, result.poster)
  const strip = useMedia(gallery, result.filmstrip)
  const tiles = stripTiles(result.filmstrip, result.video)
  const { width = 16, height = 9, duration = 0, frameRate = 30, hasAudio = false } = result.video
  if (connection === 'offline' && !kept) return <Notice tone="warning">{t('gallery.videoGone')}</Notice>
  const wait = <Skeleton className="h-64" />
  if (video === null) return wait
  return (
    <Suspense fallback={wait}>
      <Player
        src={video.url}
        poster={poster?.url ?? null}
        filmstrip={strip === null || tiles === null ? null : { url: strip.url, ...tiles }}
        width={width}
        height={height}
        duration={duration}
        frameRate={frameRate}
        hasAudio={hasAudio}
        label={title}
      />
    </Suspense>
  )
}

/** A move that this panel does not know yet is shown by the name the backend gives it. */
function nameOf(camera: Job['request']['camera'], ownPath: string): string {
  return typeof camera === 'string' ? camera : ownPath
}

function Facts({ job, result }: { readonly job: Job; readonly result: ClipResult }) {
  const { t, i18n } = useTranslation()
  const { request, cost, adjustments } = job
  const move = CAMERA_MOVES.find((each) => each === request.camera)
  const price = formatPrice(cost.settledUsdMicros ?? cost.estimatedUsdMicros)
  const page = request.source?.pageUrl
  const fact = (name: string, value: ReactNode): ReactNode => (
    <div className="flex gap-3 py-1.5">
      <dt className="w-24 shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0 grow break-words text-ink">{value}</dd>
    </div>
  )
  return (
    <dl className="divide-y divide-line text-xs">
      {fact(t('gallery.prompt'), request.prompt ?? t('gallery.noPrompt'))}
      {fact(t('gallery.camera'), move === undefined ? nameOf(request.camera, t('gallery.ownPath')) : t(`cameras.${move}.name`))}
      {fact(
        t('gallery.format'),
        t('gallery.formatValue', {
          aspect: request.aspectRatio,
          resolution: request.resolution,
          frameRate: request.frameRate,
          duration: t('common.seconds', { value: formatNumber(request.duration, i18n.language) }),
        }),
      )}
      {page === undefined ? null : fact(t('gallery.page'), <PageLink url={page} title={request.source?.pageTitle ?? page} />)}
      {fact(t('gallery.cost'), cost.settledUsdMicros === 0 ? t('common.free') : price)}
      {fact(t('gallery.madeBy'), `${job.provider} · ${job.model}`)}
      {fact(t('gallery.seed'), <span className="tabular-nums">{request.seed}</span>)}
      {fact(t('gallery.fileSize'), formatBytes(result.video.bytes, i18n.language))}
      {fact(t('gallery.created'), formatMoment(job.createdAt, i18n.language))}
      {adjustments.length === 0
        ? null
        : fact(
            t('gallery.adjustments'),
            <ul>
              {adjustments.map((adjustment) => (
                <li key={`${adjustment.field} ${adjustment.code}`}>{adjustmentText(t, adjustment)}</li>
              ))}
            </ul>,
          )}
    </dl>
  )
}

function PageLink({ url, title }: { readonly url: string; readonly title: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="inline-flex max-w-full items-center gap-1 text-accent underline underline-offset-2"
    >
      <span className="truncate">{title}</span>
      <ExternalLink aria-hidden className="size-3 shrink-0" />
    </a>
  )
}
