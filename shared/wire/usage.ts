import { z } from 'zod'
import { STAGES } from '../progress/index.ts'
import { JOB_KINDS } from './job-request.ts'
import { isoTime, usdMicrosSchema } from './primitives.ts'

/** A point in time, or a day for its midnight UTC. */
const day = z.union([isoTime, z.iso.date()])
export const usageQuery = z.strictObject({
  from: day.optional().meta({ description: 'Where it begins; the start of this UTC month where it is left out' }),
  to: day.optional().meta({ description: 'Where it ends, itself not included; now where it is left out' }),
})
export type UsageQuery = z.infer<typeof usageQuery>

const share = z.number().min(0).max(1).nullable()

/** What was made and what it cost. Jobs count when they were made, money when it was settled. */
export const usage = z
  .object({
    from: isoTime,
    to: isoTime,
    jobs: z.object({ made: z.int(), completed: z.int(), failed: z.int(), cancelled: z.int(), unfinished: z.int() }),
    successRate: share.meta({ description: 'Completed of all that were completed or failed; null where there is none' }),
    regenerationRate: share.meta({ description: 'Of all jobs those that make an earlier one again; null where there is none' }),
    downloads: z.int(),
    shares: z.int(),
    stages: z
      .array(z.object({ stage: z.enum(STAGES), jobs: z.int(), meanSeconds: z.number() }))
      .meta({ description: 'How long the newest 1000 completed jobs took, by stage' }),
    costUsdMicros: usdMicrosSchema.meta({ description: 'What providers took' }),
    priceUsdMicros: usdMicrosSchema.meta({ description: 'What the user was charged' }),
    costPerVideoUsdMicros: usdMicrosSchema.nullable().meta({ description: 'Cost of all, failures too, for each completed one' }),
    byProvider: z.array(
      z.object({
        provider: z.string(),
        kind: z.enum(JOB_KINDS),
        month: z.string().meta({ description: 'YYYY-MM, UTC' }),
        made: z.int(),
        completed: z.int(),
        failed: z.int(),
        regenerated: z.int(),
        downloads: z.int(),
        shares: z.int(),
        costUsdMicros: usdMicrosSchema,
      }),
    ),
  })
  .meta({ id: 'Usage' })
export type Usage = z.infer<typeof usage>
