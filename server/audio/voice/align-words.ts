import type { TimedWord } from 'shared/wire'
import type { Phone } from './flite.ts'

/** A word and the sounds that it has when it is spoken alone; none for what is not spoken, such as a dash. */
export interface SoundedWord {
  readonly text: string
  readonly sounds: readonly string[]
}

const PAUSE = 'pau'
const VOWEL = /^(aa|ae|ah|ao|aw|ax|ay|eh|er|ey|ih|iy|ow|oy|uh|uw)$/
const LEFT_OUT = 0.9

/**
 * When each word is spoken, in seconds. The sounds of the words alone are laid along those of the sentence so that as little as possible
 * differs (Needleman and Wunsch, 1970), since words change a little next to each other; a word lasts from its first sound to its last.
 * Words without a sound share the moment at which the word before them ends, so times never fall.
 */
export function alignWords(words: readonly SoundedWord[], phones: readonly Phone[]): readonly TimedWord[] {
  const spoken = phones.filter(({ sound }) => sound !== PAUSE)
  const expected = words.flatMap(({ sounds }, word) => sounds.map((sound) => ({ sound, word })))
  const partners = align(
    expected.map(({ sound }) => sound),
    spoken.map(({ sound }) => sound),
  )
  const spans = words.map((): { start: number; end: number } | null => null)
  partners.forEach((partner, index) => {
    const phone = partner === null ? undefined : spoken[partner]
    const word = expected[index]?.word
    if (phone === undefined || word === undefined) return
    const span = spans[word] ?? null
    spans[word] = span === null ? { start: phone.start, end: phone.end } : { start: span.start, end: phone.end }
  })
  let time = spoken[0]?.start ?? 0
  return words.map(({ text }, index) => {
    const span = spans[index] ?? null
    const start = Math.max(time, span?.start ?? time)
    time = Math.max(start, span?.end ?? start)
    return { text, start, end: time }
  })
}

/** For each sound of `expected` the place of its partner in `heard`, or null. */
function align(expected: readonly string[], heard: readonly string[]): readonly (number | null)[] {
  const width = heard.length + 1
  const costs = new Float32Array((expected.length + 1) * width)
  const at = (row: number, column: number): number => costs[row * width + column] ?? 0
  for (let row = 0; row <= expected.length; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (row === 0 || column === 0) {
        costs[row * width + column] = (row + column) * LEFT_OUT
        continue
      }
      const change = difference(expected[row - 1] ?? '', heard[column - 1] ?? '')
      costs[row * width + column] = Math.min(
        at(row - 1, column - 1) + change,
        at(row - 1, column) + LEFT_OUT,
        at(row, column - 1) + LEFT_OUT,
      )
    }
  }
  return trace(expected, heard, at)
}

function trace(
  expected: readonly string[],
  heard: readonly string[],
  at: (row: number, column: number) => number,
): readonly (number | null)[] {
  const partners: (number | null)[] = expected.map(() => null)
  let [row, column] = [expected.length, heard.length]
  while (row > 0 && column > 0) {
    const change = difference(expected[row - 1] ?? '', heard[column - 1] ?? '')
    if (Math.abs(at(row, column) - (at(row - 1, column - 1) + change)) < 1e-4) {
      row -= 1
      column -= 1
      partners[row] = column
    } else if (Math.abs(at(row, column) - (at(row - 1, column) + LEFT_OUT)) < 1e-4) row -= 1
    else column -= 1
  }
  return partners
}

function difference(one: string, other: string): number {
  if (one === other) return 0
  return VOWEL.test(one) === VOWEL.test(other) ? 0.5 : 1.6
}
