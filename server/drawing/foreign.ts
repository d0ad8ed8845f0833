import type { Adjustment } from 'shared/wire'

/** Says that letters are drawn by whatever typeface the system has. */
export function foreign(field: string, missing: readonly string[]): readonly Adjustment[] {
  if (missing.length === 0) return []
  const why = `No typeface of the server has ${missing.slice(0, 8).join(' ')}; the system's typefaces stand in.`
  return [{ field, code: 'letters_not_shipped', why, asked: missing.join('') }]
}
