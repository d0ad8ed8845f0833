import { type FrameSize, type Homography, IDENTITY, invert, multiply, type Point, project, type Rectangle } from 'shared/camera'
import { type Outcome, succeed } from 'shared/wire'
import type { Draw, Source } from '../scene.ts'
import type { MotionPicture } from '../spec.ts'
import type { Desk } from '../sources.ts'
import type { Leaf, Node, Placement, Window } from './node.ts'
import { rasteriseLottie } from './raster/lottie.ts'
import { rasterisePicture } from './raster/picture.ts'
import { rasterise, type Sprite } from './raster/rasterise.ts'
import { largest, type Track, valueAt } from './track.ts'

/** What a graph's leaves were drawn to, and how they are seen. */
export interface Compiled {
  readonly sources: readonly Source[]
  /** Draws of a time in seconds, back to front. */
  readonly draw: (seconds: number) => readonly Draw[]
}

interface Shown {
  readonly kind: Leaf['kind']
  /** One, or those of an animation in turn. */
  readonly sprites: readonly (Sprite & { readonly index: number })[]
  readonly frameRate: number
  /** Seconds of an animation that are over when the clip begins. */
  readonly phase: number
  /** From the outermost group to the leaf. */
  readonly placements: readonly Placement[]
}

/** Larger than this nothing is drawn: what is seen larger for a moment is enlarged. */
const LARGEST_SCALE = 1.5

/**
 * Draws every leaf of a graph once; leaves that look the same share a source.
 * Problems: `media_invalid` for a picture or an animation that cannot be read.
 */
export async function compile(
  desk: Desk,
  nodes: readonly Node[],
  clip: { readonly frame: FrameSize; readonly frameRate: number; readonly seconds: number; readonly picture: MotionPicture | null },
): Promise<Outcome<Compiled>> {
  const sources: Source[] = []
  const drawn = new Map<string, Pick<Shown, 'sprites' | 'frameRate'>>()
  const shown: Shown[] = []
  for (const { leaf, placements } of leaves(nodes, [])) {
    const scale = Math.min(LARGEST_SCALE, scaleOf(placements))
    const key = JSON.stringify([appearance(leaf), scale])
    let sprites = drawn.get(key)
    if (sprites === undefined) {
      const made = await draw(desk, leaf, scale, clip)
      if (!made.ok) return made
      const indexed = made.value.sprites.map((sprite) => ({ ...sprite, index: sources.push(sprite.source) - 1 }))
      sprites = { sprites: indexed, frameRate: made.value.frameRate }
      drawn.set(key, sprites)
    }
    shown.push({ ...sprites, kind: leaf.kind, phase: leaf.kind === 'lottie' ? leaf.phase : 0, placements })
  }
  const unit = Math.min(clip.frame.width, clip.frame.height)
  const reach = { x: (CLEARANCE * unit) / clip.frame.width, y: (CLEARANCE * unit) / clip.frame.height }
  return succeed({
    sources,
    draw: (seconds) =>
      clearOfWords(
        shown.flatMap((each) => see(each, seconds, clip.frame) ?? []),
        reach,
      ).map(({ draw }) => draw),
  })
}

interface Placed {
  readonly leaf: Leaf
  readonly placements: readonly Placement[]
}

function leaves(nodes: readonly Node[], above: readonly Placement[]): readonly Placed[] {
  return nodes.flatMap((node) => {
    const placements = [...above, node]
    return node.kind === 'group' ? leaves(node.children, placements) : [{ leaf: node, placements }]
  })
}

/** All of a leaf that decides how it looks, and nothing of where it is. */
function appearance(leaf: Leaf): object {
  return { ...leaf, x: 0, y: 0, scaleX: 1, scaleY: 1, rotation: 0, opacity: 1, window: null, phase: 0 }
}

function scaleOf(placements: readonly Placement[]): number {
  const along = (pick: (placement: Placement) => Track | undefined): number =>
    placements.reduce((product, placement) => product * Math.max(1, largest(pick(placement) ?? 1)), 1)
  return Math.max(
    along(({ scaleX }) => scaleX),
    along(({ scaleY }) => scaleY),
  )
}

async function draw(
  desk: Desk,
  leaf: Leaf,
  scale: number,
  { frameRate, seconds, picture }: { readonly frameRate: number; readonly seconds: number; readonly picture: MotionPicture | null },
): Promise<Outcome<{ readonly sprites: readonly Sprite[]; readonly frameRate: number }>> {
  if (leaf.kind === 'lottie') return await rasteriseLottie(desk, leaf, { frameRate, seconds })
  if (leaf.kind !== 'picture') return succeed({ sprites: [rasterise(desk, leaf, scale)], frameRate })
  if (picture === null) return succeed({ sprites: [], frameRate })
  const sprite = await rasterisePicture(desk, leaf, picture, scale)
  return sprite.ok ? succeed({ sprites: [sprite.value], frameRate }) : sprite
}

