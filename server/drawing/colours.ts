/** `#rrggbb` */
export type Colour = `#${string}`

/** WCAG 2.2, SC 1.4.3. */
export const READABLE_CONTRAST = 4.5

/** Words on anything bright, and what surrounds words on anything at all. */
export const INK: Colour = '#0b0b14'
export const PAPER: Colour = '#ffffff'

interface Channels {
  readonly r: number
  readonly g: number
  readonly b: number
}

/** A colour that somebody wrote down, or null where it is none. */
export function parseColour(text: string): Colour | null {
  const digits = /^#([0-9a-f]{6})$/iu.exec(text)?.[1]
  return digits === undefined ? null : `#${digits.toLowerCase()}`
}

/** The ratio of two colours' luminances (WCAG 2.2), 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [bright, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** The colour itself, or one mixed with as little white as makes it readable on what is dark. */
export function readableOn(dark: Colour, colour: Colour): Colour {
  for (let step = 0; step <= 20; step++) {
    const mixed = mix(colour, PAPER, step / 20)
    if (contrast(mixed, dark) >= READABLE_CONTRAST) return mixed
  }
  return PAPER
}

/** Ink or paper, whichever reads better on a colour; one of both always reads well. */
export function wordsOn(colour: Colour): Colour {
  return contrast(INK, colour) >= contrast(PAPER, colour) ? INK : PAPER
}

/** So much of the other colour. */
export function mix(one: Colour, other: Colour, share: number): Colour {
  const [from, to] = [channelsOf(one), channelsOf(other)]
  const part = (a: number, b: number): string =>
    Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0')
  return `#${part(from.r, to.r)}${part(from.g, to.g)}${part(from.b, to.b)}`
}

function channelsOf(colour: Colour): Channels {
  const value = Number.parseInt(colour.slice(1), 16)
  return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 }
}

function luminance(colour: Colour): number {
  const { r, g, b } = channelsOf(colour)
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

function linear(level: number): number {
  const share = level / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
