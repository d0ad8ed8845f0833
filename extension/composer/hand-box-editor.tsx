import { type PointerEvent, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FrameSize } from 'shared/camera'
import { type Corner, dragCorner, type HandBox, keyToBox, moveBox, rectangleOf } from './hand-box.ts'

export interface HandBoxEditorProps {
  readonly url: string
  readonly picture: FrameSize
  readonly frame: FrameSize
  readonly box: HandBox
  readonly onChange: (box: HandBox) => void
}

const CORNERS: readonly Corner[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right']
const CORNER_PLACE: Readonly<Record<Corner, string>> = {
  'top-left': '-inset-s-2 -inset-bs-2 cursor-nwse-resize',
  'top-right': '-inset-e-2 -inset-bs-2 cursor-nesw-resize',
  'bottom-left': '-inset-s-2 -inset-be-2 cursor-nesw-resize',
  'bottom-right': '-inset-e-2 -inset-be-2 cursor-nwse-resize',
}
const LOWEST_PIXELS = 700

/** The part of the picture that is shown, drawn by hand: dragged and resized by pointer or keys, always of the frame's shape. */
export function HandBoxEditor({ url, picture, frame, box, onChange }: HandBoxEditorProps) {
  const { t } = useTranslation()
  const id = useId()
  const area = useRef<HTMLDivElement>(null)
  const drag = useRef<{ readonly corner: Corner | null; readonly from: { x: number; y: number }; readonly box: HandBox } | null>(null)
  const at = rectangleOf(box, picture, frame)
  const pixels = { width: Math.round(at.width * picture.width), height: Math.round(at.height * picture.height) }

  const share = (event: PointerEvent): { x: number; y: number } => {
    const bounds = area.current?.getBoundingClientRect()
    if (bounds === undefined || bounds.width === 0 || bounds.height === 0) return { x: 0, y: 0 }
    return { x: (event.clientX - bounds.left) / bounds.width, y: (event.clientY - bounds.top) / bounds.height }
  }
  const begin = (event: PointerEvent<HTMLElement>, corner: Corner | null): void => {
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { corner, from: share(event), box }
  }
  const follow = (event: PointerEvent): void => {
    if (drag.current === null) return
    const to = share(event)
    const { corner, from, box: start } = drag.current
    onChange(
      corner === null
        ? moveBox(start, { x: to.x - from.x, y: to.y - from.y }, picture, frame)
        : dragCorner(start, corner, to, picture, frame),
    )
  }
  const end = (): void => {
    drag.current = null
  }

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex justify-center rounded-card border border-line bg-sunken p-2">
        <div
          ref={area}
          dir="ltr"
          className="relative max-h-72 touch-none select-none"
          style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
        >
          <img alt="" src={url} draggable={false} className="size-full rounded-lg object-fill" />
          <span aria-hidden className="absolute inset-0 overflow-hidden rounded-lg">
            <span
              className="absolute shadow-[0_0_0_9999px_rgb(6_4_16/0.6)]"
              style={{
                insetInlineStart: `${at.x * 100}%`,
                insetBlockStart: `${at.y * 100}%`,
                inlineSize: `${at.width * 100}%`,
                blockSize: `${at.height * 100}%`,
              }}
            />
          </span>
          <button
            type="button"
            aria-label={t('fits.box')}
            aria-describedby={`${id}-hint ${id}-value`}
            className="absolute cursor-move border-2 border-sky bg-transparent"
            style={{
              insetInlineStart: `${at.x * 100}%`,
              insetBlockStart: `${at.y * 100}%`,
              inlineSize: `${at.width * 100}%`,
              blockSize: `${at.height * 100}%`,
            }}
            onPointerDown={(event) => begin(event, null)}
            onPointerMove={follow}
            onPointerUp={end}
            onPointerCancel={end}
            onKeyDown={(event) => {
              const next = keyToBox(box, event, picture, frame)
              if (next === null) return
              event.preventDefault()
              onChange(next)
            }}
          >
            {CORNERS.map((corner) => (
              <span
                key={corner}
                data-corner={corner}
                className={`absolute size-4 rounded-full border-2 border-on-media bg-violet ${CORNER_PLACE[corner]}`}
                onPointerDown={(event) => begin(event, corner)}
                onPointerMove={follow}
                onPointerUp={end}
                onPointerCancel={end}
              />
            ))}
          </button>
        </div>
      </div>
      <p id={`${id}-value`} aria-live="polite" className="text-xs text-muted tabular-nums">
        {Math.min(pixels.width, pixels.height) < LOWEST_PIXELS
          ? t('fits.small', pixels)
          : t('fits.boxValue', { ...pixels, x: Math.round(at.x * picture.width), y: Math.round(at.y * picture.height) })}
      </p>
      <p id={`${id}-hint`} className="text-xs text-muted">
        {t('fits.rectangleHint')}
      </p>
    </div>
  )
}
