import type { Grade } from './colour.ts'
import { chain, gradeOf } from './grade.ts'
import { LIGHTING_GRADES } from './lighting-grades.ts'
import { isPlain, lightGain, type Look } from './look.ts'
import { STYLE_GRADES } from './style-grades.ts'

/** All that a look does to colours, the light first; null where it leaves them. */
export function lookGrade(look: Look): Grade | null {
  if (isPlain(look)) return null
  const { style, lighting } = look
  const lit = lighting === null ? null : gradeOf(LIGHTING_GRADES[lighting], lightGain(look))
  const styled = STYLE_GRADES[style]
  if (lit === null) return styled
  return styled === null ? lit : chain(lit, styled)
}
