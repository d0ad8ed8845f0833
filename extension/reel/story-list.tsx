import { Clapperboard, Globe, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Storyboard } from 'shared/wire'
import { Button, Dialog, EmptyState, failureText, formatClock, IconButton, Skeleton, useToast } from '../ui/index.ts'
import { NewStory } from './new-story.tsx'
import { ProjectDrop } from './open-project.tsx'
import { Picture } from './picture.tsx'
import { standingOf } from './story-facts.ts'
import { useConnection, usePorts, useSegmentPicture, useStories } from './use-reel.ts'

export interface StoryListProps {
  readonly onOpen: (storyId: string) => void
  readonly onPageReel: () => void
}

/** The stories there are, and the ways to a new one. */
export function StoryList({ onOpen, onPageReel }: StoryListProps) {
  const { t } = useTranslation()
  const { stories } = usePorts()
  const shown = useStories()
  const connection = useConnection()
  const offline = connection === 'offline'
  // Before the feed was read nothing is known of what there is.
  const unread = shown === undefined || (shown.length === 0 && connection === 'connecting')
  const pageReel = (
    <Button icon={<Globe aria-hidden className="size-4" />} disabled={offline} onClick={onPageReel}>
      {t('reel.fromPage')}
    </Button>
  )
  const list = (openProject: ReactNode): ReactNode => (
    <>
      <h1 className="sr-only">{t('reel.title')}</h1>
      <NewStory onMade={onOpen}>
        {pageReel}
        {openProject}
      </NewStory>
      {offline ? <p className="text-xs text-muted">{t('reel.offlineList')}</p> : null}
      {unread ? (
        <output aria-label={t('common.loading')} className="flex flex-col gap-2">
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </output>
      ) : shown.length === 0 ? (
        <EmptyState icon={<Clapperboard className="size-5" />} title={t('reel.emptyTitle')} text={t('reel.emptyText')} />
      ) : (
        <ul aria-label={t('reel.list')} className="grid gap-2 min-[640px]:grid-cols-2">
          {shown.map(({ story }) => (
            <li key={story.id}>
              <StoryCard story={story} onOpen={() => onOpen(story.id)} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
  return (
    <ProjectDrop bring={(...project) => stories.bring(...project)} offline={offline} onOpened={onOpen}>
      {list}
    </ProjectDrop>
  )
}

const SHOWN_PICTURES = 4

function StoryCard({ story, onOpen }: { readonly story: Storyboard; readonly onOpen: () => void }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const ready = story.segments.filter((segment) => ['ready', 'stale'].includes(standingOf(segment))).length
  const making = story.segments.some((segment) => standingOf(segment) === 'making')
  return (
    <article
      aria-label={story.title}
      data-story={story.id}
      className="glass relative flex flex-col gap-2 overflow-hidden rounded-card p-2.5"
    >
      <button
        type="button"
        aria-label={t('reel.open', { title: story.title })}
        onClick={onOpen}
        className="flex flex-col gap-2 rounded-xl text-start"
      >
        <span className="flex h-20 gap-1 overflow-hidden rounded-xl">
          {story.segments.slice(0, SHOWN_PICTURES).map((segment) => (
            <SegmentPicture key={segment.id} segment={segment} />
          ))}
        </span>
        <span className="truncate pe-8 text-xs font-semibold text-ink">{story.title}</span>
        <span className="text-[11px] text-muted tabular-nums">
          {t('reel.summary', { count: story.segments.length, length: formatClock(story.duration) })} ·{' '}
          {making ? t('reel.making') : t('reel.readyCount', { ready, total: story.segments.length })}
        </span>
      </button>
      <IconButton
        size="small"
        label={t('reel.remove', { title: story.title })}
        icon={<Trash2 aria-hidden className="size-4" />}
        className="absolute inset-e-2 inset-be-2"
        onClick={() => setAsking(true)}
      />
      {asking ? <Removal story={story} onClose={() => setAsking(false)} /> : null}
    </article>
  )
}

function SegmentPicture({ segment }: { readonly segment: Storyboard['segments'][number] }) {
  const picture = useSegmentPicture(segment)
  return <Picture asset={picture} alt="" className="h-full min-w-0 flex-1" />
}

/** The clips stay in the gallery; what is gone is how they were put together, which nothing brings back. */
function Removal({ story, onClose }: { readonly story: Storyboard; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const { stories } = usePorts()
  const remove = async (): Promise<void> => {
    const reply = await stories.remove(story.id)
    onClose()
    toast(reply.kind === 'ok' ? { text: t('reel.removed') } : { tone: 'danger', text: failureText(t, reply) })
  }
  return (
    <Dialog open onClose={onClose} title={t('reel.removeTitle', { title: story.title })} description={t('reel.removeText')}>
      <div className="flex gap-2 pbs-2">
        <Button look="danger" className="grow" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => void remove()}>
          {t('reel.removeConfirm')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}
