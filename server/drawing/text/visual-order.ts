import { isBidirectional } from './script.ts'

export type Direction = 'ltr' | 'rtl'

/** A word at its place in a line. */
export interface OrderedWord {
  /** In the order in which the words are read. */
  readonly index: number
  /** In which its own characters are drawn. */
  readonly direction: Direction
  /** Of the word before which, in reading order, the gap lies that is seen left of this one; null at the left end. */
  readonly gap: number | null
}

const LETTER = /\p{L}/u
const NUMBER = /\p{N}/u
const OUTER = /^([\p{P}\p{S}]*)(.*?)([\p{P}\p{S}]*)$/u

/** The words of a line from left to right: the rules of UAX 9 for a paragraph of a direction, with a word in the place of a character. */
export function visualOrder(words: readonly string[], paragraph: Direction): readonly OrderedWord[] {
  const runs: { readonly direction: Direction; readonly indices: number[] }[] = []
  for (const [index, direction] of resolve(words, paragraph).entries()) {
    const run = runs.at(-1)
    if (run?.direction === direction) run.indices.push(index)
    else runs.push({ direction, indices: [index] })
  }
  const seen = paragraph === 'rtl' ? runs.toReversed() : runs
  return seen.flatMap(({ direction, indices }, place) => {
    const left = seen[place - 1]?.indices[0]
    const boundary = left === undefined ? null : Math.max(left, indices[0] ?? 0)
    const ordered = direction === 'rtl' ? indices.toReversed() : indices
    return ordered.map((index, order) => ({ index, direction, gap: order === 0 ? boundary : Math.max(index, ordered[order - 1] ?? 0) }))
  })
}

/**
 * A word in the parts that take their place by themselves: the punctuation at the ends of a word that runs against its paragraph belongs to
 * the paragraph where the word is the last of its kind.
 */
export function bidiParts(word: string, paragraph: Direction): readonly string[] {
  if (!LETTER.test(word) || directionOfWord(word) === paragraph) return [word]
  const [, before = '', inner = word, after = ''] = OUTER.exec(word) ?? []
  return [before, inner, after].filter((part) => part !== '')
}

function directionOfWord(word: string): Direction {
  return isBidirectional(word) ? 'rtl' : 'ltr'
}

/** A number goes with the word before it (W2, W7), punctuation and pictures with both neighbours or with the paragraph (N1, N2). */
function resolve(words: readonly string[], paragraph: Direction): readonly Direction[] {
  let strong = paragraph
  const known = words.map((word) => {
    const own = LETTER.test(word) ? directionOfWord(word) : NUMBER.test(word) ? strong : null
    strong = own ?? strong
    return own
  })
  return known.map((own, index) => {
    if (own !== null) return own
    const before = known.slice(0, index).findLast((direction) => direction !== null) ?? paragraph
    const after = known.slice(index).find((direction) => direction !== null) ?? paragraph
    return before === after ? before : paragraph
  })
}
