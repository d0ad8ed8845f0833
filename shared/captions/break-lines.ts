import type { TimedWord } from '../wire/index.ts'
import type { CueWord } from './cue.ts'
import { columnsOf, endsClause, endsSentence, spaceBetween } from './script.ts'

/** How many columns a line may be longer than the other for a break that follows a clause. */
const CLAUSE_BONUS = 16

/** A word with all that setting and parting ask of it, measured once. */
export interface MeasuredWord extends TimedWord {
  readonly columns: number
  /** What stands between it and the word before it. */
  readonly space: '' | ' '
  readonly ends: 'sentence' | 'clause' | null
}

interface Room {
  readonly columns: number
  readonly lines: number
}

export function measureWords(words: readonly TimedWord[]): readonly MeasuredWord[] {
  return words.map((word, index) => ({
    ...word,
    columns: columnsOf(word.text),
    space: spaceBetween(words[index - 1]?.text ?? '', word.text),
    ends: endsSentence(word.text) ? 'sentence' : endsClause(word.text) ? 'clause' : null,
  }))
}

/** Words as one text in as few lines as have the room, of about the same length, parted after a clause rather than inside. */
export function setLines(
  words: readonly MeasuredWord[],
  { columns, lines }: Room,
): { readonly text: string; readonly words: readonly CueWord[] } {
  const breaks = new Set(bestBreaks(words, columns, lines))
  let text = ''
  const placed = words.map(({ text: word, start, end, space }, index) => {
    if (index > 0) text += breaks.has(index) ? '\n' : space
    const at = text.length
    text += word
    return { text: word, start, end, at }
  })
  return { text, words: placed }
}

/** Whether words can be set in so many lines of so many columns. */
export function fitsLines(words: readonly MeasuredWord[], { columns, lines }: Room): boolean {
  return linesNeeded(words, columns) <= lines
}

/** Columns of words in one line. */
export function widthOf(words: readonly MeasuredWord[]): number {
  return words.reduce((sum, { columns, space }, index) => sum + columns + (index === 0 ? 0 : space.length), 0)
}

function linesNeeded(words: readonly MeasuredWord[], columns: number): number {
  let [lines, width] = [1, 0]
  for (const word of words) {
    if (word.columns > columns) return Infinity
    if (width > 0 && width + word.space.length + word.columns > columns) {
      lines += 1
      width = word.columns
    } else width += (width === 0 ? 0 : word.space.length) + word.columns
  }
  return lines
}

function bestBreaks(words: readonly MeasuredWord[], columns: number, lines: number): readonly number[] {
  const count = Math.min(lines, linesNeeded(words, columns), words.length)
  if (count <= 1) return []
  const candidates = combinations(words.length, count - 1).map((breaks) => ({ breaks, cost: unevenness(words, breaks) }))
  return candidates.reduce((best, candidate) => (candidate.cost < best.cost ? candidate : best)).breaks
}

/** All ways to choose so many places between words, in ascending order. */
function combinations(words: number, breaks: number): readonly (readonly number[])[] {
  if (breaks === 0) return [[]]
  return combinations(words, breaks - 1).flatMap((chosen) =>
    Array.from({ length: words - 1 - (chosen.at(-1) ?? 0) }, (_, index) => [...chosen, (chosen.at(-1) ?? 0) + index + 1]),
  )
}

function unevenness(words: readonly MeasuredWord[], breaks: readonly number[]): number {
  const widths = [0, ...breaks].map((from, index) => widthOf(words.slice(from, breaks[index])))
  const bonus = breaks.filter((at) => (words[at - 1]?.ends ?? null) !== null).length * CLAUSE_BONUS
  return Math.max(...widths) - Math.min(...widths) - bonus
}
