import { type FrameSize, mulberry32, nearestAspectRatio, type Rectangle } from 'shared/camera'
import { type Platform, safeZone, type Style } from 'shared/strategy'
import { SMALLEST_TEXT } from '../../drawing/index.ts'
import { type Palette, PALETTES } from './palette.ts'

/** What every design knows of the clip it is for. Lengths in pixels of the frame, times in seconds. */
export interface Stage {
  readonly frame: FrameSize
  /** Where words may stand. */
  readonly area: Rectangle
  /** The frame's shorter side: sizes are shares of it. */
  readonly unit: number
  readonly shape: 'upright' | 'wide' | 'even'
  /** Length of the clip. */
  readonly seconds: number
  /** 1 where there is time for everything; entrances of a short clip are quicker. */
  readonly pace: number
  /** No words are smaller: legible on a phone. */
  readonly smallestText: number
  readonly palette: Palette
  readonly style: Style
  /** How lively: 1 is medium. */
  readonly intensity: number
  readonly hasPicture: boolean
  /** Numbers of the seed in [0, 1), in the same order for the same spec. */
  random(): number
}

/** A clip of this length has time for every entrance at its own pace. */
const UNHURRIED = 3.6

export interface StageSpec extends FrameSize {
  readonly frames: number
  readonly frameRate: number
  readonly style: Style
  readonly seed: number
  readonly intensity: number
}

export function makeStage(spec: StageSpec, platform: Platform | null, hasPicture: boolean): Stage {
  const { width, height, frames, frameRate, style, seed, intensity } = spec
  const safe = safeZone(platform, nearestAspectRatio({ width, height }))
  const area = {
    x: Math.round(safe.x * width),
    y: Math.round(safe.y * height),
    width: Math.floor(safe.width * width),
    height: Math.floor(safe.height * height),
  }
  const unit = Math.min(width, height)
  const seconds = frames / frameRate
  return {
    frame: { width, height },
    area: inset(area, 0.015 * unit),
    unit,
    shape: width > 1.2 * height ? 'wide' : height > 1.5 * width ? 'upright' : 'even',
    seconds,
    pace: Math.min(1, seconds / UNHURRIED),
    smallestText: Math.ceil(SMALLEST_TEXT * unit),
    palette: PALETTES[style],
    style,
    intensity,
    hasPicture,
    random: mulberry32(seed),
  }
}

export function inset({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by }
}
