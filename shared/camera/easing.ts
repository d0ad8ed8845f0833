/** The one table of easings. Each maps 0..1 to 0..1 and has continuous second derivatives (C2) over the whole line. */

const smootherstep = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10)

export const EASINGS = {
  /** Ken Perlin's smootherstep (2002), 6t^5 - 15t^4 + 10t^3: velocity and acceleration are zero at both ends. */
  smootherstep,
  /** Gathers speed for longer than it takes to stop: smootherstep of a time that itself accelerates. */
  rush: (t: number): number => smootherstep(t ** 1.6),
} as const satisfies Record<string, (t: number) => number>

export type Easing = keyof typeof EASINGS

/** Eases a time, clamped to 0..1. */
export function ease(easing: Easing, t: number): number {
  return EASINGS[easing](Math.min(1, Math.max(0, t)))
}

/** Rises from 0 to 1 and falls back to 0 over 0..1, C2 over the whole line: (4t(1 - t))³. */
export function swell(t: number): number {
  const at = Math.min(1, Math.max(0, t))
  return (4 * at * (1 - at)) ** 3
}
