/** Fewer words are as likely a name, which reads the same in every language. */
const FEWEST_WORDS = 3
/** English words that name foreign things look foreign in part; words of another language score below this as English. */
const MAYBE_ENGLISH = 0.45

const WORDS = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * The language that a text is written in, as its two-letter tag; null where that cannot be told, or where the text may as well be English.
 * The detector is loaded when it is first needed, as its statistics take a quarter of a second and 90 MB.
 */
export async function languageOf(text: string): Promise<string | null> {
  const words = [...WORDS.segment(text)].filter(({ isWordLike }) => isWordLike === true)
  if (words.length < FEWEST_WORDS) return null
  const { eld } = await import('eld/extrasmall')
  const found = eld.detect(text)
  const { [found.language]: score, en: english = 0 } = found.getScores()
  return score === undefined || !found.isReliable() || english >= MAYBE_ENGLISH ? null : found.language
}
