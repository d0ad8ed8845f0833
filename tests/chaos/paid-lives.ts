import { deepStrictEqual } from 'node:assert'
import * as fc from 'fast-check'
import { isTerminal } from 'shared/progress'
import { makeProblem, type Problem } from 'shared/wire'
import { NOTHING, usdMicros } from 'shared/money'
import type { AttemptRow, JobRow } from '../../server/db/index.ts'
import { claim, finish, type Lease, requestCancel } from '../../server/jobs/index.ts'
import { afterCrash, openAttempt, OPEN } from '../../server/jobs/attempts.ts'
import { end } from '../../server/jobs/endings.ts'
import { releaseOperation } from '../../server/jobs/operations.ts'
import { adoptOperation } from '../../server/jobs/remote/adopt.ts'
import {
  type AttemptEnd,
  keepId,
  markAccepted,
  markForgotten,
  markNotSent,
  markObserved,
  markOver,
  markSending,
} from '../../server/jobs/remote/attempt-rows.ts'
import { leftOf } from '../../server/jobs/remote/candidates.ts'
import { createProviders } from '../../server/providers/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { ignoreChange, openBench } from '../../server/jobs/test-bench.ts'
import { wholly } from '../../server/jobs/walk.ts'
import {
  AGREED,
  apply,
  newModel,
  type PaidEvent,
  paidLife,
  type PaidModel,
  type Post,
  PRICE,
  type Seen,
  type Stopped,
} from './paid-model.ts'

const LEASE_MS = 1000
const AT = { provider: 'runway', model: 'gen4_turbo' } as const
const GENERATION = {
  kind: 'clip',
  model: AT.model,
  mode: 'text',
  prompt: 'a slow look at a chair',
  negativePrompt: null,
  seconds: 2,
  size: { name: '1280:720', tier: '720p', width: 1280, height: 720 },
  frameRate: null,
  audio: false,
  seed: null,
  options: {},
} as const

type Bench = Awaited<ReturnType<typeof openBench>>

interface Flight {
  readonly attempt: AttemptRow
  readonly lease: Lease
  readonly perhaps: boolean
  answer: Post | null
}

/** What plays the same events on rows: every runner with the lease that it last had, stale or not, and one provider. */
interface Player {
  readonly bench: Bench
  readonly providers: ReturnType<typeof createProviders>
  readonly idempotency: PaidModel['idempotency']
  readonly fallback: boolean
  jobId: string
  readonly leases: Map<number, Lease>
  readonly flights: Map<number, Flight>
  /** Keys of attempts that the provider has taken. */
  readonly taken: Set<string>
  readonly past: string[]
}

const failed = (code: 'provider_failed' | 'outcome_unknown'): Problem => makeProblem(code, 'It came to nothing.')

async function attemptsOf({ bench, jobId }: Player): Promise<readonly AttemptRow[]> {
  return await bench.db.selectFrom('attempts').selectAll().where('job_id', '=', jobId).orderBy('number').execute()
}

/** A write of a runner, as its walk would make it. */
async function write<T>({ bench }: Player, work: Parameters<typeof wholly<T>>[2]): Promise<boolean> {
  return (await wholly(bench.changes, bench.userId, work)).ok
}

