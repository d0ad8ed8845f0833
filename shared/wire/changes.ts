import { z } from 'zod'
import { asset } from './asset.ts'
import { settings } from './accounts.ts'
import { job } from './job.ts'
import { isoTime } from './primitives.ts'
import { storyboard } from './storyboard.ts'

export const CHANGE_ENTITIES = ['job', 'asset', 'storyboard', 'settings'] as const
export type ChangeEntity = (typeof CHANGE_ENTITIES)[number]

const put = { op: z.literal('put'), id: z.string(), seq: z.int(), at: isoTime }

/** One item of the feed: the whole resource, or that it is gone. */
export const change = z
  .union([
    z.object({ ...put, entity: z.literal('job'), data: job }),
    z.object({ ...put, entity: z.literal('asset'), data: asset }),
    z.object({ ...put, entity: z.literal('storyboard'), data: storyboard }),
    z.object({ ...put, entity: z.literal('settings'), data: settings }),
    z.object({ op: z.literal('delete'), id: z.string(), seq: z.int(), at: isoTime, entity: z.enum(CHANGE_ENTITIES), data: z.null() }),
  ])
  .meta({ id: 'Change' })
export type Change = z.infer<typeof change>

export const changePage = z
  .object({ items: z.array(change), nextAfter: z.int(), more: z.boolean(), feedId: z.string(), oldestSeq: z.int() })
  .meta({ id: 'ChangePage' })
export type ChangePage = z.infer<typeof changePage>

export const changeQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
})

/** First event of the stream. */
export const hello = z.object({ feedId: z.string(), oldestSeq: z.int(), seq: z.int() }).meta({ id: 'Hello' })
export type Hello = z.infer<typeof hello>
