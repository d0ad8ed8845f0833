import { priceOf, type UsdMicros, usdMicros } from 'shared/money'
import { z } from 'zod'
import { failedThere } from '../answers.ts'
import type { Observed, Opaque } from '../port.ts'
import { failureOf, PROVIDER } from './failures.ts'
import { MICROS_PER_CREDIT } from './model.ts'

/** What is kept of a task. `url` is null until it has a result; links to results run out, the task gives new ones. */
const operation = z.object({ taskId: z.string().min(1), url: z.string().nullable() })
export type RunwayOperation = z.infer<typeof operation>

export function operationFor(taskId: string, url: string | null = null): RunwayOperation {
  return { taskId, url }
}

/** Throws for what is no operation of this adapter: a bug. */
export function readOperation(kept: Opaque): RunwayOperation {
  return operation.parse(kept)
}

const cost = z
  .object({ credits: z.number().nonnegative().max(1_000_000) })
  .nullable()
  .catch(null)

/** The answer to the creation of a task. */
export const createdTask = z.object({ id: z.string().min(1), estimatedCost: cost })

const task = z.object({
  id: z.string(),
  status: z.string(),
  progress: z.number().nullable().catch(null),
  output: z.array(z.string()).catch([]),
  failureCode: z.string().nullable().catch(null),
  failure: z.string().catch(''),
  cost,
})
export type Task = z.infer<typeof task>

/** A task by its id; null where the answer is no such task. Fields that are not known are let be. */
export function readTask(json: unknown, taskId: string): Task | null {
  const parsed = task.safeParse(json)
  return parsed.success && parsed.data.id === taskId ? parsed.data : null
}

/** What Runway charges or may charge, in micro-dollars; null where it does not tell. */
export function chargeOf(told: { readonly credits: number } | null): UsdMicros | null {
  return told === null ? null : priceOf(usdMicros(MICROS_PER_CREDIT), told.credits)
}

/** Statuses as the SDK's `TaskRetrieveResponse` lists them; others count as running. */
export function observedOf({ id, status, progress, output, failureCode, cost: told }: Task): Observed {
  const charge = chargeOf(told)
  switch (status) {
    case 'PENDING':
    case 'THROTTLED':
      return { kind: 'running', status, waiting: true, progress: null }
    case 'SUCCEEDED': {
      const url = output.find((each) => URL.canParse(each))
      if (url === undefined) return { kind: 'failed', status, problem: failedThere(PROVIDER), usdMicros: charge, charged: 'all' }
      return { kind: 'succeeded', status, operation: operationFor(id, url), usdMicros: charge }
    }
    case 'FAILED':
      return { kind: 'failed', status, ...failureOf(failureCode), usdMicros: charge }
    case 'CANCELLED':
      return { kind: 'cancelled', status, usdMicros: charge, charged: 'unknown' }
    default:
      return { kind: 'running', status, waiting: false, progress: shareOf(progress) }
  }
}

/** The scale of `progress` is not documented; what is above 1 can only be per cent. */
function shareOf(progress: number | null): number | null {
  if (progress === null) return null
  return Math.min(1, Math.max(0, progress > 1 ? progress / 100 : progress))
}
