import type { Style, TemplateId } from 'shared/strategy'
import { parseContent } from './content.ts'
import { graphemes } from '../../drawing/index.ts'

/** A brand is at most this long. */
const BRAND = { words: 3, characters: 22 } as const

/**
 * The template that fits a prompt. Pure and deterministic.
 * @param hasPicture whether the clip has a picture to show beside the words
 */
export function chooseTemplate(prompt: string, style: Style, hasPicture: boolean): TemplateId {
  const { whole, quote, sides, offer, countdown, list } = parseContent(prompt)
  if (quote !== null) return 'quote'
  if (sides !== null && offer === null) return 'before_after'
  if (offer !== null) return 'offer'
  if (countdown !== null) return 'countdown'
  if (list !== null) return 'list'
  if (hasPicture) return 'product_card'
  return isBrand(whole, style) ? 'logo_sting' : 'kinetic_type'
}

/** A name: few words, each with a capital, without a sentence's marks. A cinematic title of so few words is revealed like one. */
function isBrand(whole: string, style: Style): boolean {
  const words = whole.split(' ')
  if (words.length > BRAND.words || graphemes(whole).length > BRAND.characters || /[.!?,:;…。！？]$/u.test(whole)) return false
  return style === 'cinematic' || words.every((word) => /^[\p{Lu}\p{Lt}\p{Lo}\p{N}&+@#]/u.test(word))
}
