import type { Lighting } from 'shared/strategy'
import { hex } from './colour.ts'
import type { GradeSettings } from './grade.ts'

/** What each light does to the colours of the scene at full strength; the overlays add the light itself. */
export const LIGHTING_GRADES: Readonly<Record<Lighting, GradeSettings>> = {
  high_contrast: { contrast: 1.55, pivot: 0.52, black: -0.03, saturation: 1.08, exposure: 0.05 },
  neon_glow: {
    exposure: -0.5,
    white: 0.84,
    contrast: 1.26,
    pivot: 0.55,
    saturation: 1.22,
    shadows: { colour: hex('#4a2bd6'), amount: 0.46 },
    highlights: { colour: hex('#c35cff'), amount: 0.2 },
  },
  golden_hour: {
    exposure: 0.02,
    warmth: 0.75,
    contrast: 1.08,
    saturation: 1.08,
    black: 0.015,
    shadows: { colour: hex('#6a4a9a'), amount: 0.2 },
    highlights: { colour: hex('#ffb04a'), amount: 0.24 },
  },
  soft_key: {
    exposure: 0.34,
    contrast: 0.93,
    pivot: 0.5,
    black: 0.025,
    warmth: 0.12,
    saturation: 1.02,
  },
  natural: { exposure: 0.16, contrast: 1.04, vibrance: 0.16, warmth: -0.05, black: 0.005 },
  warm_ambient: {
    exposure: -0.34,
    warmth: 0.66,
    contrast: 1.06,
    black: 0.015,
    shadows: { colour: hex('#8a4a20'), amount: 0.28 },
    highlights: { colour: hex('#ffcf8a'), amount: 0.16 },
  },
  neon_noir: {
    exposure: -1.3,
    white: 0.76,
    warmth: -0.5,
    contrast: 1.5,
    pivot: 0.5,
    saturation: 0.85,
    shadows: { colour: hex('#1c2fc0'), amount: 0.55 },
    highlights: { colour: hex('#5a4cff'), amount: 0.48 },
  },
  volumetric: {
    exposure: -0.72,
    warmth: -0.2,
    contrast: 1.04,
    black: 0.045,
    white: 0.93,
    saturation: 0.88,
    shadows: { colour: hex('#2f5a86'), amount: 0.3 },
    highlights: { colour: hex('#ffe9c4'), amount: 0.16 },
  },
}
