import { fileURLToPath } from 'node:url'
import { type FrameSize, mulberry32 } from 'shared/camera'
import type { Overlay } from 'shared/strategy'
import type { LottieNode } from '../node.ts'
import { type Keyframe, swaying, type Track, tween } from '../track.ts'

/** The clip that an overlay is for. */
export interface OverlayClip extends FrameSize {
  readonly seconds: number
  /** How lively: 1 is medium. */
  readonly intensity: number
  readonly seed: number
}

interface Making extends OverlayClip {
  /** The frame's shorter side: sizes are shares of it. */
  readonly unit: number
  /** Numbers of the seed in [0, 1). */
  readonly random: () => number
}

type Drawing = Pick<LottieNode, 'kind' | 'file' | 'width' | 'height'>

/** What flies over a clip: many small pieces, each a Lottie file that moves by itself. Pure: same clip, same pieces. */
export function overlayNodes(overlay: Overlay, clip: OverlayClip): readonly LottieNode[] {
  const making: Making = { ...clip, unit: Math.min(clip.width, clip.height), random: mulberry32(clip.seed) }
  return OVERLAY_PIECES[overlay](making)
}

const OVERLAY_PIECES: Readonly<Record<Overlay, (making: Making) => readonly LottieNode[]>> = {
  confetti: (making) =>
    scattered(making, 44, (across, index) => {
      const near = making.random()
      return passing(making, drawing(making, PAPERS[index % PAPERS.length] ?? 'confetti-coral', 0.072), {
        across,
        size: 0.5 + 0.5 * near,
        opacity: 1,
        seconds: 4.6 - 1.9 * near,
        sway: 0.03,
        turn: 200 * (making.random() - 0.5),
        direction: 'down',
      })
    }),
  hearts: (making) =>
    scattered(making, 18, (across, index) => {
      const near = making.random()
      return passing(making, drawing(making, index % 3 === 0 ? 'heart-pink' : 'heart-red', 0.105), {
        across,
        size: 0.4 + 0.6 * near ** 1.5,
        opacity: 1,
        seconds: 6.4 - 2.2 * near,
        sway: 0.03,
        turn: 0,
        direction: 'up',
      })
    }),
  snow: (making) =>
    scattered(making, 46, (across, index) => {
      const near = making.random()
      const isFlake = index % 3 === 0
      return passing(making, drawing(making, isFlake ? 'snow-flake' : 'snow-ball', isFlake ? 0.07 : 0.045), {
        across,
        size: isFlake ? 0.45 + 0.55 * near : 0.25 + 0.75 * near ** 2,
        opacity: isFlake ? 0.9 : 0.6 + 0.35 * near,
        seconds: 9 - 3.5 * near,
        sway: 0.025,
        turn: 50 * (making.random() - 0.5),
        direction: 'down',
      })
    }),
  sparkles: (making) => scattered(making, 32, (_, index) => twinkling(making, index)),
}

const PAPERS = ['confetti-coral', 'confetti-amber', 'confetti-sky', 'confetti-violet', 'confetti-mint'] as const

function drawing({ unit }: Making, name: string, size: number): Drawing {
  const side = Math.round(size * unit)
  return { kind: 'lottie', file: fileURLToPath(new URL(`${name}.json`, import.meta.url)), width: side, height: side }
}

/** How many pieces fill a square; another shape has as many to the area. */
function scattered({ width, height, unit }: Making, count: number, piece: (across: number, index: number) => LottieNode): LottieNode[] {
  const pieces = Math.round((count * width * height) / unit ** 2)
  // Steps of the golden ratio spread any number of pieces evenly, without rows.
  return Array.from({ length: pieces }, (_, index) => piece((index * GOLDEN) % 1, index))
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

interface Passage {
  /** 0..1 of the frame's width. */
  readonly across: number
  /** Of the drawing. */
  readonly size: number
  readonly opacity: number
  /** Once through a frame as high as the frame's shorter side is. */
  readonly seconds: number
  /** To either side, as a share of the frame's shorter side. */
  readonly sway: number
  /** Degrees in one passage. */
  readonly turn: number
  readonly direction: 'up' | 'down'
}

/** A piece that goes through the frame from edge to edge, over and over, at any time somewhere on its way. */
function passing(making: Making, shape: Drawing, { across, size, opacity, seconds, sway, turn, direction }: Passage): LottieNode {
  const { width, height, unit, random, intensity } = making
  const outside = shape.height
  const [top, bottom] = [-outside, height + outside]
  const [from, to] = direction === 'down' ? [top, bottom] : [bottom, top]
  const period = (seconds * Math.sqrt(height / unit)) / (0.7 + 0.3 * intensity)
  const begun = random()
  return {
    ...shape,
    phase: 7 * random(),
    x: swaying(across * width, sway * unit, 2.2 + 2 * random(), random()),
    y: repeated(making.seconds, period, begun, () => ({ from, to })),
    rotation: tween(
      360 * begun * Math.sign(turn),
      360 * begun * Math.sign(turn) + (turn * making.seconds) / period,
      0,
      making.seconds,
      'linear',
    ),
    scaleX: size,
    scaleY: size,
    opacity,
  }
}

/** Of the file: a sparkle goes somewhere else each time it has gone out. */
const TWINKLE = { star: 2, dot: 1.5 } as const

function twinkling(making: Making, index: number): LottieNode {
  const { width, height, unit, random } = making
  const kind = index % 2 === 0 ? 'star' : 'dot'
  const period = TWINKLE[kind]
  const begun = random()
  const size = kind === 'star' ? 0.35 + 0.65 * random() ** 2 : 0.4 + 0.6 * random()
  const inset = 0.02 * unit
  const place = (reach: number): Track =>
    repeated(making.seconds, period, begun, () => {
      const at = inset + random() * (reach - 2 * inset)
      return { from: at, to: at }
    })
  return {
    ...drawing(making, `sparkle-${kind}`, kind === 'star' ? 0.15 : 0.06),
    phase: begun * period,
    x: place(width),
    y: place(height),
    scaleX: size,
    scaleY: size,
  }
}

/**
 * A straight way that begins anew in every period.
 * @param begun share of the first period that is over when the clip begins
 */
function repeated(seconds: number, period: number, begun: number, way: () => { readonly from: number; readonly to: number }): Track {
  const keys: Keyframe[] = []
  for (let start = -begun * period; start < seconds; start += period) {
    const { from, to } = way()
    keys.push({ at: start, value: from, easing: 'linear' }, { at: start + period, value: to, easing: 'linear' })
  }
  return { keys }
}
