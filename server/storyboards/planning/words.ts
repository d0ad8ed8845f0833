/** What a prompt is about, and what can be said in a time. */

/** Words a second of a calm, clear voice: about 145 a minute. */
export const WORDS_PER_SECOND = 2.4
/** Seconds of a segment that stay silent, so that it does not run into the next. */
const BREATH = 0.4

const WORDS = new Intl.Segmenter('en', { granularity: 'word' })
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' })

/** What comes before the subject where somebody asks for a film instead of naming what it shows. */
const REQUEST =
  /^(please\s+)?((make|create|generate|produce|shoot|film|show|give)\s+(me\s+|us\s+)?)?(an?\s+|the\s+)?((short|quick|nice|cool|cinematic|vertical|\d+[- ]?(s|sec|secs|seconds?))\s+)*(video|reel|clip|film|ad|advert|commercial|spot|story|trailer|tiktok|short|montage)\s+(about|of|for|on|showing|that shows|with)\s+/i

/** Of an instruction the thing that it is about stays. */
const HOW_TO = /^how to \p{L}+ (?=\S)/iu

const MOST_SUBJECT = 200
const MOST_NAME_WORDS = 8

/** What a prompt is about, in the person's own words: without the request for a film around it and without a full stop. */
export function subjectOf(prompt: string): string {
  const flat = prompt.replaceAll(/\s+/g, ' ').trim()
  const subject = flat.replace(REQUEST, '').replace(/[.!?…\s]+$/, '')
  return cutAtWord(subject === '' ? flat : subject, MOST_SUBJECT)
}

/** The subject in short, as it can stand inside a sentence: its first clause, up to what is only said about it. */
export function shortSubject(subject: string): string {
  const object = subject.replace(HOW_TO, '')
  const [clause = object] = object.split(/[,;:.!?–—]| - | (?:with|for|that|which|who|mit|für) /i)
  const words = (clause.trim() === '' ? object : clause.trim()).split(' ')
  return cutAtWord(words.slice(0, MOST_NAME_WORDS).join(' '), 60)
}

/** A text with a capital first letter. */
export function capital(text: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase('en') + text.slice(first.length)
}

/** A text whose sentences all begin with a capital letter and whose last one is ended. */
export function sentences(text: string): string {
  const started = capital(text.trim()).replaceAll(
    /([.!?]\s+)(\p{Ll})/gu,
    (_, end: string, letter: string) => end + letter.toLocaleUpperCase('en'),
  )
  return started === '' || /[.!?…。！？]["'”’)]*$/.test(started) ? started : `${started}.`
}

/** How many seconds a text takes to say. */
export function spokenSeconds(text: string): number {
  return [...WORDS.segment(text)].filter(({ isWordLike }) => isWordLike === true).length / WORDS_PER_SECOND
}

/** The first of these texts that can be said within a segment of this many seconds; '' where none can. */
export function sayable(texts: readonly string[], seconds: number): string {
  return texts.find((text) => spokenSeconds(text) <= seconds - BREATH) ?? ''
}

/** As many whole sentences of a text as can be said in time; where not even one can, its words up to where a clause ends. */
export function sayPart(text: string, seconds: number): string {
  const fits = (part: string): boolean => spokenSeconds(part) <= seconds - BREATH
  let said = ''
  for (const { segment } of SENTENCES.segment(text.replaceAll(/\s+/g, ' ').trim())) {
    if (!fits(said + segment)) break
    said += segment
  }
  if (said !== '') return said.trim()
  const clauses = text.split(/(?<=[,;:–—])\s/)
  const longest = clauses.map((_, index) => clauses.slice(0, index + 1).join(' ')).findLast(fits)
  return longest === undefined ? '' : longest.replace(/[,;:–—\s]+$/, '')
}

/** Whether texts of ours, which are English, may stand beside these words: not where a language says otherwise, or another script does. */
export function speaksEnglish(words: string, language: string | null): boolean {
  if (language !== null) return /^en(-|$)/i.test(language)
  const letters = words.match(/\p{L}/gu) ?? []
  return letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length >= letters.length / 2
}

/** A text of at most so many characters, cut between words. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  const space = cut.lastIndexOf(' ')
  return (space > most / 2 ? cut.slice(0, space) : cut).trimEnd()
}
