import type { Framing } from 'shared/camera'
import type { Pixels } from '../sources.ts'
import type { MotionPicture, MotionReport } from '../spec.ts'
import { type CutOut, cutOut } from './cut-out.ts'
import { type DepthBands, depthBands } from './depth-bands.ts'
import { coverageOf, decodeGrey, type MaskGeometry, placeMask, touchesBorder } from './mask.ts'
import { mainParts } from './main-parts.ts'
import type { Raster } from './raster.ts'

/** What a picture is to be taken apart by. */
export type Layering =
  | { readonly kind: 'whole_picture' }
  | { readonly kind: 'cut_out'; readonly mask: Raster }
  | { readonly kind: 'depth_map'; readonly bands: DepthBands }

/** A picture as parts before what is left of it. */
export interface Apart {
  readonly kind: MotionReport['parallax']
  readonly behind: Pixels
  /** Back to front. */
  readonly parts: readonly CutOut[]
}

/** Shares of the framed picture between which a part has something to move before. */
const COVERAGE = { least: 0.01, most: 0.75 } as const

/**
 * How a picture can be taken apart once it is framed: by a depth map, which only a person's own model gives, else by its subject's
 * mask. On a fill a picture whose part is cut by the border stays whole: the cut edge would be seen to slide along that border.
 * So does one whose mask or depth map cannot be read.
 */
export async function chooseLayering({ depth, mask }: Pick<MotionPicture, 'depth' | 'mask'>, framing: Framing): Promise<Layering> {
  const bands = depth === null || framing.kind === 'blur' ? null : await decodeGrey(depth).then(depthBands, () => null)
  if (bands !== null && isWorthMoving(bands.near, framing) && isWorthMoving(bands.middle, framing)) return { kind: 'depth_map', bands }
  const subject = mask === null ? null : await decodeGrey(mask).then(mainParts, () => null)
  const isCut = framing.kind === 'blur' && subject !== null && touchesBorder(subject)
  if (subject === null || isCut || !isWorthMoving(subject, framing)) return { kind: 'whole_picture' }
  return { kind: 'cut_out', mask: subject }
}

function isWorthMoving(mask: Raster, framing: Framing): boolean {
  const covered = coverageOf(mask, framing)
  return covered >= COVERAGE.least && covered <= COVERAGE.most
}

/** Takes a prepared picture apart. Of what the layering names but the picture does not show, nothing is cut out. */
export async function takeApart(picture: Pixels, layering: Layering, geometry: MaskGeometry): Promise<Apart> {
  const whole: Apart = { kind: 'whole_picture', behind: picture, parts: [] }
  if (layering.kind === 'whole_picture') return whole
  const front = layering.kind === 'cut_out' ? layering.mask : layering.bands.near
  const first = await cutOut(picture, placeMask(front, geometry))
  if (first === null) return whole
  const cut: Apart = { kind: 'cut_out', behind: first.behind, parts: [first.part] }
  if (layering.kind === 'cut_out') return cut
  const second = await cutOut(first.behind, placeMask(layering.bands.middle, geometry))
  return second === null ? cut : { kind: 'depth_map', behind: second.behind, parts: [second.part, first.part] }
}
