import type { ClipRequest } from 'shared/wire'

/**
 * What a form can hold. The same numbers as in `shared/wire`, which this room knows by its types only, because its schemas would double the
 * panel's weight; a test holds the two together.
 */
/** Characters; `named` is the bound where a model is named. */
export const PROMPT = { minimum: 10, maximum: 500, named: 20_000 } as const
/** Seconds; `named` is the bound where a model is named. */
export const DURATION = { minimum: 3, maximum: 10, step: 0.5, default: 5, named: 60 } as const
/** Seconds of what is made in several segments. */
export const REEL_SECONDS = [15, 30, 60] as const
export const REFERENCES_MAXIMUM = 16
export const QUALITIES = ['draft', 'standard', 'high', 'master'] as const satisfies readonly ClipRequest['quality'][]
export const SEED_MAXIMUM = 4_294_967_295
export const RESOLUTIONS = ['720p', '1080p', '4k'] as const satisfies readonly ClipRequest['resolution'][]
export const FRAME_RATES = [24, 30, 60] as const satisfies readonly ClipRequest['frameRate'][]
export const SMOOTHINGS = ['none', 'motion'] as const satisfies readonly ClipRequest['smoothing'][]
/** An own camera path: how many keyframes it has, how near they come, how far they lean in degrees. */
export const PATH = { keyframes: { minimum: 2, maximum: 16 }, zoom: { minimum: 1, maximum: 8 }, roll: 45 } as const
/** Larger files are refused by the backend as well. */
export const FILE_MAXIMUM_BYTES = 50_000_000

/** The frame rate there is that is nearest to the given one, as the backend takes it. */
export function nearestFrameRate(rate: number): (typeof FRAME_RATES)[number] {
  const distance = (each: number): number => Math.abs(Math.log(each / rate))
  return FRAME_RATES.reduce((best, each) => (distance(each) < distance(best) ? each : best))
}
