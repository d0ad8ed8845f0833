import { useEffect, useMemo, useRef, useState } from 'react'
import type { CameraChoice, CameraMove } from 'shared/camera'
import { useReducedMotion } from '../reduced-motion.ts'
import { MotionStage } from './motion-stage.tsx'
import { SampleScene } from './sample-scene.tsx'
import type { Shot } from './stage.ts'

/** Long enough to read a move by, short enough to wait for. */
const MINIATURE_SECONDS = 3

/** The moves by the mood that they carry. */
export const MOVE_GROUPS: Readonly<Record<'calm' | 'lively' | 'dreamlike', readonly CameraMove[]>> = {
  calm: ['dolly_slow', 'dolly_out', 'pan_slow', 'crane_up', 'static_focus', 'handheld_subtle'],
  lively: ['fpv_drone', 'crash_zoom_in', 'whip_pan_right'],
  dreamlike: ['dolly_zoom', 'orbit', 'bullet_time', 'spiral_zoom', 'through_object'],
}
export const MOVE_GROUP_NAMES = ['calm', 'lively', 'dreamlike'] as const

export interface MoveMiniatureProps {
  /** The picture that is moved over; without one a sample. */
  readonly of: Pick<Shot, 'picture' | 'seed'>
  readonly move: CameraChoice
}

/** A camera move in small, as the art of a card: played while the card is pointed at or has the focus. */
export function MoveMiniature({ of, move }: MoveMiniatureProps) {
  const reduced = useReducedMotion()
  const [over, setOver] = useState(false)
  const root = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const card = root.current?.closest('button')
    if (card === null || card === undefined) return undefined
    const play = (): void => setOver(true)
    const rest = (): void => setOver(false)
    const listeners = { pointerenter: play, focus: play, pointerleave: rest, blur: rest }
    for (const [event, listener] of Object.entries(listeners)) card.addEventListener(event, listener)
    return () => {
      for (const [event, listener] of Object.entries(listeners)) card.removeEventListener(event, listener)
    }
  }, [])
  // Strong enough to be told apart at this size, whatever strength is chosen.
  const { picture, seed } = of
  const miniature = useMemo<Shot>(
    () => ({
      picture,
      seed,
      move,
      intensity: 'high',
      frame: { width: 16, height: 10 },
      duration: MINIATURE_SECONDS,
      frameRate: 30,
      fit: 'crop',
    }),
    [picture, seed, move],
  )
  return (
    <span ref={root} className="block w-full">
      <MotionStage shot={miniature} playing={over && !reduced} frame={0} className="w-full rounded-lg">
        <SampleScene />
      </MotionStage>
    </span>
  )
}
