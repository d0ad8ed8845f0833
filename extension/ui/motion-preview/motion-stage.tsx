import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { FramedPicture } from './framed-picture.tsx'
import { appearanceAt, frameAt, frameCount, type Shot } from './stage.ts'

/**
 * Sent to the stage's element to show one frame and stay there: `new CustomEvent('motion-preview:seek', { detail: { frame: 12 } })`.
 * The element's `data-frame` says which frame is shown, `data-frames` how many there are.
 */
export const SEEK_EVENT = 'motion-preview:seek'

export interface MotionStageProps {
  readonly shot: Shot
  /** Plays from where it stands; false stays where it stands, or on `frame`. */
  readonly playing: boolean
  /** The frame to show while not playing, where it is to be a certain one. */
  readonly frame?: number
  readonly onSeek?: () => void
  readonly className?: string
  /** What is framed where there is no picture. */
  readonly children?: ReactNode
  /** What lies over the picture and does not move with the camera. */
  readonly overlay?: ReactNode
}

/** Shows the frames of a shot exactly as the engine renders them, by the same camera, without anything to press. */
export function MotionStage({ shot, playing, frame, onSeek, className, children, overlay }: MotionStageProps) {
  const root = useRef<HTMLDivElement>(null)
  const framed = useRef<HTMLDivElement>(null)
  const shown = useRef(frame ?? 0)
  const request = useRef(0)

  const draw = (next: number): void => {
    shown.current = next
    if (root.current === null || framed.current === null) return
    Object.assign(framed.current.style, appearanceAt(shot, next, { width: root.current.clientWidth, height: root.current.clientHeight }))
    root.current.dataset['frame'] = String(next)
  }
  const latest = useRef({ draw, shot, onSeek })
  useLayoutEffect(() => {
    latest.current = { draw, shot, onSeek }
  })

  useLayoutEffect(() => {
    const count = frameCount(shot)
    latest.current.draw(playing ? shown.current % count : Math.min(frame ?? shown.current, count - 1))
  }, [shot, playing, frame])

  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => latest.current.draw(shown.current))
    observer.observe(element)
    const seek = (event: Event): void => {
      if (!(event instanceof CustomEvent)) return undefined
      const wanted: unknown = event.detail
      if (typeof wanted !== 'object' || wanted === null || !('frame' in wanted) || typeof wanted.frame !== 'number') return undefined
      // A frame that was asked for while it played must not come after the one that was sought.
      cancelAnimationFrame(request.current)
      latest.current.onSeek?.()
      latest.current.draw(Math.min(frameCount(latest.current.shot) - 1, Math.max(0, Math.round(wanted.frame))))
    }
    element.addEventListener(SEEK_EVENT, seek)
    return () => {
      observer.disconnect()
      element.removeEventListener(SEEK_EVENT, seek)
    }
  }, [])

  useLayoutEffect(() => {
    if (!playing) return undefined
    let start: number | null = null
    const tick = (now: number): void => {
      const { shot: current, draw: redraw } = latest.current
      start ??= now - (shown.current / current.frameRate) * 1000
      redraw(frameAt(current, (now - start) / 1000))
      request.current = requestAnimationFrame(tick)
    }
    request.current = requestAnimationFrame(tick)
    return () => cancelAnimationFrame(request.current)
  }, [playing])

  return (
    <div
      ref={root}
      dir="ltr"
      data-motion-preview
      data-frames={frameCount(shot)}
      className={`relative overflow-hidden [container-type:inline-size] ${className ?? ''}`}
      style={{ aspectRatio: `${shot.frame.width} / ${shot.frame.height}` }}
    >
      <div ref={framed} className="absolute inset-0 origin-[0_0] overflow-hidden">
        <FramedPicture shot={shot}>{children}</FramedPicture>
      </div>
      {overlay}
    </div>
  )
}
