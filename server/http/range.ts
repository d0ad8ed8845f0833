/** What part of a file a request is answered with; `end` is inclusive. */
export type RangeChoice =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' }

const WHOLE: RangeChoice = { kind: 'whole' }
const UNSATISFIABLE: RangeChoice = { kind: 'unsatisfiable' }
const SINGLE = /^bytes[ \t]*=[ \t]*(\d*)[ \t]*-[ \t]*(\d*)[ \t]*$/i

/**
 * Reads a Range header by RFC 9110 section 14: one range, open or suffix. What is not understood (another unit, several
 * ranges, bad syntax) is ignored, as the RFC allows, and the whole file is the answer.
 * @param size of the file in bytes
 */
export function chooseRange(header: string | undefined, size: number): RangeChoice {
  const match = header === undefined ? null : SINGLE.exec(header)
  if (match === null) return WHOLE
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return WHOLE
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? UNSATISFIABLE : { kind: 'part', start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return WHOLE
  return start >= size ? UNSATISFIABLE : { kind: 'part', start, end }
}
