import LineBreaker from 'linebreak'

/** Measures a piece of text in one font, in pixels. */
export type Measure = (text: string) => number

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
const WORDS = new Intl.Segmenter('en', { granularity: 'word' })
/** Scripts whose words are not parted by spaces and for which UAX 14 asks for a dictionary. */
const DICTIONARY = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const HANGUL = /\p{Script=Hangul}/u
const PARTICLE = /^\p{Script=Hiragana}{1,3}$/u
const JAPANESE_LETTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u

/** Of the characters that cannot be seen, those that decide how their neighbours look: joiners, and the tags of flags. */
const JOINERS = /\u200C|\u200D|[\u{E0020}-\u{E007F}]/u

/** Text as it is set: one space between words, nothing that cannot be drawn. */
export function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (character) => (JOINERS.test(character) ? character : ' '))
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/** What people see as one character each. */
export function graphemes(text: string): readonly string[] {
  return [...GRAPHEMES.segment(text)].map(({ segment }) => segment)
}

/**
 * Breaks a text into as few lines as fit the width, all of about the same length (what CSS calls `text-wrap: balance`). Lines break where
 * UAX 14 allows it, between words of Chinese, Japanese, Thai and Korean where that is possible, and inside a word only where it is
 * longer than a line: then between graphemes.
 */
export function breakLines(text: string, width: number, measure: Measure): readonly string[] {
  const pieces = phrases(text).flatMap((phrase) => smaller(phrase, width, measure))
  const fewest = fill(pieces, width, measure)
  let [low, high] = [0, width]
  for (let step = 0; step < 10; step++) {
    const middle = (low + high) / 2
    const lines = fill(pieces, middle, measure)
    if (lines.length <= fewest.length && lines.every((line) => measure(line) <= middle)) high = middle
    else low = middle
  }
  return fill(pieces, high, measure)
}

/** Whether every phrase of a text fits a line whole. */
export function fitsUnbroken(text: string, width: number, measure: Measure): boolean {
  return phrases(text).every((phrase) => measure(phrase.trimEnd()) <= width)
}

/** Pieces that are best kept on one line, with the spaces that follow them. */
export function phrases(text: string): readonly string[] {
  const starts = new Set(
    [...WORDS.segment(text)].filter(({ segment, index }) => !isParticle(segment, text[index - 1] ?? '')).map(({ index }) => index),
  )
  starts.add(text.length)
  return split(
    text,
    opportunities(text).filter((at) => starts.has(at) && !(HANGUL.test(text[at - 1] ?? '') && HANGUL.test(text[at] ?? ''))),
  )
}

/** A few kana after a letter belong to the word before them. */
function isParticle(segment: string, before: string): boolean {
  return PARTICLE.test(segment) && JAPANESE_LETTER.test(before)
}

/** Every place at which a line may end, as indices into the text; its end is the last. */
function opportunities(text: string): readonly number[] {
  const breaker = new LineBreaker(text)
  const found: number[] = []
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) found.push(next.position)
  if (!DICTIONARY.test(text)) return found
  const words = [...WORDS.segment(text)].filter(
    ({ index, isWordLike }) => isWordLike === true && DICTIONARY.test(text[index] ?? '') && DICTIONARY.test(text[index - 1] ?? ''),
  )
  return [...new Set([...found, ...words.map(({ index }) => index)])].toSorted((one, other) => one - other)
}

function split(text: string, at: readonly number[]): readonly string[] {
  return at.map((end, index) => text.slice(index === 0 ? 0 : at[index - 1], end)).filter((piece) => piece !== '')
}

function smaller(phrase: string, width: number, measure: Measure): readonly string[] {
  if (measure(phrase.trimEnd()) <= width) return [phrase]
  return split(phrase, opportunities(phrase)).flatMap((piece) =>
    measure(piece.trimEnd()) <= width ? [piece] : brokenWord(piece, width, measure),
  )
}

function brokenWord(word: string, width: number, measure: Measure): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (const segment of graphemes(word)) {
    if (part !== '' && measure((part + segment).trimEnd()) > width) {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return part === '' ? parts : [...parts, part]
}

/** Greedy filling gives the fewest lines for a width. */
function fill(pieces: readonly string[], width: number, measure: Measure): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && measure((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return line === '' ? lines : [...lines, line.trimEnd()]
}
