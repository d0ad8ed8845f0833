import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/index.ts'
import type { Gallery, GalleryItem } from '../data/types.ts'
import { isRunning } from './job-facts.ts'
import { JobCard } from './job-card.tsx'
import { useItems } from './use-items.ts'

export interface RecentJobsProps {
  readonly gallery: Gallery
  readonly onOpen: (id: string) => void
  readonly onShowAll: () => void
  readonly onMoney: () => void
}

const LOOKED_AT = 12
const FINISHED_SHOWN = 3

/** What became of the latest requests: all that goes on, and the last that ended. */
export function RecentJobs({ gallery, onOpen, onShowAll, onMoney }: RecentJobsProps) {
  const { t } = useTranslation()
  const all = useItems(gallery, { limit: LOOKED_AT })
  const items = recent(all ?? [])
  const section = useShownWhenNew(all === undefined ? null : (items[0]?.id ?? ''))
  if (items.length === 0) return null
  return (
    <section ref={section} aria-label={t('job.recent')} className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 className="text-xs font-semibold text-ink">{t('job.recent')}</h2>
        <Button size="small" look="quiet" onClick={onShowAll}>
          {t('job.showAll')}
        </Button>
      </div>
      {items.map((item) => (
        <JobCard key={item.id} gallery={gallery} item={item} onOpen={onOpen} onMoney={onMoney} />
      ))}
    </section>
  )
}

/** Brings a section into sight when another thing has come first in it; not for what was there from the start. */
function useShownWhenNew(first: string | null): RefObject<HTMLElement | null> {
  const section = useRef<HTMLElement>(null)
  const known = useRef<string | null>(null)
  useEffect(() => {
    if (first === null || first === known.current) return
    if (known.current !== null) section.current?.scrollIntoView({ block: 'end', behavior: 'smooth' })
    known.current = first
  }, [first])
  return section
}

/** Everything that goes on, and the few latest that ended, in their order. */
export function recent(items: readonly GalleryItem[]): readonly GalleryItem[] {
  let finished = 0
  return items.filter((item) => {
    if (item.kind === 'waiting' || isRunning(item.job)) return true
    finished += 1
    return finished <= FINISHED_SHOWN
  })
}
