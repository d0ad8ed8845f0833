/** No words are smaller, as a share of the frame's shorter side: 39 px at 1080p, legible on a phone. */
export const SMALLEST_TEXT = 0.036
