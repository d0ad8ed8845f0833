import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { failureText, Skeleton, useToast } from '../ui/index.ts'
import type { ReelPorts } from './ports.ts'
import { StoryList } from './story-list.tsx'
import { PortsScope } from './use-reel.ts'

const StoryEditor = lazy(async () => ({ default: (await import('./story-editor.tsx')).StoryEditor }))

export interface ReelRoomProps {
  readonly ports: ReelPorts
  /** The story that is edited; null shows all of them. */
  readonly opened: string | null
  readonly onOpen: (storyId: string | null) => void
  /** The person wants a reel of the page that they look at. */
  readonly onPageReel: () => void
  readonly onMoney: () => void
}

/** The Reels tab: the stories, and the editor of one of them. */
export function ReelRoom({ ports, opened, onOpen, onPageReel, onMoney }: ReelRoomProps) {
  useLost(ports)
  return (
    <PortsScope value={ports}>
      {opened === null ? (
        <StoryList onOpen={onOpen} onPageReel={onPageReel} />
      ) : (
        <Suspense fallback={<Skeleton className="m-3 h-64" />}>
          <StoryEditor key={opened} id={opened} onClose={() => onOpen(null)} onMoney={onMoney} />
        </Suspense>
      )}
    </PortsScope>
  )
}

/** Tells of edits that came to nothing: the story is shown as it is now, and a change that met another one can be made again. */
function useLost({ stories }: ReelPorts): void {
  const { t } = useTranslation()
  const toast = useToast()
  useEffect(
    () =>
      stories.onLost((lost) => {
        if (lost.kind === 'refused') toast({ tone: 'danger', text: t('reel.editRefused', { reason: failureText(t, lost.failure) }) })
        else {
          const again = { label: t('reel.conflictAgain'), run: () => void stories.edit(lost.storyId, lost.edit) }
          toast({ text: t('reel.conflict'), action: again })
        }
      }),
    [stories, toast, t],
  )
}
