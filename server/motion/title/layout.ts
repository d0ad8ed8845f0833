import type { FrameSize } from 'shared/camera'
import { breakLines, type Measure, normalise } from './line-breaking.ts'

/** One line of the card: what it says and its baseline's place, in pixels of the frame. */
export interface TitleLine {
  readonly text: string
  readonly x: number
  readonly baseline: number
  readonly width: number
}

export interface TitleLayout {
  readonly fontSize: number
  readonly lineHeight: number
  readonly lines: readonly TitleLine[]
  /** The box around all lines. */
  readonly block: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

/** Text stays inside these shares of the frame; video players and phones cover what is nearer to the edge. */
const SAFE = { width: 0.8, height: 0.68 } as const
/** Font sizes as shares of the frame's shorter side. The smallest is legible on a phone. */
const LARGEST = 0.12
const SMALLEST = 0.036
const LINE_HEIGHT = 1.28
/** Of Inter, as a share of the font size. */
const CAP_HEIGHT = 0.727
/** Longer texts read better from one edge. */
const MOST_CENTRED_LINES = 4

/**
 * Sets a text as large as it fits the safe area, in balanced lines, in the middle of the frame. A text that does not fit at the
 * smallest size loses its end to an ellipsis.
 * @param measure gives the measure of a font size
 */
export function layOutTitle(text: string, frame: FrameSize, measure: (fontSize: number) => Measure): TitleLayout {
  const shorter = Math.min(frame.width, frame.height)
  const room = { width: frame.width * SAFE.width, height: frame.height * SAFE.height }
  const words = normalise(text)
  const setAt = (fontSize: number) => breakLines(words, room.width, measure(fontSize))
  const fits = (fontSize: number) => setAt(fontSize).length * fontSize * LINE_HEIGHT <= room.height && unbroken(words, fontSize)
  const unbroken = (content: string, fontSize: number) => content.split(' ').every((word) => measure(fontSize)(word) <= room.width)
  let [low, high] = [Math.round(SMALLEST * shorter), Math.round(LARGEST * shorter)]
  while (high > low) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  const lineHeight = low * LINE_HEIGHT
  const lines = cut(setAt(low), Math.max(1, Math.floor(room.height / lineHeight)))
  return place(lines, low, lineHeight, frame, measure(low))
}

function cut(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').replace(/[\s.,;:!?]*$/u, '')}…`]
}

function place(texts: readonly string[], fontSize: number, lineHeight: number, frame: FrameSize, measure: Measure): TitleLayout {
  const widths = texts.map((text) => Math.ceil(measure(text)))
  const width = Math.max(0, ...widths)
  const height = (texts.length - 1) * lineHeight + fontSize * CAP_HEIGHT
  const block = { x: (frame.width - width) / 2, y: (frame.height - height) / 2, width, height }
  const centred = texts.length <= MOST_CENTRED_LINES
  const lines = texts.map((text, index) => {
    const own = widths[index] ?? 0
    const x = centred ? block.x + (width - own) / 2 : block.x
    return { text, x, baseline: block.y + fontSize * CAP_HEIGHT + index * lineHeight, width: own }
  })
  return { fontSize, lineHeight, lines, block }
}
