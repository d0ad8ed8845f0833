import { type Cue, spaceBetween } from 'shared/captions'
import type { Font, Ink } from '../text/fonts.ts'
import { graphemes } from '../text/line-breaking.ts'
import { leadingFactor } from '../text/script.ts'
import { bidiParts, type Direction, visualOrder } from '../text/visual-order.ts'

/** A word, or a part of one that is longer than a line, where it is drawn. Pixels from the block's left upper corner. */
export interface SetWord {
  readonly text: string
  /** Of the cue's words. */
  readonly index: number
  readonly x: number
  readonly baseline: number
  readonly size: number
  readonly direction: Direction
  readonly ink: Ink
}

/** A cue whose words have their places. */
export interface SetCue {
  readonly words: readonly SetWord[]
  readonly width: number
  readonly height: number
}

/** What a cue is set in. */
export interface CueRoom {
  readonly font: Font
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly largest: number
  readonly smallest: number
  readonly leading: number
  readonly fillsLines: boolean
  readonly direction: Direction
  /** Between words beyond a space, as a share of the font size. */
  readonly wordGap: number
  /** Measures a text in the font at {@link REFERENCE} pixels. */
  readonly inkOf: (text: string) => Ink
}

export const REFERENCE = 100
/** From one size that is tried to the next. */
const SHRINK = 0.95

interface Piece {
  readonly text: string
  readonly index: number
  /** What lies between it and the one before it: a space, nothing, or not even the end of a word. */
  readonly before: 'space' | 'joint' | 'none'
}
type Line = readonly Piece[]

/** Sets a cue in its own lines as large as its room allows, else in as many as it needs. */
export function setCue(cue: Cue, texts: readonly string[], room: CueRoom): SetCue {
  const lines = linesOf(cue, texts, room.direction)
  if (room.fillsLines) return place(filled(lines, room), room)
  for (let size = room.largest; size > room.smallest; size *= SHRINK) {
    const fitting = [lines, rebroken(lines.flat(), size, room)].find((set) => fits(set, size, room))
    if (fitting !== undefined) return place(sized(fitting, size), room)
  }
  return place(sized(rebroken(lines.flat(), room.smallest, room), room.smallest), room)
}

interface SizedLine {
  readonly pieces: Line
  readonly size: number
}

function sized(lines: readonly Line[], size: number): readonly SizedLine[] {
  return lines.map((pieces) => ({ pieces, size }))
}

/** Each line as wide as the room, none larger than the largest letters; all smaller together where they are too high. */
function filled(lines: readonly Line[], room: CueRoom): readonly SizedLine[] {
  const whole = lines.flatMap((line) => (widthOf(line, room.smallest, room) > room.width ? rebroken(line, room.smallest, room) : [line]))
  const wished = whole.map((pieces) => Math.min(room.largest, room.width / widthOf(pieces, 1, room)))
  const height = wished.reduce((sum, size) => sum + size * pitchOf(room, whole), 0)
  const shrink = Math.min(1, room.height / height)
  return whole.map((pieces, index) => ({ pieces, size: Math.max(room.smallest, (wished[index] ?? room.smallest) * shrink) }))
}

function linesOf({ text, words }: Cue, texts: readonly string[], direction: Direction): readonly Line[] {
  const lines: Piece[][] = [[]]
  for (const [index, word] of words.entries()) {
    const before = words[index - 1]
    const isBreak = before !== undefined && text.slice(before.at + before.text.length, word.at).includes('\n')
    if (isBreak) lines.push([])
    const joined = before !== undefined && spaceBetween(before.text, word.text) === ''
    const parts = bidiParts(texts[index] ?? word.text, direction)
    lines
      .at(-1)
      ?.push(...parts.map((part, order): Piece => ({ text: part, index, before: order > 0 ? 'none' : joined ? 'joint' : 'space' })))
  }
  return lines.filter((line) => line.length > 0)
}

