import { fontFor, type Font, type Ink, type Lettering, measure } from './fonts.ts'
import { breakLines, fitsUnbroken, graphemes, normalise, phrases } from './line-breaking.ts'
import { directionOf, isBidirectional, isJoined, leadingFactor } from './script.ts'

/** The room that a text is set in, and how. Lengths in pixels. */
export interface TextBox {
  readonly width: number
  readonly height: number
  /** Font sizes to choose from; the largest that fits is taken. */
  readonly largest: number
  readonly smallest: number
  readonly lettering: Lettering
  /** From baseline to baseline, as a share of the font size, for Latin. */
  readonly leading: number
  /** `start` is left, or right for a text that runs from the right. */
  readonly align: 'start' | 'centre'
  readonly mostLines?: number
}

/** A part of a line that is drawn, and can be moved, by itself. */
export interface TextPart {
  readonly text: string
  /** From the line's start. */
  readonly x: number
  readonly advance: number
}

export interface TextLine {
  readonly text: string
  /** Of the starting point, from the block's left. */
  readonly x: number
  /** From the block's top. */
  readonly baseline: number
  readonly ink: Ink
}

/** A text that was set: a block whose box just holds its ink. */
export interface TextLayout {
  readonly font: Font
  readonly size: number
  readonly direction: 'ltr' | 'rtl'
  /** Pixels from baseline to baseline. */
  readonly pitch: number
  readonly lines: readonly TextLine[]
  readonly width: number
  readonly height: number
}

/** Widths grow in proportion to the font size, so all are measured at this one. */
const REFERENCE = 100

/** Sets a text as large as its box allows, in balanced lines. Null where it does not fit at the smallest size: nothing is ever cut. */
export function layOut(text: string, box: TextBox): TextLayout | null {
  const words = normalise(text)
  const font = fontFor(words, box.lettering)
  const inks = new Map<string, Ink>()
  const inkOf = (line: string): Ink => {
    const ink = inks.get(line) ?? measure(line, font, REFERENCE)
    inks.set(line, ink)
    return ink
  }
  const setAt = (size: number): readonly string[] => breakLines(words, box.width, (line) => (widthOf(inkOf(line)) * size) / REFERENCE)
  const pitchAt = (size: number): number => size * box.leading * leadingFactor(words)
  const fits = (size: number): boolean => {
    const lines = setAt(size)
    if (lines.length > (box.mostLines ?? Infinity)) return false
    if (lines.some((line) => (widthOf(inkOf(line)) * size) / REFERENCE > box.width)) return false
    const [first, last] = [lines[0], lines.at(-1)]
    const ends = first === undefined || last === undefined ? 0 : inkOf(first).ascent + inkOf(last).descent
    return (lines.length - 1) * pitchAt(size) + (ends * size) / REFERENCE <= box.height
  }
  const smallest = Math.ceil(box.smallest)
  const unbroken = (size: number): boolean => fitsUnbroken(words, box.width, (line) => (widthOf(inkOf(line)) * size) / REFERENCE)
  const size =
    largestThat(smallest, Math.floor(box.largest), (wished) => fits(wished) && unbroken(wished)) ?? largestThat(smallest, smallest, fits)
  if (size === null) return null
  return place(setAt(size), font, size, pitchAt(size), box.align, directionOf(words))
}

function largestThat(low: number, high: number, holds: (size: number) => boolean): number | null {
  if (!holds(low)) return null
  let [good, most] = [low, Math.max(low, high)]
  while (most > good) {
    const middle = Math.ceil((good + most) / 2)
    if (holds(middle)) good = middle
    else most = middle - 1
  }
  return good
}

/** What a line takes up, its overhangs included. */
function widthOf(ink: Ink): number {
  return Math.max(ink.advance, ink.right) + Math.max(0, ink.left)
}

function place(
  texts: readonly string[],
  font: Font,
  size: number,
  pitch: number,
  align: TextBox['align'],
  direction: TextLayout['direction'],
): TextLayout {
  const inks = texts.map((text) => measure(text, font, size))
  const width = Math.max(0, ...inks.map(widthOf))
  const top = inks[0]?.ascent ?? 0
  const lines = texts.flatMap((text, index) => {
    const ink = inks[index]
    if (ink === undefined) return []
    const free = width - widthOf(ink)
    const before = align === 'centre' ? free / 2 : direction === 'rtl' ? free : 0
    return [{ text, x: before + Math.max(0, ink.left), baseline: top + index * pitch, ink }]
  })
  const height = texts.length === 0 ? 0 : top + (texts.length - 1) * pitch + (inks.at(-1)?.descent ?? 0)
  return { font, size, direction, pitch, lines, width, height }
}

/**
 * A line in parts that can move by themselves. A line with any part that runs from right to left stays whole, as do letters that join:
 * neither can be taken apart without changing how it looks.
 */
export function partsOf(line: TextLine, layout: TextLayout, by: 'line' | 'word' | 'grapheme'): readonly TextPart[] {
  const whole = by === 'line' || isBidirectional(line.text) || (by === 'grapheme' && isJoined(line.text))
  if (whole) return [{ text: line.text, x: 0, advance: line.ink.advance }]
  const pieces = by === 'word' ? phrases(line.text) : graphemes(line.text)
  let before = ''
  return pieces.flatMap((piece) => {
    const text = piece.trimEnd()
    const x = before === '' ? 0 : measure(before, layout.font, layout.size).advance
    before += piece
    return text === '' ? [] : [{ text, x, advance: measure(text, layout.font, layout.size).advance }]
  })
}
