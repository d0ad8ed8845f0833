import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react'
import type { PathKeyframe } from 'shared/camera'
import { classes } from '../../ui/index.ts'

export type Grip = 'body' | 'corner' | 'roll'

export interface KeyframeBoxProps {
  readonly keyframe: PathKeyframe
  readonly position: number
  readonly name: string
  readonly describedBy: string
  readonly chosen: boolean
  readonly onGrip: (event: PointerEvent<HTMLElement>, grip: Grip) => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly onChoose: () => void
}

function placeOf({ x, y, zoom, roll }: PathKeyframe): CSSProperties {
  const side = 100 / zoom
  return {
    insetInlineStart: `${x * 100 - side / 2}%`,
    insetBlockStart: `${y * 100 - side / 2}%`,
    inlineSize: `${side}%`,
    blockSize: `${side}%`,
    rotate: `${roll}deg`,
  }
}

/** What one keyframe shows, as a box on the framed picture. */
export function KeyframeBox({ keyframe, position, name, describedBy, chosen, onGrip, onKey, onChoose }: KeyframeBoxProps) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-pressed={chosen}
      aria-describedby={describedBy}
      data-keyframe={position}
      style={placeOf(keyframe)}
      className={classes(
        'absolute touch-none rounded-sm border-2 bg-transparent',
        chosen ? 'cursor-move border-sky shadow-[0_0_0_1px_rgb(6_4_16/0.7)]' : 'cursor-pointer border-dashed border-on-media/80',
      )}
      onPointerDown={(event) => onGrip(event, 'body')}
      onFocus={onChoose}
      onKeyDown={onKey}
    >
      <span
        className={classes(
          'absolute inset-s-0 inset-bs-0 flex size-5 items-center justify-center rounded-ee-md text-[11px] font-semibold tabular-nums',
          chosen ? 'bg-sky text-on-gradient' : 'bg-scrim text-on-media',
        )}
      >
        {position}
      </span>
    </button>
  )
}

const CORNERS = [
  '-inset-s-3 -inset-bs-3 cursor-nwse-resize',
  '-inset-e-3 -inset-bs-3 cursor-nesw-resize',
  '-inset-s-3 -inset-be-3 cursor-nesw-resize',
  '-inset-e-3 -inset-be-3 cursor-nwse-resize',
] as const
const GRIP = 'pointer-events-auto absolute flex size-6 items-center justify-center touch-none'
const KNOB = 'size-3 rounded-full border-2 border-on-media shadow-sm'

/** What the chosen keyframe is resized and turned by; above all boxes, and only itself in their way. */
export function KeyframeGrips({ keyframe, onGrip }: Pick<KeyframeBoxProps, 'keyframe' | 'onGrip'>) {
  return (
    <div aria-hidden className="pointer-events-none absolute" style={placeOf(keyframe)}>
      {CORNERS.map((place) => (
        <span key={place} data-grip="corner" className={classes(GRIP, place)} onPointerDown={(event) => onGrip(event, 'corner')}>
          <span className={classes(KNOB, 'bg-violet')} />
        </span>
      ))}
      <span
        data-grip="roll"
        className={classes(GRIP, 'inset-bs-0 inset-s-[calc(50%-0.75rem)] cursor-grab')}
        onPointerDown={(event) => onGrip(event, 'roll')}
      >
        <span className={classes(KNOB, 'bg-sky')} />
      </span>
    </div>
  )
}
