/** How well a picture follows another: as `continuity` of the wire has it. */
export interface FrameContinuity {
  /** From 0 to 1; 1 is seamless. That of the worst of the three traits. */
  readonly score: number
  readonly ssim: number
  /** CIE ΔE 2000 of both pictures' mean colours. */
  readonly colourDifference: number
  /** How far the picture jumps, as a share of its width. */
  readonly motionJump: number
  readonly warning?: 'colour' | 'content' | 'motion'
}
