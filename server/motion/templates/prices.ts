/** Finds prices and percentages in a text, in the notations of the large markets. */

export interface Amount {
  /** As it was written. */
  readonly text: string
  readonly value: number
  readonly kind: 'price' | 'percent'
  /** Place in the text. */
  readonly start: number
  readonly end: number
}

const NUMBER = String.raw`\p{Nd}{1,3}(?:[.,’'\u00A0\u202F ]\p{Nd}{3})*(?:[.,٫]\p{Nd}{1,2})?|\p{Nd}+(?:[.,٫]\p{Nd}{1,2})?`
const BEFORE = String.raw`(?:US|CA|A|NZ|HK|R)?[$€£¥₹₩₽₺₪₴₫฿₱]|USD|EUR|GBP|CHF|Rs\.?`
const AFTER = String.raw`[€$£¥₹₩₽₺₪₴₫฿]|(?:USD|EUR|GBP|CHF|JPY|INR|AED|SAR|zł|Kč|kr|Ft|руб\.?|грн|円|元|원|درهم|ريال|ر\.س|د\.إ)(?!\p{L})`
const PRICE = new RegExp(`(?:${BEFORE})\\s?(?:${NUMBER})|(?<![\\p{Nd}.,])(?:${NUMBER})\\s?(?:${AFTER})`, 'gu')
const PERCENT = /(?<![\p{Nd}.,])[-−–]?\p{Nd}{1,3}(?:[.,٫]\p{Nd}{1,2})?\s?[%٪％]/gu

/** Prices and percentages, in the order of the text. */
export function amounts(text: string): readonly Amount[] {
  const found = (pattern: RegExp, kind: Amount['kind']): readonly Amount[] =>
    [...text.matchAll(pattern)].map((match) => ({
      text: match[0],
      value: valueOf(match[0]),
      kind,
      start: match.index,
      end: match.index + match[0].length,
    }))
  return [...found(PRICE, 'price'), ...found(PERCENT, 'percent')].toSorted((one, other) => one.start - other.start)
}

/** The number of an amount: a last separator with one or two digits behind it parts decimals. */
function valueOf(text: string): number {
  const digits = Array.from(text, (character) => (/\p{Nd}/u.test(character) ? String(digitOf(character)) : character)).join('')
  const number = /[\d.,٫’'\u00A0\u202F ]*\d/u.exec(digits.replace(/^\D*/u, ''))?.[0] ?? '0'
  const [, whole = number, decimals = '0'] = /^(.*)[.,٫](\d{1,2})$/u.exec(number) ?? []
  return Number(`${whole.replaceAll(/\D/gu, '')}.${decimals}`)
}

/** The value of a decimal digit of any script: each has its ten in a row, beginning at a code point that ends in 0 or 6. */
function digitOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return (code - zero) % 10
}