/** The pieces in as few lines as fit, of about the same length; what is longer than a line is broken between graphemes. */
function rebroken(pieces: Line, size: number, room: CueRoom): readonly Line[] {
  const small = pieces.flatMap((piece) => (widthOf([piece], size, room) <= room.width ? [piece] : broken(piece, size, room)))
  const fewest = fill(small, room.width, size, room)
  let [low, high] = [0, room.width]
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2
    const lines = fill(small, middle, size, room)
    if (lines.length <= fewest.length && lines.every((line) => widthOf(line, size, room) <= middle)) high = middle
    else low = middle
  }
  return fill(small, high, size, room)
}

function fill(pieces: Line, width: number, size: number, room: CueRoom): readonly Line[] {
  const lines: Piece[][] = []
  for (const piece of pieces) {
    const line = lines.at(-1)
    if (line !== undefined && widthOf([...line, piece], size, room) <= width) line.push(piece)
    else lines.push([piece])
  }
  return lines
}

function broken({ text, index, before }: Piece, size: number, room: CueRoom): Line {
  const parts: Piece[] = []
  for (const grapheme of graphemes(text)) {
    const last = parts.at(-1)
    if (last !== undefined && widthOf([{ ...last, text: last.text + grapheme }], size, room) <= room.width)
      parts[parts.length - 1] = { ...last, text: last.text + grapheme }
    else parts.push({ text: grapheme, index, before: last === undefined ? before : 'none' })
  }
  return parts
}

function fits(lines: readonly Line[], size: number, room: CueRoom): boolean {
  if (lines.some((line) => widthOf(line, size, room) > room.width)) return false
  return lines.length * size * pitchOf(room, lines) <= room.height
}

function pitchOf(room: CueRoom, lines: readonly Line[]): number {
  return room.leading * leadingFactor(lines.flatMap((line) => line.map(({ text }) => text)).join(''))
}

function widthOf(line: Line, size: number, room: CueRoom): number {
  const width = line.reduce((sum, piece, order) => sum + room.inkOf(piece.text).advance + (order === 0 ? 0 : gapBefore(piece, room)), 0)
  return (width * size) / REFERENCE
}

/** Pixels at the size of reference. */
function gapBefore({ before }: Piece, room: CueRoom): number {
  if (before === 'none') return 0
  return (before === 'space' ? room.inkOf(' ').advance : 0) + room.wordGap * REFERENCE
}

/** Lines one under the other, each in the middle, its words from left to right as they are seen. */
function place(lines: readonly SizedLine[], room: CueRoom): SetCue {
  const factor = pitchOf(
    room,
    lines.map(({ pieces }) => pieces),
  )
  const width = Math.max(0, ...lines.map(({ pieces, size }) => widthOf(pieces, size, room)))
  const words: SetWord[] = []
  let top = 0
  for (const { pieces, size } of lines) {
    let x = (width - widthOf(pieces, size, room)) / 2
    const ordered = visualOrder(
      pieces.map(({ text }) => text),
      room.direction,
    )
    // Letters fill about the middle of a line's pitch: a little more lies above the baseline than below.
    const baseline = top + size * (factor / 2 + 0.34)
    for (const { index: read, direction, gap } of ordered) {
      const [piece, parted] = [pieces[read], gap === null ? undefined : pieces[gap]]
      if (piece === undefined) continue
      if (parted !== undefined) x += (gapBefore(parted, room) * size) / REFERENCE
      const ink = scaled(room.inkOf(piece.text), size / REFERENCE)
      words.push({ text: piece.text, index: piece.index, x, baseline, size, direction, ink })
      x += ink.advance
    }
    top += size * factor
  }
  return { words, width, height: top }
}

function scaled({ advance, left, right, ascent, descent }: Ink, by: number): Ink {
  return { advance: advance * by, left: left * by, right: right * by, ascent: ascent * by, descent: descent * by }
}
