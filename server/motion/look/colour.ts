/** Colours as the grades reckon with them. Pure. */

/** Gamma-encoded sRGB, 0..1 a channel. */
export type Rgb = readonly [number, number, number]

/** OKLab: lightness 0..1, then green to red and blue to yellow. Björn Ottosson, "A perceptual color space for image processing" (2020). */
export type Oklab = readonly [number, number, number]

/** What becomes of a colour. */
export type Grade = (colour: Rgb) => Rgb

/** sRGB's transfer curve, IEC 61966-2-1. */
export function toLinear(level: number): number {
  return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4
}

/** The inverse of `toLinear`; negative light stays on the straight part. */
export function toEncoded(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055
}

/** @param light linear sRGB */
export function linearToOklab([r, g, b]: Rgb): Oklab {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

export function oklabToLinear([lightness, a, b]: Oklab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

export function toOklab([r, g, b]: Rgb): Oklab {
  return linearToOklab([toLinear(r), toLinear(g), toLinear(b)])
}

/** The colour as sRGB; one that sRGB has not loses chroma, never hue or lightness, until it has. */
export function toRgb([lightness, a, b]: Oklab): Rgb {
  const level = clamp(lightness)
  let light = oklabToLinear([level, a, b])
  if (!shown(light)) {
    let [low, high] = [0, 1]
    for (let step = 0; step < 7; step++) {
      const middle = (low + high) / 2
      if (shown(oklabToLinear([level, a * middle, b * middle]))) low = middle
      else high = middle
    }
    light = oklabToLinear([level, a * low, b * low])
  }
  return [clamp(toEncoded(light[0])), clamp(toEncoded(light[1])), clamp(toEncoded(light[2]))]
}

function shown(light: Rgb): boolean {
  return light.every((channel) => channel >= -0.0005 && channel <= 1.0005)
}

/** `#rrggbb` as a colour. Throws a RangeError for anything else. */
export function hex(text: string): Rgb {
  if (!/^#[0-9a-f]{6}$/.test(text)) throw new RangeError(`not a colour: ${text}`)
  const value = Number.parseInt(text.slice(1), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

export function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share
}

export function mixColours(from: Rgb, to: Rgb, share: number): Rgb {
  return [mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)]
}

/** 0 up to `from`, 1 from `to` on, and smooth between. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from))
  return t * t * (3 - 2 * t)
}
