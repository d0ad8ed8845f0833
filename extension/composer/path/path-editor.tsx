import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PathKeyframe, Point } from 'shared/camera'
import { formatNumber, FramedPicture, type Shot, TitleBackdrop } from '../../ui/index.ts'
import { type Grip, KeyframeBox, KeyframeGrips } from './keyframe-box.tsx'
import { KeyframeControls } from './keyframe-controls.tsx'
import { change, keyToPath, type Path, rollTo, zoomTo } from './keyframes.ts'
import { usePathHistory } from './use-path-history.ts'

export interface PathEditorProps {
  /** What is framed, and for how long. */
  readonly shot: Shot
  readonly path: Path
  readonly onChange: (path: Path) => void
}

interface Drag {
  readonly grip: Grip
  readonly from: Point
  readonly keyframe: PathKeyframe
  readonly pointer: number
  moved: boolean
}

/** An own path, drawn on the framed picture: by pointer, by touch, by keys or by its numbers. The preview above plays it. */
export function PathEditor({ shot, path, onChange }: PathEditorProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const area = useRef<HTMLDivElement>(null)
  const drag = useRef<Drag | null>(null)
  const [wanted, setWanted] = useState(path.length - 1)
  const chosen = Math.min(wanted, path.length - 1)
  const { frame, duration } = shot
  const aspect = frame.width / frame.height
  const { remember, undo } = usePathHistory(onChange)
  const edit = (next: Path, by: string | null, index: number): void => {
    if (next !== path) {
      remember(path, by)
      onChange(next)
    }
    setWanted(index)
  }
  const share = (event: PointerEvent): Point => {
    const bounds = area.current?.getBoundingClientRect()
    if (bounds === undefined || bounds.width === 0 || bounds.height === 0) return { x: 0, y: 0 }
    return { x: (event.clientX - bounds.left) / bounds.width, y: (event.clientY - bounds.top) / bounds.height }
  }
  const grip = (event: PointerEvent<HTMLElement>, index: number, what: Grip): void => {
    const keyframe = path[index]
    if (keyframe === undefined) return
    area.current?.setPointerCapture(event.pointerId)
    setWanted(index)
    drag.current = { grip: what, from: share(event), keyframe, pointer: event.pointerId, moved: false }
  }
  const follow = (event: PointerEvent): void => {
    const held = drag.current
    if (held === null || held.pointer !== event.pointerId) return
    if (!held.moved) remember(path, null)
    held.moved = true
    onChange(change(path, chosen, dragged(held, share(event), aspect), aspect))
  }
  const key = (event: KeyboardEvent, index: number): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      undo?.()
      return
    }
    if (event.ctrlKey || event.metaKey) return
    const next = keyToPath(path, index, event, aspect)
    if (next === null) return
    event.preventDefault()
    if (next.length < path.length) edit(next, null, Math.max(0, index - 1))
    else edit(next, `keys of ${index}`, index)
  }
  const said = (value: number): string => formatNumber(Number(value.toFixed(2)), i18n.language)
  const at = path[chosen]
  // What shows less lies above what shows more, so that every box can be reached.
  const stacked = path.map((keyframe, index) => ({ keyframe, index })).toSorted((one, other) => one.keyframe.zoom - other.keyframe.zoom)

  return (
    <section aria-label={t('path.title')} className="flex flex-col gap-2.5 rounded-card border border-line p-2.5">
      <div className="flex justify-center rounded-xl bg-sunken p-3">
        <div
          ref={area}
          dir="ltr"
          className="relative touch-none select-none [container-type:inline-size]"
          style={{ aspectRatio: aspect, inlineSize: `min(100%, calc(20rem * ${aspect}))` }}
          onPointerMove={follow}
          onPointerUp={() => (drag.current = null)}
          onPointerCancel={() => (drag.current = null)}
        >
          <div className="pointer-events-none absolute inset-0 overflow-hidden rounded-sm brightness-75">
            <FramedPicture shot={shot}>
              <TitleBackdrop />
            </FramedPicture>
          </div>
          <Course path={path} />
          {stacked.map(({ keyframe, index }) => (
            <KeyframeBox
              // Boxes are the keyframes' places in the path, which is all that tells them apart.
              key={index}
              keyframe={keyframe}
              position={index + 1}
              name={t('path.keyframe', { position: index + 1, count: path.length })}
              describedBy={`${id}-values ${id}-help`}
              chosen={index === chosen}
              onGrip={(event, what) => grip(event, index, what)}
              onKey={(event) => key(event, index)}
              onChoose={() => setWanted(index)}
            />
          ))}
          {at === undefined ? null : <KeyframeGrips keyframe={at} onGrip={(event, what) => grip(event, chosen, what)} />}
        </div>
      </div>
      {at === undefined ? null : (
        <p id={`${id}-values`} aria-live="polite" className="sr-only">
          {t('path.values', {
            time: said(at.t * duration),
            x: said(at.x * 100),
            y: said(at.y * 100),
            zoom: said(at.zoom),
            roll: said(at.roll),
          })}
        </p>
      )}
      <KeyframeControls path={path} index={chosen} aspect={aspect} seconds={duration} onChoose={setWanted} onChange={edit} onUndo={undo} />
      <p id={`${id}-help`} className="text-[11px] text-muted">
        {t('path.help')}
      </p>
    </section>
  )
}

function dragged({ grip, from, keyframe }: Drag, to: Point, aspect: number): Partial<Omit<PathKeyframe, 't'>> {
  if (grip === 'corner') return { zoom: zoomTo(keyframe, to, aspect) }
  if (grip === 'roll') return { roll: rollTo(keyframe, to, aspect) }
  return { x: keyframe.x + to.x - from.x, y: keyframe.y + to.y - from.y }
}

/** The way from middle to middle, as straight lines: it says the order, not the curve. */
function Course({ path }: { readonly path: Path }) {
  return (
    <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className="pointer-events-none absolute inset-0 size-full">
      <polyline
        points={path.map(({ x, y }) => `${x * 100},${y * 100}`).join(' ')}
        fill="none"
        stroke="white"
        strokeOpacity="0.75"
        strokeWidth="1.5"
        strokeDasharray="3 3"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
