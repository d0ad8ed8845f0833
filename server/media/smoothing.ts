/** How unlike its neighbour a frame must be to begin a new scene, of 100; ffmpeg's own default. */
const SCENE_CHANGE = 10

/** A rate that is this much lower than another is lower; less is rounding. */
const LOWER = 0.995

/**
 * The filters that make the frames a clip lacks by following what moves, in both directions; null where none have to be made. At a cut
 * frames are repeated instead, so that no scene shows through the other.
 * About 0.3 s of one thread a frame of 1280x720.
 * @param from frames a second of the clip
 * @param to frames a second that are wanted
 */
export function smoothingFilter(from: number, to: number): string | null {
  if (from <= 0 || from >= to * LOWER) return null
  // The filter keeps back what it has no later frame for: without the padding the clip's last frame would never be shown.
  return `tpad=stop=2:stop_mode=clone,minterpolate=fps=${to}:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1:scd=fdiff:scd_threshold=${SCENE_CHANGE}`
}
