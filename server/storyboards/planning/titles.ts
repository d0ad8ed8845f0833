import type { Role } from './arc.ts'
import { pick, type Shot } from './lay-out.ts'
import type { PlannedSegment } from './plan.ts'
import { capital, cutAtWord } from './words.ts'

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' })
/** Characters that are read at a glance; a longer sentence is parted at its commas. */
const GLANCE = 90
/** Characters of one title. */
export const MOST_TITLE_TEXT = 200
/** Beats that tell of the thing itself, beside which the person's further words stand. */
const TELLING: ReadonlySet<Role> = new Set(['turn', 'proof', 'detail'])

/**
 * What stands on the screen in place of each shot, where there is nothing to show but words: what the person says first, then their
 * further words, and between them the titles of the arc. Where those, which are English, may not stand, the person's words come again. Null
 * where there is nothing to say.
 * @param name the subject in short
 */
export function titlesFor(shots: readonly Shot[], subject: string, name: string, english: boolean): readonly PlannedSegment['titleText'][] {
  const parts = partsOf(subject)
  if (parts.length === 0) return shots.map(() => null)
  if (!english) return shots.map((_, index) => titled(pick(inGroups(parts, shots.length), index)))
  const places = shots.flatMap(({ beat }, index) => (index > 0 && TELLING.has(beat.role) ? [index] : []))
  const [first = subject, ...further] = parts
  const own = inGroups(further, places.length)
  const opening = own.length === 0 ? parts.join(' ') : first
  const fill = (title: string): string => title.replaceAll('{opening}', () => opening).replaceAll('{name}', () => name)
  return shots.map(({ beat, index }, at) => {
    if (at === 0) return titled(opening)
    return titled(own[places.indexOf(at)] ?? fill(pick(beat.titles, index)))
  })
}

/** The sentences of a text, those that are long for a title parted at their commas. */
function partsOf(text: string): readonly string[] {
  const sentences = [...SENTENCES.segment(text)].map(({ segment }) => segment.trim())
  return sentences.flatMap((sentence) => (sentence.length <= GLANCE ? [sentence] : sentence.split(/(?<=[,;:،、，；：])\s*/u)))
}

/** All parts in at most so many texts, in their order. */
function inGroups(parts: readonly string[], most: number): readonly string[] {
  const count = Math.min(parts.length, most)
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [index, index + 1].map((place) => Math.floor((place * parts.length) / count))
    return parts.slice(from, to).join(' ')
  })
}

/** A text as it stands on the screen: with a capital first letter, without a stop at its end, of at most 200 characters; null for none. */
export function titled(text: string): string | null {
  const shown = cutAtWord(text, MOST_TITLE_TEXT).replace(/[.,;:،、，；：。\s]+$/u, '')
  return shown.trim() === '' ? null : capital(shown.trim())
}