async function perform(player: Player, event: PaidEvent): Promise<boolean> {
  const { bench, jobId, leases, flights } = player
  const now = bench.time.now
  switch (event.do) {
    case 'expire':
      bench.time.now += LEASE_MS
      return true
    case 'claim': {
      const by = { jobId, owner: `runner ${event.who}`, leaseMs: LEASE_MS, now }
      const claimed = await wholly(bench.changes, bench.userId, (tx) => claim(tx, ignoreChange, by))
      if (!claimed.ok) return false
      leases.set(event.who, claimed.value.lease)
      return !flights.delete(event.who) || true
    }
    case 'cancel': {
      const row = await bench.read(jobId)
      return await write(player, (tx) => requestCancel(tx, ignoreChange, row, now))
    }
    case 'adopt':
    case 'release':
      return await resolve(player, event.do)
    case 'post': {
      const flight = flights.get(event.who)
      if (flight === undefined || flight.answer !== null) return false
      const { what, dies } = event.post
      if (what === 'accepted' || what === 'lost_taken') player.taken.add(flight.attempt.idempotency_key)
      flight.answer = what
      if (dies) flights.delete(event.who)
      return true
    }
    case 'hear':
      return await hear(player, event.who)
    case 'step':
    case 'stop': {
      const lease = leases.get(event.who)
      if (lease === undefined || flights.has(event.who)) return false
      return event.do === 'step' ? await step(player, event.who, lease, event.seen) : await stop(player, lease, event.stopped)
    }
    default:
      return event satisfies never
  }
}

/** What a walk does next by the rows, as `makeRemotely` and `sendAttempt` decide it. */
async function step(player: Player, who: number, lease: Lease, seen: Seen): Promise<boolean> {
  const { bench, idempotency } = player
  const { now } = bench.time
  const attempts = await attemptsOf(player)
  const newest = attempts.at(-1)
  if (newest === undefined || newest.status === 'failed' || newest.status === 'cancelled') return await openAnother(player, lease, attempts)
  const over = async (ending: AttemptEnd): Promise<boolean> => await write(player, (tx) => markOver(tx, lease, newest.id, ending, now))
  if (newest.status === 'succeeded') {
    const outcome = { to: 'completed', result: { kind: 'clip', video: 'a', poster: 'b', filmstrip: 'c' }, stageTimes: {} } as const
    return await write(player, (tx) => finish(tx, ignoreChange, { jobId: player.jobId, from: 'processing', lease, now, outcome }))
  }
  if (newest.status === 'unknown') return (await end(bench, lease, { to: 'failed', problem: failed('outcome_unknown') })).ok
  const todo = afterCrash(newest, idempotency)
  if (todo === 'observe') return await see(player, lease, newest, seen)
  if (todo === 'unknown') return await over({ status: 'unknown', usdMicros: null, problem: failed('outcome_unknown') })
  if (todo === 'look_up' && player.taken.has(newest.idempotency_key)) {
    return await write(player, (tx) => markAccepted(tx, lease, newest.id, told(newest, now)))
  }
  const sending = await wholly(bench.changes, bench.userId, (tx) => markSending(tx, lease, newest.id))
  if (sending.ok) player.flights.set(who, { attempt: sending.value, lease, perhaps: newest.sent === 1, answer: null })
  return sending.ok
}

async function openAnother(player: Player, lease: Lease, attempts: readonly AttemptRow[]): Promise<boolean> {
  const { bench } = player
  const row = await bench.read(player.jobId)
  const spent = attempts.length > 0 && (!player.fallback || leftOf(row, attempts) < PRICE)
  if (spent) return (await end(bench, lease, { to: 'failed', problem: failed('provider_failed') })).ok
  const call = { ...AT, request: GENERATION, prepared: null, usdMicros: usdMicros(PRICE), deadlineMs: 300_000, now: bench.time.now }
  return await write(player, (tx) => openAttempt(tx, lease, { ...call, request: { ...GENERATION } }))
}

async function see(player: Player, lease: Lease, attempt: AttemptRow, seen: Seen): Promise<boolean> {
  const { now } = player.bench.time
  const over = async (ending: AttemptEnd): Promise<boolean> => await write(player, (tx) => markOver(tx, lease, attempt.id, ending, now))
  const problem = failed('provider_failed')
  switch (seen) {
    case 'running':
      return await write(player, (tx) => markObserved(tx, lease, attempt.id, 'RUNNING', now))
    case 'succeeded':
      return await over({ status: 'succeeded', usdMicros: usdMicros(PRICE), problem: null })
    case 'free':
    case 'charged':
      return await over({ status: 'failed', usdMicros: usdMicros(seen === 'free' ? 0 : PRICE), problem })
    case 'lost':
      if (player.idempotency === 'key') return await write(player, (tx) => markForgotten(tx, lease, attempt.id))
      return await over({ status: 'unknown', usdMicros: null, problem: failed('outcome_unknown') })
    default:
      return seen satisfies never
  }
}

