import { z } from 'zod'
import { problem } from 'shared/wire'

/** What a pool tells its child. */
export const taskMessage = z.object({ type: z.literal('task'), id: z.int(), task: z.unknown() })

/** What a child tells its pool. */
export const childMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('event'), id: z.int(), event: z.unknown() }),
  z.object({
    type: z.literal('done'),
    id: z.int(),
    outcome: z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value: z.null() }), z.object({ ok: z.literal(false), problem })]),
    /** Resident memory of the child at the end of the task. */
    rssBytes: z.number(),
  }),
])
export type ChildMessage = z.infer<typeof childMessage>
