import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CAMERA_MOVES, type CameraMove } from 'shared/camera'
import { ChoiceCards, Field, MotionStage, SampleScene, type Shot, useReducedMotion } from '../ui/index.ts'

export interface CameraCardsProps {
  readonly value: CameraMove
  /** The shot as it stands; each card shows it with its own move. */
  readonly shot: Shot
  readonly onChange: (move: CameraMove) => void
}

/** Long enough to read a move by, short enough to wait for. */
const MINIATURE_SECONDS = 3

/** The camera moves, each played in small while it is pointed at or has the focus. */
export function CameraCards({ value, shot, onChange }: CameraCardsProps) {
  const { t } = useTranslation()
  return (
    <Field title={t('composer.camera')} aside={t(`cameras.${value}.hint`)}>
      <ChoiceCards
        label={t('composer.camera')}
        value={value}
        onChange={onChange}
        className="grid-cols-3 min-[480px]:grid-cols-5"
        options={CAMERA_MOVES.map((move) => ({
          value: move,
          label: t(`cameras.${move}.name`),
          art: <Miniature shot={shot} move={move} />,
        }))}
      />
    </Field>
  )
}

function Miniature({ shot, move }: { readonly shot: Shot; readonly move: CameraMove }) {
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
  const miniature: Shot = {
    ...shot,
    move,
    intensity: 'high',
    frame: { width: 16, height: 10 },
    duration: MINIATURE_SECONDS,
    frameRate: 30,
    fit: 'crop',
  }
  return (
    <span ref={root} className="block w-full">
      <MotionStage shot={miniature} playing={over && !reduced} frame={0} className="w-full rounded-lg">
        <SampleScene />
      </MotionStage>
    </span>
  )
}
