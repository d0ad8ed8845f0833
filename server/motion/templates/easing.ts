/** The easings of type and shapes, as the field names them (Robert Penner, 2001). Each maps 0..1 to a curve from 0 to 1. */

const OVERSHOOT = 1.70158

export const TEMPLATE_EASINGS = {
  linear: (t: number): number => t,
  easeInCubic: (t: number): number => t ** 3,
  easeOutCubic: (t: number): number => 1 - (1 - t) ** 3,
  easeInOutCubic: (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2),
  easeOutQuint: (t: number): number => 1 - (1 - t) ** 5,
  easeInOutQuint: (t: number): number => (t < 0.5 ? 16 * t ** 5 : 1 - (2 - 2 * t) ** 5 / 2),
  /** Passes its end by a tenth and comes back. */
  easeOutBack: (t: number): number => 1 + (OVERSHOOT + 1) * (t - 1) ** 3 + OVERSHOOT * (t - 1) ** 2,
  /** Jumps at its end. */
  hold: (t: number): number => (t < 1 ? 0 : 1),
} as const satisfies Record<string, (t: number) => number>

export type TemplateEasing = keyof typeof TEMPLATE_EASINGS
