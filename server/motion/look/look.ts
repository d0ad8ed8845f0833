import type { Lighting, Style } from 'shared/strategy'
import type { MotionLook } from '../spec.ts'

/** How a picture or a clip is to look. */
export interface Look {
  readonly style: Style
  readonly lighting: Lighting | null
  /** Of the lighting, 0..1; two thirds is what the lighting was drawn for. */
  readonly strength: number
  /** Of the motion: 1 is medium. */
  readonly intensity: number
  /** Whether a cinematic clip is framed by bars. */
  readonly bars: boolean
  /** Decides sides, places and grain. */
  readonly seed: number
}

/** The look that a spec asks for. */
export function lookOf(spec: MotionLook & { readonly intensity: number; readonly seed: number }): Look {
  const { style, lighting, lightingStrength: strength, intensity, bars, seed } = spec
  return { style, lighting, strength, intensity, bars, seed }
}

/** Whether the look leaves every pixel as it is, so that nothing needs to be spent on it. */
export function isPlain({ style, lighting }: Look): boolean {
  return style === 'realistic' && lighting === null
}

/** How much further layers move apart than they would in the realistic style: relief is what the 3d style is about. */
export function parallaxGain({ style }: Look): number {
  return style === '3d' ? 1.6 : 1
}

/** How strong the lighting is, 1 as it was drawn. */
export function lightGain({ strength }: Look): number {
  return strength * 1.5
}
