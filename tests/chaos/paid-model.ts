import * as fc from 'fast-check'
import { isTerminal, type Status } from 'shared/progress'

export const PRICE = 100
/** Two attempts fit into what is agreed, unless the first is charged without a result. */
export const AGREED = 150

/** One does most, so that lives come far; the others are those that come after it or take its job over. */
const who = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constant(2) },
)
/** What becomes of a paid call; the one that makes it may die over it. */
const what = fc.constantFrom('accepted', 'accepted', 'refused', 'not_sent', 'lost_taken', 'lost')
const post = fc.record({ what, dies: fc.boolean() })
const seen = fc.constantFrom('running', 'succeeded', 'succeeded', 'free', 'charged', 'lost')
const stopped = fc.constantFrom('confirmed', 'charged', 'unconfirmed', 'done')
const paidEvent = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('claim'), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel') }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('step'), who, seen }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('post'), who, post }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hear'), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop'), who, stopped }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('adopt', 'release') }) },
)
/** How lives begin, so that many come far: anyhow, with a call under way, with one whose answer was lost, with that one adopted. */
const sending: readonly PaidEvent[] = [
  { do: 'claim', who: 0 },
  { do: 'step', who: 0, seen: 'running' },
  { do: 'step', who: 0, seen: 'running' },
]
const losing: readonly PaidEvent[] = [
  ...sending,
  { do: 'post', who: 0, post: { what: 'lost_taken', dies: false } },
  { do: 'hear', who: 0 },
  { do: 'step', who: 0, seen: 'running' },
]
export const paidLife: fc.Arbitrary<readonly PaidEvent[]> = fc
  .tuple(
    fc.constantFrom<readonly PaidEvent[]>([], sending, losing, [...losing, { do: 'adopt' }]),
    fc.array(paidEvent, { minLength: 1, maxLength: 30, size: 'max' }),
  )
  .map(([first, then]) => [...first, ...then])
export type PaidEvent = typeof paidEvent extends fc.Arbitrary<infer T> ? T : never
export type Seen = typeof seen extends fc.Arbitrary<infer T> ? T : never
export type Stopped = typeof stopped extends fc.Arbitrary<infer T> ? T : never
export type Post = typeof what extends fc.Arbitrary<infer T> ? T : never

export interface PaidAttempt {
  status: 'intent' | 'submitted' | 'succeeded' | 'failed' | 'cancelled' | 'unknown'
  /** Whether a call may have left whose outcome is not known to be nothing. */
  sent: boolean
  hasId: boolean
  cost: number | null
  /** What the provider knows: calls that it took, and whether it has said that it is over or a person has said that it was nothing. */
  taken: number
  isOver: boolean
}

/** A call on its way, under the claim that it was made by. */
interface Flight {
  readonly attempt: PaidAttempt
  readonly epoch: number
  /** Whether an earlier call of the attempt may have been taken. */
  readonly perhaps: boolean
  answer: Post | null
}

/** What must be true of a paid job and of the jobs that adopted what it lost, told without SQL. */
export interface PaidModel {
  readonly idempotency: 'key' | 'lookup' | 'none'
  readonly fallback: boolean
  status: Status
  adopted: boolean
  attempts: PaidAttempt[]
  owner: number | null
  epoch: number
  expired: boolean
  readonly leases: Map<number, number>
  readonly flights: Map<number, Flight>
  /** How the jobs before this one ended. */
  readonly past: Status[]
  /** What all jobs were charged, late or not. */
  charged: number
}

export function newModel(idempotency: PaidModel['idempotency'], fallback: boolean): PaidModel {
  const none = { leases: new Map(), flights: new Map(), past: [], charged: 0 }
  return { idempotency, fallback, status: 'queued', adopted: false, attempts: [], owner: null, epoch: 0, expired: false, ...none }
}

const isOpen = ({ status }: PaidAttempt): boolean => status === 'intent' || status === 'submitted'

/** Applies one event; answers whether it may happen. */
export function apply(model: PaidModel, event: PaidEvent): boolean {
  switch (event.do) {
    case 'expire':
      model.expired = true
      return true
    case 'claim':
      return claim(model, event.who)
    case 'cancel':
      if (model.status === 'queued') {
        for (const attempt of model.attempts) attempt.status = 'unknown'
        return end(model, 'cancelled')
      }
      if (model.status !== 'processing') return false
      model.status = 'cancelling'
      return true
    case 'adopt':
    case 'release':
      return resolve(model, event.do)
    case 'post':
      return postOne(model, event.who, event.post)
    case 'hear':
      return hear(model, event.who)
    case 'step':
      return isMine(model, event.who) && !model.flights.has(event.who) && step(model, event.who, event.seen)
    case 'stop':
      return isMine(model, event.who) && !model.flights.has(event.who) && stop(model, event.stopped)
    default:
      return event satisfies never
  }
}

function isMine(model: PaidModel, by: number): boolean {
  return !isTerminal(model.status) && model.leases.get(by) === model.epoch
}

function end(model: PaidModel, status: Status): true {
  model.status = model.status === 'cancelling' ? 'cancelled' : status
  for (const attempt of model.attempts.filter(isOpen)) throw new Error(`a job ended over an attempt that is ${attempt.status}`)
  model.charged += model.attempts.reduce((sum, { cost }) => sum + (cost ?? 0), 0)
  return true
}

