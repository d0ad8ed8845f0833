import { HardDrive, Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { classes, formatClock } from '../../ui/index.ts'
import type { Gallery, GalleryItem } from '../data/types.ts'
import { isRunning, standingOf, titleOf } from './job-facts.ts'
import { Poster } from './poster.tsx'
import { StageIcon, WaitingIcon } from './stage-icon.tsx'
import { useBlobUrl } from './use-items.ts'

export interface ClipTileProps {
  readonly gallery: Gallery
  readonly item: GalleryItem
  /** Its place among the selected clips from 1, 0 where it is not selected; null while nothing can be. */
  readonly place: number | null
  readonly onOpen: (id: string) => void
  readonly onFavourite: (item: Extract<GalleryItem, { kind: 'job' }>) => void
}

/** One clip of the gallery's grid, whatever its state. */
export function ClipTile({ gallery, item, place, onOpen, onFavourite }: ClipTileProps) {
  const { t } = useTranslation()
  const title = item.kind === 'job' ? titleOf(t, item.job) : (item.waiting.request.prompt ?? t('job.untitled'))
  return (
    <div
      data-item={item.id}
      className="group relative size-full overflow-hidden rounded-card border border-line bg-surface transition hover:border-accent hover:shadow-glow"
    >
      <button
        type="button"
        aria-label={place === null ? t('job.open', { title }) : title}
        {...(place === null ? {} : { 'aria-pressed': place > 0 })}
        onClick={() => onOpen(item.id)}
        className="absolute inset-0 overflow-hidden rounded-card text-start focus-visible:-outline-offset-2"
      >
        {item.kind === 'job' && item.job.result !== null ? (
          <>
            <Poster gallery={gallery} job={item.job} className="size-full" />
            <span className="absolute inset-be-8 inset-e-1.5 rounded bg-scrim px-1 text-[10px] text-on-media tabular-nums">
              {formatClock(item.job.result.video.duration ?? item.job.request.duration)}
            </span>
          </>
        ) : (
          <Unfinished item={item} />
        )}
        <span className="absolute inset-x-0 inset-be-0 truncate bg-scrim px-2 py-1.5 text-[11px] text-on-media">{title}</span>
      </button>
      {place === null || place === 0 ? null : (
        <span className="brand pointer-events-none absolute inset-s-1.5 inset-bs-1.5 flex size-6 items-center justify-center rounded-full text-xs font-bold text-on-gradient tabular-nums">
          {place}
        </span>
      )}
      {place === null && item.kind === 'job' && item.job.result !== null ? (
        <button
          type="button"
          aria-label={item.job.favourite ? t('gallery.unfavourite') : t('gallery.favourite')}
          aria-pressed={item.job.favourite}
          onClick={() => onFavourite(item)}
          className={classes(
            'absolute inset-e-1.5 inset-bs-1.5 flex size-7 items-center justify-center rounded-full bg-scrim text-on-media transition focus-visible:opacity-100 group-hover:opacity-100',
            item.job.favourite ? 'opacity-100' : 'opacity-0',
          )}
        >
          <Star aria-hidden className={classes('size-4', item.job.favourite && 'fill-current text-sky')} />
        </button>
      ) : null}
      {place === null && item.kind === 'job' && item.kept ? (
        <span className="pointer-events-none absolute inset-s-2 inset-bs-2 text-on-media drop-shadow">
          <HardDrive aria-hidden className="size-4" />
          <span className="sr-only">{t('gallery.kept')}</span>
        </span>
      ) : null}
    </div>
  )
}

function Unfinished({ item }: { readonly item: GalleryItem }) {
  const { t } = useTranslation()
  const picture = useBlobUrl(item.kind === 'waiting' ? item.waiting.picture : null)
  if (item.kind === 'waiting') {
    return (
      <span className="relative flex size-full flex-col items-center justify-center gap-1.5 px-2 pbe-8 text-center">
        {picture === null ? null : <img alt="" src={picture} className="absolute inset-0 size-full object-cover opacity-30" />}
        <WaitingIcon state={item.waiting.state} className="relative size-6" />
        <span className="relative text-[11px] text-muted">{t(`statuses.${item.waiting.state}`)}</span>
      </span>
    )
  }
  const { job } = item
  const running = isRunning(job)
  return (
    <span className="flex size-full flex-col items-center justify-center gap-1.5 px-2 pbe-8 text-center">
      <StageIcon job={job} className="size-6" />
      <span className={classes('text-[11px]', job.status === 'failed' ? 'text-danger' : 'text-muted')}>{standingOf(t, job)}</span>
      {running ? (
        <>
          <span className="brand-text text-lg leading-none font-bold tabular-nums">
            {t('common.percent', { value: Math.floor(job.progress) })}
          </span>
          <span className="h-1 w-3/4 overflow-hidden rounded-full bg-line">
            <span className="brand block h-full transition-all" style={{ inlineSize: `${job.progress}%` }} />
          </span>
        </>
      ) : null}
    </span>
  )
}
