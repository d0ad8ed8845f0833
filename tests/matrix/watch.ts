import { open } from 'node:fs/promises'
import type { FrameSize, Point } from 'shared/camera'

/** What is seen in one frame. */
export interface Sight {
  /** Centroid of the disc in pixels; null where it is not wholly in the frame or too faint. */
  readonly disc: Point | null
  /** Whether a pixel of the frame's edge is darker than the ground: black or transparent. */
  readonly edgeShows: boolean
}

/** Levels above the ground from which on a pixel of the edge belongs to the disc. */
const DISC = 6
/** Levels below the ground that say that nothing was there; a sharp filter undershoots by less beside the disc. */
const NOTHING = 20
/** Levels above the ground that the brightest of a disc must have: of a fainter one rounding moves the centroid. */
const FAINT = 60

/** Bytes of one yuv420p frame. */
export function frameBytes({ width, height }: FrameSize): number {
  return (width * height * 3) / 2
}

/** Looks at every frame of a raw yuv420p file: a light disc on an even ground of the given luma. */
export async function watch(path: string, frame: FrameSize, frames: number, ground: number): Promise<readonly Sight[]> {
  const file = await open(path)
  const luma = Buffer.alloc(frame.width * frame.height)
  const sights: Sight[] = []
  for (let index = 0; index < frames; index++) {
    await file.read(luma, 0, luma.length, index * frameBytes(frame))
    sights.push(look(luma, frame, ground))
  }
  await file.close()
  return sights
}

function look(luma: Buffer, frame: FrameSize, ground: number): Sight {
  const edge = edgeOf(luma, frame)
  const edgeShows = edge.some((level) => level < ground - NOTHING)
  const isCut = edge.some((level) => level > ground + DISC)
  return { disc: isCut ? null : centroid(luma, frame), edgeShows }
}

function edgeOf(luma: Buffer, { width, height }: FrameSize): readonly number[] {
  const top = [...luma.subarray(0, width)]
  const bottom = [...luma.subarray(width * (height - 1))]
  const sides = Array.from({ length: height }, (_, row) => [luma[row * width] ?? 0, luma[(row + 1) * width - 1] ?? 0])
  return [...top, ...bottom, ...sides.flat()]
}

/** What a sharp filter takes beside the disc it gives within: only both together leave the centroid where it is. */
function centroid(luma: Buffer, { width, height }: FrameSize): Point | null {
  const ground = luma[0] ?? 0
  let [weight, x, y, brightest] = [0, 0, 0, 0]
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const level = (luma[row * width + column] ?? 0) - ground
      if (level === 0) continue
      weight += level
      brightest = Math.max(brightest, level)
      x += level * (column + 0.5)
      y += level * (row + 0.5)
    }
  return brightest < FAINT ? null : { x: x / weight, y: y / weight }
}
