import { z } from 'zod'

/** An opaque id as the wire carries it. */
const id = (prefix: string, what: string) =>
  z
    .string()
    .min(1)
    .max(64)
    .meta({ description: `Opaque id of ${what}`, examples: [`${prefix}_01jd3k7q5v8xw2m4n6p0r9stza`] })

export const jobId = id('job', 'a job')
export const assetId = id('ast', 'an asset')
export const attemptId = id('att', 'an attempt')
export const batchId = id('bat', 'a batch')
export const pairingId = id('pai', 'a pairing')

/** ISO 8601, UTC. */
export const isoTime = z.iso.datetime()

/** Integer micro-dollars: 1 USD = 1,000,000. */
export const usdMicrosSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Cursor of a list, as an answer gave it. */
export const cursor = z.string().min(1).max(200)

export const listQuery = {
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
}
