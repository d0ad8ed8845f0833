import * as fc from 'fast-check'
import { isTerminal, type Status } from 'shared/progress'
import { makeProblem } from 'shared/wire'
import { deepStrictEqual } from 'node:assert'
import { claim, finish, type Lease, requestCancel, writeProgress } from '../../server/jobs/index.ts'
import { ignoreChange, openBench } from '../../server/jobs/test-bench.ts'

const LEASE_MS = 1000

type Event =
  | { readonly do: 'claim'; readonly who: number }
  | { readonly do: 'expire' }
  | { readonly do: 'cancel' }
  | { readonly do: 'progress'; readonly who: number; readonly to: number }
  | { readonly do: 'complete' | 'fail' | 'drain'; readonly who: number }

const who = fc.integer({ min: 0, max: 2 })
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), who }),
  fc.record({ do: fc.constant('expire' as const) }),
  fc.record({ do: fc.constant('cancel' as const) }),
  fc.record({ do: fc.constant('progress' as const), who, to: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ do: fc.constantFrom('complete' as const, 'fail' as const, 'drain' as const), who }),
)

/** What must be true, told without SQL. */
interface Model {
  status: Status
  progress: number
  owner: number | null
  expired: boolean
  settlements: number
}

type Bench = Awaited<ReturnType<typeof openBench>>

/** What the model says of one event: whether it may happen, and what it does then. */
function apply(model: Model, event: Event): boolean {
  const mine = 'who' in event && model.owner === event.who
  const end = (status: Status): boolean => {
    Object.assign(model, { status, owner: null, settlements: model.settlements + 1 })
    return true
  }
  if (event.do === 'expire') {
    model.expired = true
    return true
  }
  if (isTerminal(model.status)) return false
  switch (event.do) {
    case 'claim': {
      if (model.owner !== null && !mine && !model.expired) return false
      const status = model.status === 'queued' ? 'processing' : model.status
      Object.assign(model, { owner: event.who, expired: false, status, progress: Math.max(5, model.progress) })
      return true
    }
    case 'cancel':
      if (model.status === 'queued') return end('cancelled')
      if (model.status !== 'processing') return false
      model.status = 'cancelling'
      return true
    case 'progress':
      if (!mine || model.status !== 'processing') return false
      model.progress = Math.max(model.progress, event.to)
      return true
    case 'drain':
      return mine && model.status === 'cancelling' && end('cancelled')
    default:
      if (!mine || model.status !== 'processing') return false
      if (event.do === 'complete') model.progress = 100
      return end(event.do === 'complete' ? 'completed' : 'failed')
  }
}

/** Does the same to the rows, every runner with the lease that it last had, stale or not. */
async function perform(bench: Bench, jobId: string, leases: Map<number, Lease>, event: Event): Promise<boolean> {
  const { now } = bench.time
  return await bench.changes.transaction(bench.userId, async (tx) => {
    if (event.do === 'expire') {
      bench.time.now += LEASE_MS
      return true
    }
    if (event.do === 'cancel') {
      const row = await tx.selectFrom('jobs').select(['id', 'status']).where('id', '=', jobId).executeTakeFirstOrThrow()
      return (await requestCancel(tx, ignoreChange, row, now)).ok
    }
    if (event.do === 'claim') {
      const claimed = await claim(tx, ignoreChange, { jobId, owner: `runner ${event.who}`, leaseMs: LEASE_MS, now })
      if (claimed.ok) leases.set(event.who, claimed.value.lease)
      return claimed.ok
    }
    const lease = leases.get(event.who)
    if (lease === undefined) return false
    if (event.do === 'progress') {
      return (await writeProgress(tx, ignoreChange, lease, { stage: 'generating', progress: event.to, stageTimes: {}, now })).ok
    }
    const from = event.do === 'drain' ? 'cancelling' : 'processing'
    const outcome = {
      complete: { to: 'completed', result: { kind: 'clip', video: 'a', poster: 'b', filmstrip: 'c' }, stageTimes: {} },
      fail: { to: 'failed', problem: makeProblem('provider_failed', 'It broke.') },
      drain: { to: 'cancelled' },
    } as const
    return (await finish(tx, ignoreChange, { jobId, from, lease, now, outcome: outcome[event.do] })).ok
  })
}

/**
 * Plays random sequences of events on rows and on the model. Throws, with the seed and the shortest sequence, where they part.
 * @returns how many of the jobs came to an end
 */
export async function checkStateMachine(options: { readonly sequences: number; readonly seed?: number }): Promise<number> {
  const bench = await openBench()
  let ended = 0
  const property = fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 25 }), async (events) => {
    const { id } = await bench.insert({ held_usd_micros: 1000 })
    const leases = new Map<number, Lease>()
    const model: Model = { status: 'queued', progress: 0, owner: null, expired: false, settlements: 0 }
    for (const event of events) {
      const may = apply(model, event)
      deepStrictEqual([event, await perform(bench, id, leases, event)], [event, may])
      const { status, progress } = await bench.read(id)
      deepStrictEqual({ status, progress }, { status: model.status, progress: model.progress })
    }
    const settlements = (await bench.ledger(id)).filter(({ entry_key: key }) => key === `settle:${id}`)
    deepStrictEqual(settlements.length, model.settlements)
    if (isTerminal(model.status)) ended += 1
  })
  try {
    await fc.assert(property, { numRuns: options.sequences, ...(options.seed === undefined ? {} : { seed: options.seed }) })
    return ended
  } finally {
    await bench.close()
  }
}