/** Writes what the provider said to a call, as `sendAttempt` does. */
async function hear(player: Player, who: number): Promise<boolean> {
  const { bench, idempotency } = player
  const { now } = bench.time
  const flight = player.flights.get(who)
  if (flight === undefined || flight.answer === null) return false
  player.flights.delete(who)
  const { attempt, lease, perhaps, answer } = flight
  if (answer === 'accepted') {
    const accepted = await write(player, (tx) => markAccepted(tx, lease, attempt.id, told(attempt, now)))
    if (!accepted) await bench.changes.transaction(bench.userId, (tx) => keepId(tx, attempt.id, told(attempt, now)))
    return accepted
  }
  if (answer === 'refused' && !perhaps) {
    const ending = { status: 'failed', usdMicros: NOTHING, problem: failed('provider_failed') } as const
    return await write(player, (tx) => markOver(tx, lease, attempt.id, ending, now))
  }
  if (answer === 'not_sent' && !perhaps) return await write(player, (tx) => markNotSent(tx, lease, attempt.id))
  if (idempotency === 'none') {
    const ending = { status: 'unknown', usdMicros: null, problem: failed('outcome_unknown') } as const
    return await write(player, (tx) => markOver(tx, lease, attempt.id, ending, now))
  }
  return await stillHas(player, lease, attempt)
}

/** Writes nothing, so that only reading tells whether the claim still stands. */
async function stillHas({ bench }: Player, lease: Lease, attempt: AttemptRow): Promise<boolean> {
  const row = await bench.read(lease.jobId)
  const now = await bench.db.selectFrom('attempts').selectAll().where('id', '=', attempt.id).executeTakeFirstOrThrow()
  return row.lease_epoch === lease.epoch && row.lease_owner === lease.owner && !isTerminal(row.status) && OPEN.includes(now.status)
}

/** Ends what is open at the provider, at its deadline or since a person has cancelled the job, as `standDown` does. */
async function stop(player: Player, lease: Lease, how: Stopped): Promise<boolean> {
  const { bench } = player
  const { now } = bench.time
  const [newest, row] = [(await attemptsOf(player)).at(-1), await bench.read(player.jobId)]
  const cancelling = row.status === 'cancelling'
  const open = newest !== undefined && OPEN.includes(newest.status) ? newest : null
  if (!cancelling && open?.provider_job_id === undefined) return false
  if (!cancelling && open?.provider_job_id === null) return false
  if (open !== null && !(await write(player, (tx) => markOver(tx, lease, open.id, stopEnd(open, how), now)))) return false
  return !cancelling || (await end(bench, lease, { to: 'cancelled' })).ok
}

function stopEnd(attempt: AttemptRow, how: Stopped): AttemptEnd {
  if (attempt.provider_job_id === null) {
    if (attempt.sent === 0) return { status: 'cancelled', usdMicros: NOTHING, problem: null }
    return { status: 'unknown', usdMicros: null, problem: failed('outcome_unknown') }
  }
  switch (how) {
    case 'confirmed':
      return { status: 'cancelled', usdMicros: NOTHING, problem: null }
    case 'charged':
      return { status: 'cancelled', usdMicros: usdMicros(PRICE), problem: null }
    case 'unconfirmed':
      return { status: 'unknown', usdMicros: null, problem: failed('outcome_unknown') }
    case 'done':
      return { status: 'succeeded', usdMicros: usdMicros(PRICE), problem: null }
    default:
      return how satisfies never
  }
}

