import { Combine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/index.ts'
import type { JoinedClip } from './gallery-room.tsx'

const FEWEST = 2

export interface JoinBarProps {
  readonly clips: readonly JoinedClip[]
  readonly onJoin: (clips: readonly JoinedClip[]) => void
}

/** What can be done with the selected clips. Stays in sight at the foot. */
export function JoinBar({ clips, onJoin }: JoinBarProps) {
  const { t } = useTranslation()
  return (
    <div className="sticky inset-be-0 z-20 -mx-3 -mbe-3 flex items-center gap-3 border-bs border-line bg-canvas/85 px-3 py-2.5 backdrop-blur-xl">
      <p aria-live="polite" className="min-w-0 grow text-xs text-muted">
        {t('join.hint')}
      </p>
      <Button
        look="primary"
        size="large"
        className="shrink-0"
        disabled={clips.length < FEWEST}
        icon={<Combine aria-hidden className="size-4" />}
        onClick={() => onJoin(clips)}
      >
        {t('join.action', { count: clips.length })}
      </Button>
    </div>
  )
}
