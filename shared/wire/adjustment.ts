import { z } from 'zod'

/** What was changed or could not be honoured, so that nothing is changed silently. */
export const adjustment = z
  .object({
    field: z.string(),
    asked: z.union([z.string(), z.number(), z.boolean()]).optional(),
    bought: z.union([z.string(), z.number(), z.boolean()]).optional(),
    got: z.union([z.string(), z.number(), z.boolean()]).optional(),
    code: z.string(),
    why: z.string(),
  })
  .meta({ id: 'Adjustment' })
export type Adjustment = z.infer<typeof adjustment>
