import type { Style } from 'shared/strategy'
import { clamp, type Grade, hex, mix, mixColours, type Oklab, smoothstep, toOklab, toRgb } from './colour.ts'
import { chain, gradeOf } from './grade.ts'

/** What each style does to colours, after the light; null leaves them. The filters of the style flatten, draw lines and glow. */
export const STYLE_GRADES: Readonly<Record<Style, Grade | null>> = {
  realistic: null,
  cinematic: gradeOf({
    exposure: -0.08,
    contrast: 1.34,
    pivot: 0.56,
    black: 0.03,
    white: 0.98,
    saturation: 0.92,
    shadows: { colour: hex('#0a7f8e'), amount: 0.62 },
    highlights: { colour: hex('#ff9436'), amount: 0.26 },
  }),
  cartoon: chain(gradeOf({ contrast: 1.12, saturation: 1.32, vibrance: 0.35, exposure: 0.12 }), stepped(5, 0.35)),
  anime: chain(
    gradeOf({
      exposure: 0.26,
      contrast: 1.04,
      saturation: 1.18,
      vibrance: 0.5,
      black: 0.1,
      shadows: { colour: hex('#5a5ae0'), amount: 0.36 },
      highlights: { colour: hex('#8fdcff'), amount: 0.08 },
    }),
    stepped(8, 0.55),
  ),
  'motion-graphics': poster,
  '3d': gradeOf({ exposure: 0.2, contrast: 1.04, saturation: 1.22, vibrance: 0.4, black: 0.045, white: 0.985 }),
}

/**
 * Gathers lightness in a few tones with soft steps between them; hue and chroma stay.
 * @param softness share of a tone's width over which it runs into the next, 1 would leave everything
 */
function stepped(tones: number, softness: number): Grade {
  return (colour) => {
    const [lightness, a, b] = toOklab(colour)
    const at = lightness * tones - 0.5
    const below = Math.floor(at)
    const step = smoothstep(0.5 - softness / 2, 0.5 + softness / 2, at - below)
    const gathered = clamp((below + step + 0.5) / tones)
    return toRgb([gathered, a, b])
  }
}

/** Flat inks of the poster, dark to light: one row for what is warm, one for what is cold. */
const INKS = {
  warm: ['#1b1240', '#7a1f6b', '#f0486a', '#ff9a4d', '#ffe7b8'],
  cold: ['#1b1240', '#3a2fae', '#6d6bff', '#6fd3ff', '#f1f5ff'],
} as const

/** The poster's inks by lightness; warm and cold things get inks of their own, so that a thing stays apart from what is behind it. */
function poster(colour: Readonly<Parameters<Grade>[0]>): ReturnType<Grade> {
  const [lightness, a, b]: Oklab = toOklab(colour)
  const at = clamp((lightness - 0.18) / 0.74) * 4
  const below = Math.min(3, Math.floor(at))
  const step = below + smoothstep(0.36, 0.64, at - below)
  const warmth = smoothstep(-0.045, -0.02, 0.75 * a + 0.66 * b)
  return mixColours(inkAt('cold', step), inkAt('warm', step), warmth)
}

function inkAt(row: keyof typeof INKS, step: number): ReturnType<typeof hex> {
  const below = Math.min(3, Math.floor(step))
  const from = toOklab(hex(INKS[row][below] ?? '#000000'))
  const to = toOklab(hex(INKS[row][below + 1] ?? '#000000'))
  const share = step - below
  return toRgb([mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)])
}
