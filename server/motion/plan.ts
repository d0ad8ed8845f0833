/** The arithmetic between the camera, the framing and the kernel. Pure. */

import { type FrameSize, type Homography, isAxisAligned, multiply, type Rectangle, showBox } from 'shared/camera'

/** A picture shrunk as a whole, of which only a region is kept. Pixels. */
export interface SourcePlan {
  readonly resized: FrameSize
  readonly region: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}

/** Pixels kept around the box that is shown, so that the filter never reads a repeated edge where the picture goes on. */
const MARGIN = 8

/**
 * How to shrink a picture so that at the camera's closest view one pixel of it becomes one pixel of the frame; a picture that is too
 * small for that stays as it is. Shares of the picture stay shares of the shrunk one, so rounding its sides moves nothing.
 * @param box what the framing shows, as shares of the picture
 * @param zoom the camera's largest magnification, >= 1
 */
export function planSource(picture: FrameSize, frame: FrameSize, box: Rectangle, zoom: number): SourcePlan {
  const wanted = Math.max((frame.width * zoom) / (box.width * picture.width), (frame.height * zoom) / (box.height * picture.height))
  const scale = Math.min(1, wanted)
  const resized = { width: Math.max(1, Math.ceil(picture.width * scale)), height: Math.max(1, Math.ceil(picture.height * scale)) }
  const across = span(box.x, box.width, resized.width)
  const down = span(box.y, box.height, resized.height)
  return { resized, region: { left: across.from, top: down.from, width: across.length, height: down.length } }
}

function span(start: number, share: number, size: number): { from: number; length: number } {
  const from = Math.max(0, Math.floor(start * size) - MARGIN)
  const to = Math.min(size, Math.ceil((start + share) * size) + MARGIN)
  return { from, length: Math.max(1, to - from) }
}

/** Maps shares of the framed picture to shares of the region that is kept. */
export function framedToRegion(box: Rectangle, { resized, region }: SourcePlan): Homography {
  const crop: Homography = [
    resized.width / region.width,
    0,
    -region.left / region.width,
    0,
    resized.height / region.height,
    -region.top / region.height,
    0,
    0,
    1,
  ]
  return multiply(crop, showBox(box))
}

/** Where one axis of an output plane samples its source: sample i at `start + step * i`, counted in samples from the first one's centre. */
export interface Sampling {
  readonly start: number
  readonly step: number
}

/** The samplings of a frame's luma and chroma planes. */
export interface FrameSampling {
  readonly luma: { readonly across: Sampling; readonly down: Sampling }
  readonly chroma: { readonly across: Sampling; readonly down: Sampling }
}

/**
 * How an axis-aligned view samples a source. Chroma lies on even luma columns and between luma rows (MPEG-2 siting), in source and
 * frame alike. Throws a RangeError for a view that is not axis-aligned.
 * @param view output shares to source shares
 */
export function sampling(view: Homography, source: FrameSize, frame: FrameSize): FrameSampling {
  if (!isAxisAligned(view)) throw new RangeError('only views that scale and shift can be rendered')
  const w = view[8]
  const across = { scale: (view[0] / w) * (source.width / frame.width), shift: (view[2] / w) * source.width }
  const down = { scale: (view[4] / w) * (source.height / frame.height), shift: (view[5] / w) * source.height }
  return {
    luma: { across: luma(across), down: luma(down) },
    chroma: {
      across: { start: (across.scale * 0.5 + across.shift - 0.5) / 2, step: across.scale },
      down: { start: (down.scale + down.shift - 1) / 2, step: down.scale },
    },
  }
}

/** A pixel's centre lies half a pixel after its edge. */
function luma({ scale, shift }: { scale: number; shift: number }): Sampling {
  return { start: scale * 0.5 + shift - 0.5, step: scale }
}

/** Filter taps for a step: the cubic's four, more once it is widened by shrinking. `across` comes in whole vectors. */
export function taps(step: number): { readonly across: 4 | 8; readonly down: 4 | 6 | 8 } {
  if (step <= 1 + 1e-6) return { across: 4, down: 4 }
  return { across: 8, down: step <= 1.25 ? 6 : 8 }
}
