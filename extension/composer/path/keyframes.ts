import { type PathKeyframe, type Point } from 'shared/camera'
import { PATH } from '../limits.ts'

export type Path = readonly PathKeyframe[]

/** What a new path starts from: straight in on the middle. */
export const FIRST_PATH: Path = [
  { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 },
  { t: 1, x: 0.5, y: 0.5, zoom: 1.6, roll: 0 },
]

/** Two keyframes are never nearer in time than this share of the clip. */
const SHORTEST = 0.02
const STEP = { move: 0.02, fine: 0.005, zoom: 1.05, roll: 1 } as const

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(low, high), Math.max(low, value))
/** As many digits as anyone sees the difference of, so that requests stay readable. */
const tidy = (value: number): number => Math.round(value * 1e4) / 1e4
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Sides of the box around what a keyframe shows, as shares of the framed picture. */
export function reachOf(
  { zoom, roll }: Pick<PathKeyframe, 'zoom' | 'roll'>,
  aspect: number,
): { readonly width: number; readonly height: number } {
  const [across, along] = [Math.abs(Math.sin(radians(roll))), Math.abs(Math.cos(radians(roll)))]
  return { width: (along + across / aspect) / zoom, height: (along + across * aspect) / zoom }
}

/**
 * The keyframe with all that it shows inside the framed picture: nearer as far as its roll needs, then towards the middle.
 * @param aspect frame width divided by frame height
 */
export function settle(keyframe: PathKeyframe, aspect: number): PathKeyframe {
  const roll = clamp(keyframe.roll, -PATH.roll, PATH.roll)
  const { width, height } = reachOf({ zoom: 1, roll }, aspect)
  const least = Math.max(PATH.zoom.minimum, width, height)
  const zoom = Math.min(PATH.zoom.maximum, Math.max(Math.ceil(least * 1e4) / 1e4, tidy(keyframe.zoom)))
  const [halfWidth, halfHeight] = [width / zoom / 2, height / zoom / 2]
  return {
    t: keyframe.t,
    x: tidy(clamp(keyframe.x, halfWidth, 1 - halfWidth)),
    y: tidy(clamp(keyframe.y, halfHeight, 1 - halfHeight)),
    zoom,
    roll: tidy(roll),
  }
}

/** The path with one keyframe changed. */
export function change(path: Path, index: number, part: Partial<Omit<PathKeyframe, 't'>>, aspect: number): Path {
  return path.map((keyframe, at) => (at === index ? settle({ ...keyframe, ...part }, aspect) : keyframe))
}

/** Sets the time of an inner keyframe, between its neighbours; the first and the last stay at the ends of the clip. */
export function retime(path: Path, index: number, t: number): Path {
  const [before, after] = [path[index - 1], path[index + 1]]
  if (before === undefined || after === undefined) return path
  const at = tidy(clamp(t, before.t + SHORTEST, after.t - SHORTEST))
  return path.map((keyframe, each) => (each === index ? { ...keyframe, t: at } : keyframe))
}

/** The keyframes at even distances in time. */
function spaced(path: Path): Path {
  return path.map((keyframe, index) => ({ ...keyframe, t: tidy(index / (path.length - 1)) }))
}

/** A keyframe after the given one: half-way to the next, or nearer still behind the last. */
export function addAfter(path: Path, index: number, aspect: number): Path {
  const [at, next] = [path[index], path[index + 1]]
  if (at === undefined || path.length >= PATH.keyframes.maximum) return path
  const half = (one: number, other: number): number => (one + other) / 2
  const added =
    next === undefined
      ? { ...at, zoom: at.zoom * 1.25 }
      : { t: 0, x: half(at.x, next.x), y: half(at.y, next.y), zoom: Math.sqrt(at.zoom * next.zoom), roll: half(at.roll, next.roll) }
  return spaced([...path.slice(0, index + 1), settle(added, aspect), ...path.slice(index + 1)])
}

/** The path without a keyframe; two always stay. */
export function removeAt(path: Path, index: number): Path {
  return path.length <= PATH.keyframes.minimum ? path : spaced(path.filter((_, at) => at !== index))
}

/** A keyframe changed places with the one before (-1) or after it (1); the times stay. */
export function swap(path: Path, index: number, by: -1 | 1): Path {
  const [one, other] = [path[index], path[index + by]]
  if (one === undefined || other === undefined) return path
  return path.map((keyframe, at) => {
    if (at === index) return { ...other, t: keyframe.t }
    return at === index + by ? { ...one, t: keyframe.t } : keyframe
  })
}

/**
 * The magnification at which the corner of a keyframe that is dragged lies as far from its middle as the pointer does.
 * @param to the pointer, as shares of the framed picture
 */
export function zoomTo(keyframe: PathKeyframe, to: Point, aspect: number): number {
  const distance = Math.hypot((to.x - keyframe.x) * aspect, to.y - keyframe.y)
  return Math.hypot(aspect, 1) / 2 / Math.max(distance, 1e-3)
}

/** The roll, in degrees, at which the upper edge of a keyframe faces the pointer. */
export function rollTo(keyframe: PathKeyframe, to: Point, aspect: number): number {
  const degrees = (Math.atan2((to.x - keyframe.x) * aspect, keyframe.y - to.y) * 180) / Math.PI
  // Near upright is meant to be upright.
  return Math.abs(degrees) < 1.5 ? 0 : clamp(degrees, -PATH.roll, PATH.roll)
}

/**
 * What a key does to the keyframe: arrows move it (with Shift in fine steps), plus and minus bring it nearer or further away, square
 * brackets or comma and full stop turn it, Delete removes it. Null for other keys.
 */
export function keyToPath(
  path: Path,
  index: number,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  aspect: number,
): Path | null {
  const keyframe = path[index]
  if (keyframe === undefined) return null
  const { x, y, zoom, roll } = keyframe
  const step = shiftKey ? STEP.fine : STEP.move
  const parts: Readonly<Record<string, Partial<Omit<PathKeyframe, 't'>>>> = {
    ArrowLeft: { x: x - step },
    ArrowRight: { x: x + step },
    ArrowUp: { y: y - step },
    ArrowDown: { y: y + step },
    '+': { zoom: zoom * STEP.zoom },
    '=': { zoom: zoom * STEP.zoom },
    '-': { zoom: zoom / STEP.zoom },
    '[': { roll: roll - STEP.roll },
    ']': { roll: roll + STEP.roll },
    ',': { roll: roll - STEP.roll },
    '.': { roll: roll + STEP.roll },
  }
  if (key === 'Delete' || key === 'Backspace') return removeAt(path, index)
  const part = parts[key]
  return part === undefined ? null : change(path, index, part, aspect)
}
