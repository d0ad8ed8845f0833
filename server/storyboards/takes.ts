import { z } from 'zod'

/** What a take was made from, by which it is judged whether it still fits. */
const takeBasis = z.object({
  /** Hash of the segment's own inputs. */
  inputs: z.string(),
  /** Whether it was to follow the segment before it without a seam. */
  continuous: z.boolean(),
  /** The take of the segment before it that it follows; null while that had none. */
  follows: z.string().nullable(),
  /** What it says, where it is made of words; absent where a change of those would not be seen. */
  titleText: z.string().optional(),
})

/** A clip that a segment can show. */
export const storedTake = z.object({
  id: z.string(),
  jobId: z.string().nullable(),
  /** The clip itself. */
  assetId: z.string().nullable(),
  /** Seconds of the clip that are shown; null: all of it. */
  in: z.number().nullable(),
  out: z.number().nullable(),
  /** How long the whole clip is; null where that is not known. */
  seconds: z.number().nullable(),
  /** Null for a clip that was not made for this segment: it fits whatever the segment says. */
  basis: takeBasis.nullable(),
})
export type StoredTake = z.infer<typeof storedTake>
export const storedTakes = z.array(storedTake)
