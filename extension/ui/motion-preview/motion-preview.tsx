import { Pause, Play } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../button.tsx'
import { useReducedMotion } from '../reduced-motion.ts'
import { MotionStage } from './motion-stage.tsx'
import { frameCount, type Shot } from './stage.ts'

export interface MotionPreviewProps {
  readonly shot: Shot
  /** What is framed where there is no picture. */
  readonly children?: ReactNode
  /** What lies over the picture and does not move with the camera. */
  readonly overlay?: ReactNode
  readonly className?: string
}

/** How high the preview may become, as a share of the panel. */
const HIGHEST = '40dvb'

/** As wide as there is room, but not so wide that it becomes higher than it may. */
function width({ frame }: Shot): string {
  return `min(100%, calc(${HIGHEST} * ${frame.width / frame.height}))`
}

/**
 * The clip before it is made: the move played live on the picture, in a loop that can be paused. Who asked for less motion sees the
 * first and the last frame beside each other instead, and can still play it.
 */
export function MotionPreview({ shot, children, overlay, className }: MotionPreviewProps) {
  const { t, i18n } = useTranslation()
  const reduced = useReducedMotion()
  const [wish, setWish] = useState<boolean | null>(null)
  const playing = wish ?? !reduced
  const move = typeof shot.move === 'string' ? t(`cameras.${shot.move}.name`) : t('path.name')
  const seconds = new Intl.NumberFormat(i18n.language).format(shot.duration)
  const still = reduced && !playing
  return (
    <figure
      aria-label={still ? t('motion.still', { move }) : t('motion.label', { move, seconds })}
      className={`relative flex items-center justify-center gap-1 overflow-hidden rounded-card border border-line bg-sunken ${className ?? ''}`}
    >
      {still ? (
        <>
          <StillFrame shot={shot} frame={0} label={t('motion.first')} overlay={overlay}>
            {children}
          </StillFrame>
          <StillFrame shot={shot} frame={frameCount(shot) - 1} label={t('motion.last')} overlay={overlay}>
            {children}
          </StillFrame>
        </>
      ) : (
        <div style={{ inlineSize: width(shot) }}>
          <MotionStage shot={shot} playing={playing} overlay={overlay} onSeek={() => setWish(false)}>
            {children}
          </MotionStage>
        </div>
      )}
      <IconButton
        size="small"
        look="media"
        tooltip={false}
        className="absolute inset-e-2 inset-be-2 bg-scrim backdrop-blur"
        label={playing ? t('motion.pause') : t('motion.play')}
        icon={playing ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
        onClick={() => setWish(!playing)}
      />
    </figure>
  )
}

interface StillFrameProps {
  readonly shot: Shot
  readonly frame: number
  readonly label: string
  readonly overlay: ReactNode
  readonly children?: ReactNode
}

function StillFrame({ shot, frame, label, overlay, children }: StillFrameProps) {
  return (
    <div className="relative min-w-0" style={{ inlineSize: width(shot) }}>
      <MotionStage shot={shot} playing={false} frame={frame} overlay={overlay}>
        {children}
      </MotionStage>
      <span className="absolute inset-s-1.5 inset-be-1.5 rounded bg-scrim px-1.5 text-[11px] text-on-media">{label}</span>
    </div>
  )
}
