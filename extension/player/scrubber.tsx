import { Slider } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatClock } from '../ui/index.ts'

/** Little pictures of the whole clip in one row. */
export interface Filmstrip {
  readonly url: string
  readonly tiles: number
  /** Width over height of one tile. */
  readonly shape: number
}

export interface ScrubberProps {
  readonly time: number
  readonly duration: number
  readonly frameRate: number
  readonly filmstrip: Filmstrip | null
  readonly onSeek: (seconds: number) => void
}

const TILE_HEIGHT = 92

/** Where the video stands, and the way to go elsewhere; while the pointer is over it, what is to be seen there. */
export function Scrubber({ time, duration, frameRate, filmstrip, onSeek }: ScrubberProps) {
  const { t } = useTranslation()
  const [over, setOver] = useState<number | null>(null)
  return (
    <div
      dir="ltr"
      className="relative"
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        setOver(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)))
      }}
      onPointerLeave={() => setOver(null)}
    >
      {over === null || filmstrip === null ? null : <Peek share={over} duration={duration} filmstrip={filmstrip} />}
      <Slider.Root
        className="relative flex h-5 w-full touch-none items-center select-none"
        value={[Math.min(time, duration)]}
        min={0}
        max={duration}
        step={1 / frameRate}
        onValueChange={([next]) => onSeek(next ?? 0)}
      >
        <Slider.Track className="relative h-1 grow overflow-hidden rounded-full bg-on-media/30">
          <Slider.Range className="brand absolute h-full" />
        </Slider.Track>
        <Slider.Thumb
          aria-label={t('player.position')}
          aria-valuetext={t('player.positionValue', { now: formatClock(time), total: formatClock(duration) })}
          className="block size-3.5 rounded-full bg-on-media shadow-glow"
        />
      </Slider.Root>
    </div>
  )
}

function Peek({ share, duration, filmstrip }: { readonly share: number; readonly duration: number; readonly filmstrip: Filmstrip }) {
  const width = TILE_HEIGHT * filmstrip.shape
  const tile = Math.min(filmstrip.tiles - 1, Math.floor(share * filmstrip.tiles))
  return (
    <div
      aria-hidden
      data-peek={tile}
      className="pointer-events-none absolute inset-be-full mbe-1 overflow-hidden rounded-lg border border-on-media/40 bg-scrim text-center shadow-float"
      style={{ inlineSize: width, insetInlineStart: `clamp(0px, calc(${share * 100}% - ${width / 2}px), calc(100% - ${width}px))` }}
    >
      <div
        style={{
          blockSize: TILE_HEIGHT,
          backgroundImage: `url("${filmstrip.url}")`,
          backgroundSize: `${filmstrip.tiles * 100}% 100%`,
          backgroundPositionX: filmstrip.tiles === 1 ? '0%' : `${(tile / (filmstrip.tiles - 1)) * 100}%`,
        }}
      />
      <span className="text-[11px] text-on-media tabular-nums">{formatClock(share * duration)}</span>
    </div>
  )
}
