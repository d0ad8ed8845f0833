import { z } from 'zod'
import type { ExpectedVersion } from '../storyboards/index.ts'

/** Headers of an edit of something that has versions. */
export const editHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^(\*|(W\/)?"?\d{1,15}"?)$/, 'must be the version that was edited, such as "7", or *')
    .optional()
    .meta({ description: 'The version that was edited, such as `"7"`; `*` edits whatever is there. Needed' }),
})

/** The version that an edit was made from; null where none was named. */
export function versionOf(headers: z.infer<typeof editHeaders>): ExpectedVersion {
  const { 'if-match': match } = headers
  if (match === undefined) return null
  return match === '*' ? 'any' : Number(match.replaceAll(/\D/g, ''))
}
