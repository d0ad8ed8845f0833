import { Copy, Gem, HardDriveDownload, HardDriveUpload, Paintbrush, Star, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClipResult, ClipJob } from 'shared/wire'
import { Button, classes, Dialog, DownloadButton, IconButton, Notice, Skeleton } from '../../ui/index.ts'
import type { Gallery } from '../data/types.ts'
import { Attempts, ClipFacts } from './clip-facts.tsx'
import { titleOf } from './job-facts.ts'
import { JobCard } from './job-card.tsx'
import { stripTiles } from './strip-tiles.ts'
import { useGalleryState, useItem, useMedia } from './use-items.ts'
import { useJobActions } from './use-job-actions.ts'

const ICON = 'size-4'

const RemakeDialog = lazy(async () => ({ default: (await import('./remake-dialog.tsx')).RemakeDialog }))
const Player = lazy(async () => ({ default: (await import('../../player/index.ts')).Player }))

export interface ClipDetailsProps {
  readonly gallery: Gallery
  /** ClipJob to show, or null for none. */
  readonly id: string | null
  readonly onClose: () => void
  /** The clip is to be restyled, or its settings are to be used again. */
  readonly onHand: (wish: 'restyle' | 'again', job: ClipJob) => void
  readonly onMoney: () => void
  /** Whether there is a choice of qualities. */
  readonly remakes: boolean
}

/** One clip: its player, what it was made of and by, and what can be done with it. */
export function ClipDetails({ gallery, id, onClose, onHand, onMoney, remakes }: ClipDetailsProps) {
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
        <Finished
          gallery={gallery}
          job={item.job}
          result={item.job.result}
          kept={item.kept}
          title={title}
          onClose={onClose}
          onHand={onHand}
          remakes={remakes && item.job.request.video === undefined}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <JobCard gallery={gallery} item={item} onOpen={() => undefined} onMoney={onMoney} />
          {job === null || job.attempts.length === 0 ? null : (
            <section aria-label={t('attempts.title')} className="flex flex-col gap-1.5">
              <h3 className="text-xs font-semibold text-ink">{t('attempts.title')}</h3>
              <Attempts job={job} />
            </section>
          )}
        </div>
      )}
    </Dialog>
  )
}

interface FinishedProps {
  readonly gallery: Gallery
  readonly job: ClipJob
  readonly result: ClipResult
  readonly kept: boolean
  readonly title: string
  readonly onClose: () => void
  readonly onHand: ClipDetailsProps['onHand']
  readonly remakes: boolean
}

function Finished({ gallery, job, result, kept, title, onClose, onHand, remakes }: FinishedProps) {
  const { t } = useTranslation()
  const actions = useJobActions(gallery)
  const [remaking, setRemaking] = useState(false)
  const star = <Star aria-hidden className={classes('size-4', job.favourite && 'fill-current text-accent')} />
  return (
    <div className="flex flex-col gap-3">
      <Screen gallery={gallery} result={result} kept={kept} title={title} />
      <div className="flex items-center gap-1.5">
        <DownloadButton onDownload={(format) => void actions.download(job, format)} />
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
      <div className="grid gap-1.5 min-[400px]:grid-cols-2">
        <Button size="small" icon={<Paintbrush aria-hidden className="size-3.5" />} onClick={() => onHand('restyle', job)}>
          {t('restyle.action')}
        </Button>
        {job.request.video === undefined ? (
          <Button size="small" icon={<Copy aria-hidden className="size-3.5" />} onClick={() => onHand('again', job)}>
            {t('gallery.again')}
          </Button>
        ) : null}
        {remakes ? (
          <Button size="small" icon={<Gem aria-hidden className="size-3.5" />} onClick={() => setRemaking(true)}>
            {t('again.better')}
          </Button>
        ) : null}
      </div>
      {remaking ? (
        <Suspense fallback={null}>
          <RemakeDialog gallery={gallery} job={job} onClose={() => setRemaking(false)} />
        </Suspense>
      ) : null}
      <ClipFacts job={job} result={result} />
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
