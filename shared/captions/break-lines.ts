import type { CueWord } from './cue.ts'
import { columnsOf, endsClause, endsSentence, spaceBetween } from './script.ts'
import type { TimedWord } from '../wire/index.ts'

/** How many columns a line may be longer than the other for a break that follows a clause. */
const CLAUSE_BONUS = 16

/** Words as one text in as few lines as have the room, of about the same length, parted after a clause rather than inside. */
export function setLines(
  words: readonly TimedWord[],
  { columns, lines }: { readonly columns: number; readonly lines: number },
): { readonly text: string; readonly words: readonly CueWord[] } {
  const breaks = new Set(bestBreaks(words, columns, lines))
  let text = ''
  const placed = words.map((word, index) => {
    const before = words[index - 1]
    if (before !== undefined) text += breaks.has(index) ? '\n' : spaceBetween(before.text, word.text)
    const at = text.length
    text += word.text
    return { text: word.text, start: word.start, end: word.end, at }
  })
  return { text, words: placed }
}

/** Whether words can be set in so many lines of so many columns. */
export function fitsLines(words: readonly TimedWord[], { columns, lines }: { readonly columns: number; readonly lines: number }): boolean {
  return linesNeeded(words, columns) <= lines
}

function linesNeeded(words: readonly TimedWord[], columns: number): number {
  let [lines, width] = [1, 0]
  for (const [index, { text }] of words.entries()) {
    const space = width === 0 ? 0 : spaceBetween(words[index - 1]?.text ?? '', text).length
    const own = columnsOf(text)
    if (own > columns) return Infinity
    if (width > 0 && width + space + own > columns) {
      lines += 1
      width = own
    } else width += space + own
  }
  return lines
}

function bestBreaks(words: readonly TimedWord[], columns: number, lines: number): readonly number[] {
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

function unevenness(words: readonly TimedWord[], breaks: readonly number[]): number {
  const widths = [0, ...breaks].map((from, index) =>
    columnsOf(
      words
        .slice(from, breaks[index])
        .map(({ text }, order, line) => (order === 0 ? '' : spaceBetween(line[order - 1]?.text ?? '', text)) + text)
        .join(''),
    ),
  )
  const bonus = breaks.filter((at) => followsClause(words[at - 1]?.text ?? '')).length * CLAUSE_BONUS
  return Math.max(...widths) - Math.min(...widths) - bonus
}

function followsClause(word: string): boolean {
  return endsClause(word) || endsSentence(word)
}
