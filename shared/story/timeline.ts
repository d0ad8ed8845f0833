/** Where each segment of a story lies in its film. */

/** What a segment contributes to the film's length. */
export interface TimedPart {
  /** Seconds, above 0. */
  readonly length: number
  /** How it goes over into the next; the last one's counts for nothing. */
  readonly boundary: { readonly kind: string; readonly seconds: number }
}

/** A segment in its place; seconds of the film. */
export interface PlacedPart {
  readonly start: number
  readonly end: number
  /** Seconds that it shares with the next one. */
  readonly overlap: number
}

export interface Timeline {
  readonly parts: readonly PlacedPart[]
  /** Seconds; overlaps counted once. */
  readonly duration: number
}

/** Boundaries at which the next segment begins where this one ends. */
const BUTTED: ReadonlySet<string> = new Set(['cut', 'continuous'])

/** Whether a boundary of this kind shares seconds of both its neighbours. */
export function overlaps(kind: string): boolean {
  return !BUTTED.has(kind)
}

/**
 * Lays segments out one after the other in whole frames. Those joined by a transition share its seconds, but never more than half of the
 * shorter of the two, so that no two transitions of one segment meet.
 * @param frameRate frames a second, to which all lengths are rounded; a segment has at least one
 */
export function timelineOf(parts: readonly TimedPart[], frameRate: number): Timeline {
  const lengths = parts.map(({ length }) => Math.max(1, Math.round(length * frameRate)))
  const placed: PlacedPart[] = []
  let start = 0
  for (const [index, { boundary }] of parts.entries()) {
    const [length = 1, next = 0] = [lengths[index], lengths[index + 1]]
    const shared = Math.floor(Math.min(length, next) / 2)
    const overlap = overlaps(boundary.kind) ? Math.min(Math.round(boundary.seconds * frameRate), shared) : 0
    placed.push({ start: start / frameRate, end: (start + length) / frameRate, overlap: overlap / frameRate })
    start += length - overlap
  }
  return { parts: placed, duration: start / frameRate }
}
