import { ArrowLeftRight, Blend, Infinity as Endless, Scissors, Square, ZoomIn, Zap } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Segment } from 'shared/wire'
import { classes } from '../../ui/index.ts'
import { boundaryName } from '../boundary/boundary-name.ts'

const ICONS: Readonly<Record<string, LucideIcon>> = {
  cut: Scissors,
  continuous: Endless,
  fade: Blend,
  dissolve: Blend,
  wipe: ArrowLeftRight,
  slide: ArrowLeftRight,
  zoom: ZoomIn,
  whip: Zap,
  through_black: Square,
}

export interface BoundaryButtonProps {
  readonly boundary: Segment['boundary']
  /** Of the segment before it, from 1. */
  readonly position: number
  readonly selected: boolean
  readonly onSelect: () => void
}

/** How one segment goes over into the next, between the two. */
export function BoundaryButton({ boundary, position, selected, onSelect }: BoundaryButtonProps) {
  const { t } = useTranslation()
  const Icon = ICONS[boundary.kind] ?? Blend
  const name = boundaryName(t, boundary.kind)
  return (
    <li className="flex items-center">
      <button
        type="button"
        aria-label={t('strip.boundary', { position, next: position + 1, kind: name })}
        aria-pressed={selected}
        onClick={onSelect}
        className={classes(
          'flex h-9 w-6 items-center justify-center rounded-lg border transition hover:border-accent',
          selected ? 'border-accent bg-accent-soft text-accent' : 'border-line bg-surface text-muted',
        )}
      >
        <Icon aria-hidden className="size-3.5" />
      </button>
    </li>
  )
}