/** Whoever claims anew has died in between, and what it had not sent yet never leaves. */
function claim(model: PaidModel, by: number): boolean {
  if (isTerminal(model.status)) return false
  if (model.owner !== null && model.owner !== by && !model.expired) return false
  model.flights.delete(by)
  model.epoch += 1
  model.leases.set(by, model.epoch)
  Object.assign(model, { owner: by, expired: false, status: model.status === 'queued' ? 'processing' : model.status })
  return true
}

function step(model: PaidModel, by: number, said: Seen): boolean {
  const newest = model.attempts.at(-1)
  if (newest === undefined || newest.status === 'failed' || newest.status === 'cancelled') return openAnother(model)
  if (newest.status === 'succeeded') return model.status === 'processing' && end(model, 'completed')
  if (newest.status === 'unknown') return end(model, 'failed')
  if (newest.hasId) return see(newest, said, model.idempotency)
  if (newest.sent && model.idempotency === 'none') {
    newest.status = 'unknown'
    return true
  }
  if (newest.sent && model.idempotency === 'lookup' && newest.taken > 0) {
    Object.assign(newest, { status: 'submitted', hasId: true })
    return true
  }
  if (model.status !== 'processing') return false
  model.flights.set(by, { attempt: newest, epoch: model.epoch, perhaps: newest.sent, answer: null })
  newest.sent = true
  return true
}

function openAnother(model: PaidModel): boolean {
  const left = (model.adopted ? 0 : AGREED) - model.attempts.reduce((sum, { cost }) => sum + (cost ?? 0), 0)
  if (model.attempts.length > 0 && (!model.fallback || left < PRICE)) return end(model, 'failed')
  if (model.status !== 'processing') return false
  const open = model.attempts.filter(({ taken, isOver }) => taken > 0 && !isOver)
  if (open.length > 0) throw new Error('another provider is asked although one may still deliver')
  model.attempts.push({ status: 'intent', sent: false, hasId: false, cost: null, taken: 0, isOver: false })
  return true
}

/** Who keeps our key may be sent again what it has forgotten. */
function see(attempt: PaidAttempt, said: Seen, idempotency: PaidModel['idempotency']): true {
  const ends = {
    running: {},
    succeeded: { status: 'succeeded', cost: PRICE, isOver: true },
    free: { status: 'failed', cost: 0, isOver: true },
    charged: { status: 'failed', cost: PRICE, isOver: true },
    lost: idempotency === 'key' ? { status: 'intent', hasId: false } : { status: 'unknown' },
  } as const
  Object.assign(attempt, ends[said])
  return true
}

/** The call leaves. A provider that keeps our key takes it once, and answers a second time as it did the first. */
function postOne(model: PaidModel, by: number, { what, dies }: { readonly what: Post; readonly dies: boolean }): boolean {
  const flight = model.flights.get(by)
  if (flight === undefined || flight.answer !== null) return false
  const { attempt } = flight
  const takes = what === 'accepted' || what === 'lost_taken'
  if (takes) attempt.taken = model.idempotency === 'none' ? attempt.taken + 1 : 1
  if (attempt.taken > 1) throw new Error('a paid call was made twice')
  flight.answer = what
  if (dies) model.flights.delete(by)
  return true
}

function hear(model: PaidModel, by: number): boolean {
  const flight = model.flights.get(by)
  if (flight === undefined || flight.answer === null) return false
  const { attempt, answer, epoch, perhaps } = flight
  model.flights.delete(by)
  const mine = !isTerminal(model.status) && model.epoch === epoch && isOpen(attempt)
  if (answer === 'accepted' && !mine) attempt.hasId = true
  if (!mine) return false
  if (answer === 'accepted') Object.assign(attempt, { status: 'submitted', hasId: true })
  if (answer === 'refused' && !perhaps) Object.assign(attempt, { status: 'failed', cost: 0 })
  if (answer === 'not_sent' && !perhaps) attempt.sent = false
  if ((answer === 'lost' || answer === 'lost_taken') && model.idempotency === 'none') attempt.status = 'unknown'
  return true
}

function stop(model: PaidModel, how: Stopped): boolean {
  const newest = model.attempts.at(-1)
  if (newest !== undefined && isOpen(newest)) {
    if (model.status === 'processing' && !newest.hasId) return false
    if (newest.hasId) {
      const ends = {
        confirmed: { status: 'cancelled', cost: 0, isOver: true },
        charged: { status: 'cancelled', cost: PRICE, isOver: true },
        unconfirmed: { status: 'unknown' },
        done: { status: 'succeeded', cost: PRICE, isOver: true },
      } as const
      Object.assign(newest, ends[how])
    } else Object.assign(newest, newest.sent ? { status: 'unknown' } : { status: 'cancelled', cost: 0 })
  } else if (model.status === 'processing') return false
  return model.status === 'processing' || end(model, 'cancelled')
}

/** A person finds at the provider what was taken, or says that it was nothing. */
function resolve(model: PaidModel, how: 'adopt' | 'release'): boolean {
  const lost = model.attempts.find(({ status }) => status === 'unknown')
  if (lost === undefined || !isTerminal(model.status)) return false
  if (how === 'release' || lost.taken === 0) {
    Object.assign(lost, { status: 'failed', cost: 0, isOver: true })
    return true
  }
  model.past.push(model.status)
  Object.assign(lost, { status: 'submitted', sent: true, hasId: true, cost: null })
  Object.assign(model, { status: 'queued', adopted: true, attempts: [lost], owner: null, expired: false, epoch: 0 })
  model.leases.clear()
  return true
}