async function resolve(player: Player, how: 'adopt' | 'release'): Promise<boolean> {
  const { bench, providers } = player
  const lost = (await attemptsOf(player)).find(({ status }) => status === 'unknown')
  if (lost === undefined) return false
  if (how === 'release' || !player.taken.has(lost.idempotency_key)) return (await releaseOperation(bench, bench.userId, lost.id)).ok
  const adopted = await adoptOperation({ ...bench, providers }, bench.userId, lost.id, { providerJobId: idOf(lost) }, null)
  if (!adopted.ok) return false
  player.past.push(player.jobId)
  player.jobId = adopted.value.row.id
  player.leases.clear()
  return true
}

const idOf = ({ idempotency_key: key }: AttemptRow): string => `theirs of ${key}`
const told = (attempt: AttemptRow, now: number) => ({
  providerJobId: idOf(attempt),
  operation: { id: idOf(attempt) },
  usdMicros: null,
  now,
})

/** What rows and model have in common. */
function summary(job: Pick<JobRow, 'status'>, attempts: readonly AttemptRow[]): unknown {
  return {
    status: job.status,
    attempts: attempts.map((one) => [one.status, one.sent === 1, one.provider_job_id !== null, one.cost_usd_micros]),
  }
}

/**
 * Plays random lives of paid jobs on rows and on the model: claims, calls whose answers are lost, runners that die or freeze in the middle, cancellations, deadlines,
 * other providers, adoption and release. Throws, with the seed and the shortest life, where they part.
 * @returns how many paid calls were taken
 */
export async function checkPaidLives(options: { readonly sequences: number; readonly seed?: number }): Promise<number> {
  const bench = await openBench()
  const config = readConfig({ RUNWAYML_API_SECRET: 'key_1' }, '.')
  if (!config.ok) throw new Error(JSON.stringify(config.faults))
  const providers = createProviders({ ...config.config, log: () => undefined })
  let bought = 0
  const property = fc.asyncProperty(
    fc.constantFrom('key', 'lookup', 'none'),
    fc.boolean(),
    paidLife,
    async (idempotency, fallback, events) => {
      const { id } = await bench.insert({ held_usd_micros: AGREED, ...AT })
      const played = { leases: new Map<number, Lease>(), flights: new Map<number, Flight>(), taken: new Set<string>(), past: [] }
      const player: Player = { bench, providers, idempotency, fallback, jobId: id, ...played }
      const model = newModel(idempotency, fallback)
      for (const event of events) {
        const may = apply(model, event)
        deepStrictEqual([event, await perform(player, event)], [event, may])
        const { status, attempts } = model
        const expected = { status, attempts: attempts.map((one) => [one.status, one.sent, one.hasId, one.cost]) }
        deepStrictEqual(summary(await bench.read(player.jobId), await attemptsOf(player)), expected)
      }
      await judge(player, model)
      bought += player.taken.size
    },
  )
  try {
    await fc.assert(property, { numRuns: options.sequences, ...(options.seed === undefined ? {} : { seed: options.seed }) })
    return bought
  } finally {
    await bench.close()
  }
}

/** Ends are for ever, each job is settled once, and its entries are what the calls were charged. */
async function judge(player: Player, model: PaidModel): Promise<void> {
  const { bench } = player
  const past = await Promise.all(player.past.map(async (id) => (await bench.read(id)).status))
  deepStrictEqual(past, model.past)
  const entries = (await Promise.all([...player.past, player.jobId].map((id) => bench.ledger(id)))).flat()
  const charged = entries.filter(({ kind }) => kind === 'settle' || kind === 'late_charge')
  deepStrictEqual(
    charged.reduce((sum, { usd_micros: paid }) => sum + paid, 0),
    model.charged,
    'what is charged',
  )
  const ended = player.past.length > 0 || isTerminal(model.status)
  const settlements = entries.filter(({ entry_key: key }) => key.startsWith('settle:')).length
  deepStrictEqual(settlements, ended ? 1 : 0, 'the job that was asked for is settled once')
}