/** Less than half a level of 8 bits cannot be seen. */
const INVISIBLE = 0.002

/** A draw, and where of the frame it is seen. */
interface Seen {
  readonly kind: Leaf['kind']
  readonly draw: Draw
  readonly box: Rectangle
}

function see({ kind, sprites, frameRate, phase, placements }: Shown, seconds: number, frame: FrameSize): Seen | null {
  const sprite = sprites[sprites.length === 1 ? 0 : Math.floor((seconds + phase) * frameRate) % sprites.length]
  if (sprite === undefined) return null
  let matrix: Homography = IDENTITY
  let opacity = 1
  let clip: Rectangle | null = null
  for (const placement of placements) {
    matrix = multiply(matrix, matrixOf(placement, seconds))
    opacity *= Math.min(1, Math.max(0, valueAt(placement.opacity ?? 1, seconds)))
    if (placement.window !== undefined) clip = intersect(clip ?? WHOLE, windowAt(placement.window, seconds, matrix, frame))
  }
  if (opacity < INVISIBLE || Math.abs(matrix[0] * matrix[4] - matrix[1] * matrix[3]) < 1e-4) return null
  const { width, height, x, y, density } = sprite
  const toFrame = multiply(matrix, [width / density, 0, -x / density, 0, height / density, -y / density, 0, 0, 1])
  const shares = multiply([1 / frame.width, 0, 0, 0, 1 / frame.height, 0, 0, 0, 1], toFrame)
  const box = intersect(boundsOf(shares), clip ?? WHOLE)
  if (box === NOTHING) return null
  return { kind, box, draw: { source: sprite.index, view: invert(shares), opacity, blend: 'normal', clip } }
}

/** Nearer to words than this, as a share of the frame's shorter side, an animation fades. */
const CLEARANCE = 0.06
/** Words this opaque are kept free altogether. */
const STANDING = 0.2

/** Fades animations where they come near words, so that none ever lies on one. */
function clearOfWords(seen: readonly Seen[], reach: Point): readonly Seen[] {
  const words = seen.filter(({ kind }) => kind === 'text')
  return seen.flatMap((each) => {
    if (each.kind !== 'lottie') return [each]
    const clear = words.map((word) => 1 - Math.min(1, word.draw.opacity / STANDING) * (1 - easedGap(each.box, word.box, reach)))
    const opacity = each.draw.opacity * Math.min(1, ...clear)
    return opacity < INVISIBLE ? [] : [{ ...each, draw: { ...each.draw, opacity } }]
  })
}

/** 0 where two boxes overlap, 1 where they are further apart than the reach. */
function easedGap(one: Rectangle, other: Rectangle, reach: Point): number {
  const across = Math.max(one.x - other.x - other.width, other.x - one.x - one.width, 0)
  const down = Math.max(one.y - other.y - other.height, other.y - one.y - one.height, 0)
  const share = Math.min(1, Math.hypot(across / reach.x, down / reach.y))
  return share * share * (3 - 2 * share)
}

const WHOLE: Rectangle = { x: 0, y: 0, width: 1, height: 1 }
const NOTHING: Rectangle = { x: 0, y: 0, width: 0, height: 0 }

function matrixOf({ x, y, scaleX, scaleY, rotation }: Placement, seconds: number): Homography {
  const angle = (valueAt(rotation ?? 0, seconds) * Math.PI) / 180
  const [cos, sin] = angle === 0 ? [1, 0] : [Math.cos(angle), Math.sin(angle)]
  const [across, down] = [valueAt(scaleX ?? 1, seconds), valueAt(scaleY ?? 1, seconds)]
  return [cos * across, -sin * down, valueAt(x ?? 0, seconds), sin * across, cos * down, valueAt(y ?? 0, seconds), 0, 0, 1]
}

function windowAt({ left, top, right, bottom }: Window, seconds: number, matrix: Homography, frame: FrameSize): Rectangle {
  const from = project(matrix, { x: valueAt(left, seconds), y: valueAt(top, seconds) })
  const to = project(matrix, { x: valueAt(right, seconds), y: valueAt(bottom, seconds) })
  return {
    x: from.x / frame.width,
    y: from.y / frame.height,
    width: Math.max(0, to.x - from.x) / frame.width,
    height: Math.max(0, to.y - from.y) / frame.height,
  }
}

function boundsOf(shares: Homography): Rectangle {
  const corners = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0, y: 1 },
    { x: 1, y: 1 },
  ].map((corner) => project(shares, corner))
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** What two rectangles share; a rectangle without area where that is nothing. */
function intersect(one: Rectangle, other: Rectangle): Rectangle {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)]
  const width = Math.min(one.x + one.width, other.x + other.width) - x
  const height = Math.min(one.y + one.height, other.y + other.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : NOTHING
}
