import { alignUp } from '../../memory.ts'
import { type Desk, placeCoverage, placeRgba } from '../../sources.ts'
import type { Source } from '../../scene.ts'
import type { Colour, Fill } from '../node.ts'
import { isPictorial } from '../../../drawing/index.ts'
import { type Drawn, extentsOf, paint } from './paint.ts'

/** A leaf as a source, and how it lies around the leaf's origin. */
export interface Sprite {
  readonly source: Source
  /** Of the source, in its own pixels. */
  readonly width: number
  readonly height: number
  /** Where the node's origin is in the source. */
  readonly x: number
  readonly y: number
  /** Pixels of the source for one of the node. */
  readonly density: number
}

/** Transparent pixels around everything, so that what is drawn never touches the source's border. */
export const MARGIN = 4
/** Pixels that are enough for what has no edges, whatever its size. */
const SOFT_PIXELS = 160
/** A blur needs no more pixels than this for one standard deviation. */
const BLUR_PIXELS = 4

/**
 * Draws a leaf once.
 * @param scale the largest at which it is seen
 */
export function rasterise(desk: Desk, node: Drawn, scale: number): Sprite {
  const extents = extentsOf(node)
  const [across, down] = [extents.right - extents.left, extents.bottom - extents.top]
  const density = densityOf(node, Math.max(across, down), scale)
  // A whole pixel lies on the node's origin, so that what rests on whole pixels is not softened.
  const x = Math.ceil(-extents.left * density) + MARGIN
  const y = Math.ceil(-extents.top * density) + MARGIN
  const width = alignUp(x + Math.ceil(extents.right * density) + MARGIN, 2)
  const height = alignUp(y + Math.ceil(extents.bottom * density) + MARGIN, 2)
  const rgba = paint(node, extents, { width, height, x, y, density }).getContext('2d').getImageData(0, 0, width, height).data
  const size = { width, height }
  const source =
    isOneColour(node.fill) && !(node.kind === 'text' && isPictorial(node.text))
      ? placeCoverage(desk, { ...size, data: alphaOf(rgba) }, channels(node.fill.colour))
      : placeRgba(desk, { ...size, data: Buffer.from(rgba.buffer) })
  return { source, ...size, x, y, density }
}

/** What fades out is one colour too. */
function isOneColour(fill: Fill): fill is Extract<Fill, { readonly colour: Colour }> {
  return fill.kind === 'solid' || fill.kind === 'glow'
}

function densityOf(node: Drawn, size: number, scale: number): number {
  if (node.fill.kind === 'glow') return Math.min(scale, SOFT_PIXELS / size)
  if (node.kind === 'rectangle' && node.blur !== undefined) return Math.min(scale, BLUR_PIXELS / node.blur)
  return node.kind === 'polygon' ? scale * (node.detail ?? 1) : scale
}

function alphaOf(rgba: Uint8ClampedArray): Uint8Array {
  const alpha = new Uint8Array(rgba.length / 4)
  for (let index = 0; index < alpha.length; index++) alpha[index] = rgba[index * 4 + 3] ?? 0
  return alpha
}

/** The channels of `#rrggbb`. */
export function channels(colour: Colour): { readonly r: number; readonly g: number; readonly b: number } {
  const value = Number.parseInt(colour.slice(1), 16)
  return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 }
}
