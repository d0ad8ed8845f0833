/** What a text's characters say about how it is set. */

/** Arabic, Hebrew and the other scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const LETTER = /\p{L}/u
const JOINED = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}]/u
const TALL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}]/u
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const PICTORIAL = /[\p{Extended_Pictographic}\p{Regional_Indicator}\uFE0F\u20E3]/u

/** Whether any part of a text runs from right to left, so that its words are not in reading order from the left. */
export function isBidirectional(text: string): boolean {
  return RIGHT_TO_LEFT.test(text)
}

/** The direction of a paragraph: that of its first strong letter (rule P2 of UAX 9). */
export function directionOf(text: string): 'ltr' | 'rtl' {
  const first = LETTER.exec(text)?.[0]
  return first !== undefined && RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr'
}

/** Whether letters change with their neighbours, so that none may be drawn by itself. */
export function isJoined(text: string): boolean {
  return JOINED.test(text)
}

export function isEastAsian(text: string): boolean {
  return EAST_ASIAN.test(text)
}

/** Whether drawing needs colours of its own: emoji. */
export function isPictorial(text: string): boolean {
  return PICTORIAL.test(text)
}

/** How much more room than Latin a text's lines need from baseline to baseline. */
export function leadingFactor(text: string): number {
  if (TALL.test(text)) return 1.25
  return EAST_ASIAN.test(text) ? 1.1 : 1
}
