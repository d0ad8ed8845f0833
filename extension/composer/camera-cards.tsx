import { Route } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CameraChoice, type CameraMove } from 'shared/camera'
import { Button, Field, GroupedCards, MotionStage, SampleScene, type Shot, useReducedMotion } from '../ui/index.ts'
import type { FormCamera } from './form.ts'

export interface CameraCardsProps {
  readonly value: FormCamera
  /** Whether the mood chose it. */
  readonly byMood: boolean
  /** Whether the person chose it against a mood. */
  readonly wins: boolean
  /** The shot as it stands; each card shows it with its own move. */
  readonly shot: Shot
  readonly path: Extract<CameraChoice, object>
  readonly onChange: (move: FormCamera | null) => void
  readonly children?: ReactNode
}

/** Long enough to read a move by, short enough to wait for. */
const MINIATURE_SECONDS = 3

/** The moves by the mood that they carry. */
const GROUPS: Readonly<Record<'calm' | 'lively' | 'dreamlike', readonly CameraMove[]>> = {
  calm: ['dolly_slow', 'dolly_out', 'pan_slow', 'crane_up', 'static_focus', 'handheld_subtle'],
  lively: ['fpv_drone', 'crash_zoom_in', 'whip_pan_right'],
  dreamlike: ['dolly_zoom', 'orbit', 'bullet_time', 'spiral_zoom', 'through_object'],
}
const GROUP_NAMES = ['calm', 'lively', 'dreamlike'] as const

/** The camera moves, each played in small while it is pointed at or has the focus. */
export function CameraCards({ value, byMood, wins, shot, path, onChange, children }: CameraCardsProps) {
  const { t } = useTranslation()
  const hint = value === 'path' ? t('path.hint') : t(`cameras.${value}.hint`)
  const own = {
    value: 'path' as const,
    label: t('path.name'),
    art:
      value === 'path' ? (
        <Miniature shot={shot} move={path} />
      ) : (
        <span className="flex aspect-[16/10] w-full items-center justify-center rounded-lg border border-dashed border-control text-muted">
          <Route aria-hidden className="size-5" />
        </span>
      ),
  }
  return (
    <Field title={t('composer.camera')} aside={byMood ? t('mood.byMood') : wins ? t('mood.byYou') : hint}>
      <GroupedCards<FormCamera>
        label={t('composer.camera')}
        value={value}
        onChange={onChange}
        className="grid-cols-3 min-[480px]:grid-cols-6"
        groups={[
          ...GROUP_NAMES.map((name) => ({
            title: t(`cameraGroups.${name}`),
            options: GROUPS[name].map((move) => ({
              value: move,
              label: t(`cameras.${move}.name`),
              art: <Miniature shot={shot} move={move} />,
            })),
          })),
          { title: t('cameraGroups.own'), options: [own] },
        ]}
      />
      {wins ? (
        <Button size="small" look="quiet" className="self-end" onClick={() => onChange(null)}>
          {t('mood.letChoose')}
        </Button>
      ) : null}
      {children}
    </Field>
  )
}

function Miniature({ shot, move }: { readonly shot: Shot; readonly move: CameraChoice }) {
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
  const { picture, seed } = shot
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
