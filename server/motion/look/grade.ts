import { clamp, type Grade, linearToOklab, mix, type Oklab, type Rgb, smoothstep, toLinear, toOklab, toRgb } from './colour.ts'

/** A colour grade as a colourist would name it. What is left out stays as it is. */
export interface GradeSettings {
  /** Stops; highlights roll off instead of clipping. */
  readonly exposure?: number
  /** White balance, -1 cold to 1 warm. */
  readonly warmth?: number
  /** Slope of the tone curve around `pivot`; 1 leaves it. */
  readonly contrast?: number
  /** Lightness that the contrast turns around. */
  readonly pivot?: number
  /** Lightness that black is raised to; below 0, what is that dark becomes black. */
  readonly black?: number
  /** Lightness of white. */
  readonly white?: number
  /** Chroma of everything; 1 leaves it. */
  readonly saturation?: number
  /** Chroma added where there is little of it. */
  readonly vibrance?: number
  /** A tint of what is dark, and how much of it. */
  readonly shadows?: Tint
  readonly highlights?: Tint
}

export interface Tint {
  readonly colour: Rgb
  readonly amount: number
}

/** Lightness from which highlights are rolled off. */
const SHOULDER = 0.75

/**
 * The grade that settings describe; reckoned in OKLab, so that lightness, chroma and hue do not pull each other along.
 * @param strength 0 leaves every colour, 1 is what is described, more goes further
 */
export function gradeOf(settings: GradeSettings, strength = 1): Grade {
  const { exposure = 0, warmth = 0 } = settings
  const gain = 2 ** exposure
  const balance = [gain * 2 ** (0.32 * warmth), gain * 2 ** (0.02 * warmth), gain * 2 ** (-0.42 * warmth)] as const
  const brightest = Math.cbrt(Math.max(1, gain))
  return (colour) => {
    const [r, g, b] = [toLinear(colour[0]), toLinear(colour[1]), toLinear(colour[2])]
    const light = linearToOklab([r * balance[0], g * balance[1], b * balance[2]])
    const lightness = tone(light[0], brightest, settings)
    const graded = tinted(coloured([lightness, light[1], light[2]], light[0], settings), settings)
    if (strength === 1) return toRgb(graded)
    const before = linearToOklab([r, g, b])
    return toRgb([mix(before[0], graded[0], strength), mix(before[1], graded[1], strength), mix(before[2], graded[2], strength)])
  }
}

/** Brings what is brighter than white back below it, then bends the tones around the pivot. Order is kept, black stays black. */
function tone(lightness: number, brightest: number, { contrast = 1, pivot = 0.55, black = 0, white = 1 }: GradeSettings): number {
  const level = clamp(rolledOff(lightness, brightest))
  const bent = level < pivot ? pivot * (level / pivot) ** contrast : 1 - (1 - pivot) * ((1 - level) / (1 - pivot)) ** contrast
  return clamp(mix(black, white, bent))
}

/** Leaves what is below the shoulder, and brings `brightest` to 1 with the slope of a hyperbola that starts as a straight line. */
function rolledOff(lightness: number, brightest: number): number {
  const over = lightness - SHOULDER
  if (over <= 0 || brightest <= 1) return lightness
  const reach = brightest - SHOULDER
  return SHOULDER + over / (1 + (over * (reach / (1 - SHOULDER) - 1)) / reach)
}

/** Chroma follows lightness a little, as it does in a print: what is made darker would else look gaudy. */
function coloured([lightness, a, b]: Oklab, before: number, { saturation = 1, vibrance = 0 }: GradeSettings): Oklab {
  const chroma = Math.hypot(a, b)
  const follow = before > 0.02 ? Math.min(1.3, lightness / before) ** 0.6 : 1
  const factor = saturation * follow * (1 + vibrance * (1 - smoothstep(0.02, 0.2, chroma)))
  return [lightness, a * factor, b * factor]
}

function tinted([lightness, a, b]: Oklab, { shadows, highlights }: GradeSettings): Oklab {
  const dark = (1 - smoothstep(0.05, 0.65, lightness)) * smoothstep(0, 0.12, lightness)
  const bright = smoothstep(0.45, 0.95, lightness) * (1 - smoothstep(0.97, 1.02, lightness) * 0.6)
  const [, shadowA, shadowB] = tintOf(shadows, dark)
  const [, brightA, brightB] = tintOf(highlights, bright)
  return [lightness, a + shadowA + brightA, b + shadowB + brightB]
}

function tintOf(tint: Tint | undefined, weight: number): Oklab {
  if (tint === undefined) return [0, 0, 0]
  const [, a, b] = toOklab(tint.colour)
  return [0, a * tint.amount * weight, b * tint.amount * weight]
}

/** One grade after the other. */
export function chain(first: Grade, second: Grade): Grade {
  return (colour) => second(first(colour))
}
