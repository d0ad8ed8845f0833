/** Space between tiles, in CSS pixels. */
export const GAP = 8
const NARROWEST_TILE = 138

/** How many columns fit, at least two. */
export function columnsFor(width: number): number {
  return Math.max(2, Math.floor((width + GAP) / (NARROWEST_TILE + GAP)))
}
