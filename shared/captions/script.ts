/** What the characters of a text say about how it is parted, read and spoken. */

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆]/u
/** Scripts that part no words by spaces. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Punctuation that is as wide as a Han character and brings its own space along. */
const WIDE_PUNCTUATION = /[\u3001-\u3003\u3008-\u3011\u3014-\u301F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]/u
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}]/u
const NARROW = /^[\u0020-\u007E]*$/u
const SPOKEN = /[\p{L}\p{N}\p{Sc}%&+@#\p{Extended_Pictographic}]/u

const SENTENCE_END = /[.!?…。！？｡؟۔।॥][\p{Pe}\p{Pf}\p{Po}"']*$/u
const CLAUSE_END = /[,;:،؛、，；：–—-][\p{Pe}\p{Pf}"']*$/u

const FIRST = /^./su
const LAST = /.$/su

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What people see as one character each. */
export function graphemes(text: string): readonly string[] {
  return [...GRAPHEMES.segment(text)].map(({ segment }) => segment)
}

/** How wide a text is: a character of an alphabet counts one, one of Chinese, Japanese or Korean two, as subtitling counts them. */
export function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length
  return graphemes(text).reduce((sum, grapheme) => sum + (WIDE.test(grapheme) ? 2 : 1), 0)
}

/** What stands between two words that follow each other. */
export function spaceBetween(before: string, after: string): '' | ' ' {
  const [last, first] = [LAST.exec(before)?.[0] ?? '', FIRST.exec(after)?.[0] ?? '']
  if (WIDE_PUNCTUATION.test(last) || WIDE_PUNCTUATION.test(first)) return ''
  if (EAST_ASIAN.test(last) || EAST_ASIAN.test(first)) return ''
  return isUnspaced(last) && isUnspaced(first) ? '' : ' '
}

export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text)
}

/** Whether anything of a piece of text is said aloud, or is a picture: not punctuation alone. */
export function isSpoken(text: string): boolean {
  return SPOKEN.test(text)
}

export function endsSentence(word: string): boolean {
  return SENTENCE_END.test(word)
}

export function endsClause(word: string): boolean {
  return CLAUSE_END.test(word)
}

/** How long each kind of character takes to say, as a multiple of a Latin letter: speech of about 14 letters a second. */
const LENGTHS: readonly (readonly [RegExp, number])[] = [
  [/[\p{Script=Han}々]/u, 3],
  [/\p{Script=Hangul}/u, 2.6],
  [/[\p{Script=Hiragana}\p{Script=Katakana}ー]/u, 1.9],
  // Written without most of their vowels.
  [/[\p{Script=Arabic}\p{Script=Hebrew}]/u, 1.5],
  [/[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}]/u, 1.4],
  [/\p{N}/u, 4],
  [/[\p{Sc}%&+@#]/u, 5],
  [/\p{L}/u, 1],
]
/** Of the breath between two words. */
const WORD_LENGTH = 1
const CLAUSE_PAUSE = 2.5
const SENTENCE_PAUSE = 5

/** How long a word takes to say, in Latin letters. */
export function spokenLength(word: string): number {
  const letters = Array.from(word).reduce((sum, character) => sum + (LENGTHS.find(([kind]) => kind.test(character))?.[1] ?? 0), 0)
  return letters === 0 ? 0 : WORD_LENGTH + letters
}

/** How long a voice rests after a word, in Latin letters. */
export function restAfter(word: string): number {
  if (endsSentence(word)) return SENTENCE_PAUSE
  return endsClause(word) ? CLAUSE_PAUSE : 0
}
