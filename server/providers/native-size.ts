import type { FrameSize } from 'shared/camera'
import type { NativeSize } from './catalog.ts'
import type { Mode } from './port.ts'

/** Pixels of a result count as well as those that were asked for up to this. */
const MOST_ENLARGED = 2
/** A clip that is wider than another by less than this has the same shape. */
const SAME_SHAPE = 0.02

/** How many times a result has to be enlarged to fill a frame, once it is cut to the frame's shape. Below 1 it is made smaller. */
export function enlargementOf(size: FrameSize, frame: FrameSize): number {
  return Math.max(frame.width / size.width, frame.height / size.height)
}

/**
 * The size to buy for a frame: of those that need no more than twofold enlarging the one that wastes the fewest pixels, the right shape
 * first. Null where none is large enough.
 */
export function nativeSizeFor(
  native: { readonly modes: readonly Mode[]; readonly sizes: readonly NativeSize[] },
  mode: Mode,
  frame: FrameSize,
): NativeSize | null {
  const able = native.sizes.filter((size) => (size.modes ?? native.modes).includes(mode) && enlargementOf(size, frame) <= MOST_ENLARGED)
  const [best] = able.toSorted((a, b) => cost(a, frame) - cost(b, frame))
  return best ?? null
}

/** What is lost by a size, least first: its pixels that are cut off, then enlarging, then pixels that are paid for and thrown away. */
function cost(size: NativeSize, frame: FrameSize): number {
  const factor = enlargementOf(size, frame)
  const cut = 1 - (frame.width * frame.height) / (factor * factor) / (size.width * size.height)
  const shape = cut < SAME_SHAPE ? 0 : cut
  return shape * 4 + Math.max(0, factor - 1) * 2 + Math.max(0, 1 - factor)
}
