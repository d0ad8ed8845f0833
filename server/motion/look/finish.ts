import type { FrameSize } from 'shared/camera'
import type { Look } from './look.ts'

/** Width over height of what a cinematic clip leaves between its bars. */
const SCOPE = 2.39

/** Share of the height that one bar takes of a 16:9 frame. */
const MOST_BAR = (1 - 16 / 9 / SCOPE) / 2

/** Grain's strength for ffmpeg's noise: fine enough that two frames of a still scene differ by less than a ΔE of 1. */
const GRAIN = 3

/** Filters of the finished frames at the encoder, in YUV: what belongs to the film and not to the scene. Empty where there is nothing. */
export function finishFilters(look: Look, frame: FrameSize): readonly string[] {
  if (look.style !== 'cinematic') return []
  return [`noise=c0s=${GRAIN}:c0f=t:c0_seed=${look.seed % 2_147_483_647}`, ...(look.bars ? bars(frame) : [])]
}

/** Black above and below, never more of a tall frame than of one in 16:9. Rows are even, for chroma. */
function bars({ width, height }: FrameSize): readonly string[] {
  const share = Math.min(MOST_BAR, Math.max(0, (1 - width / SCOPE / height) / 2))
  const rows = 2 * Math.round((height * share) / 2)
  if (rows === 0) return []
  return [`drawbox=x=0:y=0:w=iw:h=${rows}:c=black:t=fill`, `drawbox=x=0:y=ih-${rows}:w=iw:h=${rows}:c=black:t=fill`]
}
