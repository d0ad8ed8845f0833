import { Maximize, Minimize, Pause, Play, Repeat, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, formatClock, IconButton, Tooltip, useReducedMotion } from '../ui/index.ts'
import { commandFor } from './keys.ts'
import { type Filmstrip, Scrubber } from './scrubber.tsx'
import { useVideo } from './use-video.ts'

export interface PlayerProps {
  readonly src: string
  readonly poster: string | null
  readonly filmstrip: Filmstrip | null
  readonly width: number
  readonly height: number
  /** Seconds, for as long as the file has not said its own. */
  readonly duration: number
  readonly frameRate: number
  readonly hasAudio: boolean
  /** Name of what is played, for those who hear it. */
  readonly label: string
  readonly onError?: () => void
}

const SPEEDS = [0.25, 0.5, 1, 1.5, 2] as const
const ICON = 'size-4'

/** Plays a video with controls of our own: keyboard throughout, frame by frame, slow and fast, in a loop, over the full screen. */
export function Player(props: PlayerProps) {
  const { src, poster, filmstrip, width, height, duration, frameRate, hasAudio, label, onError } = props
  const { t } = useTranslation()
  const reduced = useReducedMotion()
  const root = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const controls = useVideo(video, frameRate, duration)
  const fullScreen = useFullScreen(root)

  const onKeyDown = (event: KeyboardEvent): void => {
    const command = commandFor({
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      onButton: event.target instanceof HTMLButtonElement,
    })
    if (command === null) return
    event.preventDefault()
    event.stopPropagation()
    if (command.do === 'toggle-full-screen') fullScreen.toggle()
    else controls.run(command)
  }

  return (
    <section
      ref={root}
      aria-label={t('player.label')}
      onKeyDownCapture={onKeyDown}
      className="group relative flex flex-col overflow-hidden rounded-card bg-on-gradient"
    >
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- clips have no speech */}
      <video
        ref={video}
        src={src}
        {...(poster === null ? {} : { poster })}
        aria-label={label}
        playsInline
        autoPlay={!reduced}
        loop
        preload="auto"
        className={classes('mx-auto min-h-0 w-full object-contain', fullScreen.on ? 'grow' : 'max-h-[56dvh]')}
        style={{ aspectRatio: `${width} / ${height}` }}
        onClick={() => controls.run({ do: 'toggle-play' })}
        onError={onError}
      />
      {controls.failed ? (
        <p role="alert" className="absolute inset-0 flex items-center justify-center bg-scrim p-4 text-center text-on-media">
          {t('player.failed')}
        </p>
      ) : null}
      <div className="flex flex-col gap-0.5 bg-scrim px-2.5 pbs-1.5 pbe-1.5">
        <Scrubber time={controls.time} duration={controls.duration} frameRate={frameRate} filmstrip={filmstrip} onSeek={controls.seek} />
        <div className="flex items-center">
          <Control
            label={controls.playing ? t('player.pause') : t('player.play')}
            icon={controls.playing ? <Pause aria-hidden className={ICON} /> : <Play aria-hidden className={ICON} />}
            onClick={() => controls.run({ do: 'toggle-play' })}
          />
          <Control
            label={t('player.back')}
            icon={<StepBack aria-hidden className={ICON} />}
            onClick={() => controls.run({ do: 'step-frames', by: -1 })}
          />
          <Control
            label={t('player.forward')}
            icon={<StepForward aria-hidden className={ICON} />}
            onClick={() => controls.run({ do: 'step-frames', by: 1 })}
          />
          <span aria-hidden className="grow truncate px-1 text-[11px] text-on-media tabular-nums">
            {t('player.positionValue', { now: formatClock(controls.time), total: formatClock(controls.duration) })}
          </span>
          <Speed value={controls.speed} onChange={controls.setSpeed} />
          <Control
            label={t('player.loop')}
            pressed={controls.loop}
            icon={<Repeat aria-hidden className={ICON} />}
            onClick={() => controls.run({ do: 'toggle-loop' })}
          />
          {hasAudio ? (
            <Control
              label={controls.muted ? t('player.unmute') : t('player.mute')}
              icon={controls.muted ? <VolumeX aria-hidden className={ICON} /> : <Volume2 aria-hidden className={ICON} />}
              onClick={() => controls.run({ do: 'toggle-mute' })}
            />
          ) : null}
          <Control
            label={fullScreen.on ? t('player.exitFullScreen') : t('player.fullScreen')}
            icon={fullScreen.on ? <Minimize aria-hidden className={ICON} /> : <Maximize aria-hidden className={ICON} />}
            onClick={fullScreen.toggle}
          />
        </div>
        <p className="sr-only">{t('player.keys')}</p>
      </div>
    </section>
  )
}

interface ControlProps {
  readonly label: string
  readonly icon: ReactNode
  readonly pressed?: boolean
  readonly onClick: () => void
}

function Control({ label, icon, pressed, onClick }: ControlProps) {
  return (
    <IconButton
      look="media"
      size="small"
      label={label}
      icon={icon}
      onClick={onClick}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      className={pressed === true ? 'bg-on-media/25' : ''}
    />
  )
}

function Speed({ value, onChange }: { readonly value: number; readonly onChange: (speed: number) => void }) {
  const { t, i18n } = useTranslation()
  const shown = (speed: number): string => t('player.speedValue', { value: new Intl.NumberFormat(i18n.language).format(speed) })
  return (
    <Tooltip text={t('player.speed')}>
      <select
        aria-label={t('player.speed')}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-7 rounded-control bg-transparent px-1 text-center text-xs text-on-media transition hover:bg-on-media/20 [&>option]:text-on-gradient"
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {shown(speed)}
          </option>
        ))}
      </select>
    </Tooltip>
  )
}

function useFullScreen(ref: RefObject<HTMLElement | null>): { readonly on: boolean; readonly toggle: () => void } {
  const [on, setOn] = useState(false)
  useEffect(() => {
    const read = (): void => setOn(document.fullscreenElement !== null && document.fullscreenElement === ref.current)
    document.addEventListener('fullscreenchange', read)
    return () => document.removeEventListener('fullscreenchange', read)
  }, [ref])
  const toggle = (): void => {
    const change = on ? document.exitFullscreen() : ref.current?.requestFullscreen()
    // The browser may refuse full screen (policy, no gesture); the player then stays as it is.
    change?.catch(() => setOn(false))
  }
  return { on, toggle }
}
