import { isSpoken, isUnspaced } from './script.ts'

const WORDS = new Intl.Segmenter('en', { granularity: 'word' })
const PARTICLE = /^\p{Script=Hiragana}{1,3}$/u
const JAPANESE_LETTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]$/u
const OPENING = /^[\p{Ps}\p{Pi}¿¡"']+$/u

/** The words of a text in the order in which they are said, each with its punctuation; also of scripts that part none by spaces. */
export function wordsOf(text: string): readonly string[] {
  const tokens = text
    .normalize('NFC')
    .split(/\s+/u)
    .filter((token) => token !== '')
  return joinPunctuation(tokens.flatMap((token) => (isUnspaced(token) ? dictionaryWords(token) : [token])))
}

/** Words as the dictionaries of ICU part them; a few kana after a letter belong to the word before them. */
function dictionaryWords(token: string): readonly string[] {
  const words: string[] = []
  let opening = ''
  for (const { segment, isWordLike } of WORDS.segment(token)) {
    const last = words.at(-1)
    if (OPENING.test(segment)) opening += segment
    else if (opening === '' && last !== undefined && (isWordLike !== true || (PARTICLE.test(segment) && JAPANESE_LETTER.test(last)))) {
      words[words.length - 1] = last + segment
    } else {
      words.push(opening + segment)
      opening = ''
    }
  }
  return opening === '' ? words : [...words, opening]
}

/** A dash that stands alone is not a word: it ends the one before it. */
function joinPunctuation(tokens: readonly string[]): readonly string[] {
  const words: string[] = []
  for (const token of tokens) {
    const last = words.at(-1)
    if (last === undefined || isSpoken(token)) words.push(token)
    else words[words.length - 1] = isUnspaced(last) ? last + token : `${last} ${token}`
  }
  return words
}
