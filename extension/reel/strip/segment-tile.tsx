import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { CircleAlert, Clock, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment, Storyboard } from 'shared/wire'
import { classes, formatNumber } from '../../ui/index.ts'
import { Picture } from '../picture.tsx'
import { runningReel, type Standing, standingOf } from '../story-facts.ts'
import { useEditor } from '../use-editor.ts'
import { useSegmentPicture } from '../use-reel.ts'

export interface SegmentTileProps {
  readonly segment: Segment
  readonly shape: Storyboard['settings']['aspectRatio']
  readonly selected: boolean
  readonly onSelect: () => void
  /** Moves it by as many places, towards the end where positive. */
  readonly onMove: (by: number) => void
}

/** Width of a tile in pixels, by the film's shape: all are about as high. */
const WIDTHS: Readonly<Record<string, number>> = { '9:16': 62, '1:1': 92, '4:5': 78, '16:9': 132 }

/** One segment of the strip: its picture, its place, how long it is and how it stands. */
export function SegmentTile({ segment, shape, selected, onSelect, onMove }: SegmentTileProps) {
  const { t, i18n } = useTranslation()
  const picture = useSegmentPicture(segment)
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id: segment.id })
  const standing = standingOf(segment, runningReel(useEditor().jobs) !== null)
  const jumps = segment.continuity?.warning !== undefined
  const seconds = t('common.seconds', { value: formatNumber(segment.duration, i18n.language) })
  const percent = Math.floor(segment.progress)
  const stands = standing === 'making' ? t('standing.makingAt', { percent }) : t(`standing.${standing}`)
  const said = jumps ? `${stands}, ${t('standing.jumps')}` : stands
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault()
      const forward = (event.key === 'ArrowRight') !== (i18n.dir() === 'rtl')
      return onMove(forward ? 1 : -1)
    }
    listeners?.['onKeyDown']?.(event)
  }
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform) ?? '', transition: transition ?? '', inlineSize: WIDTHS[shape] ?? 78 }}
      className={classes('shrink-0', isDragging && 'z-10 opacity-80')}
    >
      <button
        type="button"
        {...attributes}
        {...listeners}
        onKeyDown={onKeyDown}
        onClick={onSelect}
        aria-label={t('strip.segment', { position: segment.index + 1, seconds, standing: said, words: segment.prompt })}
        aria-roledescription={t('strip.role')}
        aria-pressed={selected}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
        data-segment={segment.id}
        data-standing={standing}
        style={{ aspectRatio: shape.replace(':', ' / ') }}
        className={classes(
          'relative block w-full touch-manipulation overflow-hidden rounded-xl border-2 text-start transition',
          selected ? 'border-accent shadow-glow' : 'border-line hover:border-control',
        )}
      >
        <Picture asset={picture} alt="" className="absolute inset-0" />
        <span className="absolute inset-s-1 inset-bs-1 rounded bg-scrim px-1 text-[10px] font-semibold text-on-media tabular-nums">
          {segment.index + 1}
        </span>
        <span className="absolute inset-e-1 inset-bs-1 flex flex-col gap-0.5">
          <StandingSign standing={standing} />
          {jumps ? <Sign Icon={TriangleAlert} look="text-on-media" /> : null}
        </span>
        <span className="absolute inset-x-0 inset-be-0 bg-scrim px-1 py-0.5 text-[10px] text-on-media tabular-nums">
          {standing === 'making' ? t('common.percent', { value: percent }) : seconds}
          {standing === 'making' ? (
            <span aria-hidden className="mbs-0.5 block h-0.5 overflow-hidden rounded-full bg-on-media/30">
              <span className="brand block h-full transition-all" style={{ inlineSize: `${segment.progress}%` }} />
            </span>
          ) : null}
        </span>
      </button>
    </li>
  )
}

const SIGNS = {
  stale: { Icon: RefreshCw, look: 'text-sky' },
  failed: { Icon: CircleAlert, look: 'text-on-media' },
  waiting: { Icon: Clock, look: 'text-on-media' },
} as const

function StandingSign({ standing }: { readonly standing: Standing }) {
  if (standing !== 'stale' && standing !== 'failed' && standing !== 'waiting') return null
  return <Sign {...SIGNS[standing]} />
}

function Sign({ Icon, look }: { readonly Icon: LucideIcon; readonly look: string }) {
  return (
    <span className="flex size-4 items-center justify-center rounded-full bg-scrim">
      <Icon aria-hidden className={classes('size-3', look)} />
    </span>
  )
}
