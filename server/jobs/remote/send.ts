import { NOTHING } from 'shared/money'
import { type Outcome, type Problem, refuse, succeed } from 'shared/wire'
import type { AttemptRow } from '../../db/index.ts'
import { idempotencyOf, type InputFile, type Started } from '../../providers/index.ts'
import { afterCrash, type KeptFiles } from '../attempts.ts'
import { fenced } from '../walk.ts'
import type { Work } from '../work.ts'
import { keepId, markAccepted, markNotSent, markOver, markSending } from './attempt-rows.ts'
import { chargeOf, chargeWithoutResult } from './charges.ts'
import { createPauses, pause } from './pace.ts'
import { frozen, type RemoteRooms, type Target } from './rooms.ts'

/** What became of sending: taken or done at once, or over without a result, or nobody knows. */
export type Sent =
  | { readonly kind: 'accepted'; readonly attempt: AttemptRow }
  | { readonly kind: 'over'; readonly problem: Problem }
  | { readonly kind: 'unknown'; readonly problem: Problem }

/** Tries of a call that the provider certainly has not taken; waits that it asks for do not count. */
const TRIES = 4

/**
 * Sends an attempt whose intent is written, once: again only where the last call certainly was not taken, or where the provider keeps
 * our key. Where it can be asked for our key, it is asked first whenever a call may have left.
 */
export async function sendAttempt(
  rooms: RemoteRooms,
  work: Work,
  attempt: AttemptRow,
  target: Target,
  files: readonly InputFile[],
): Promise<Outcome<Sent>> {
  const { walk } = work
  const { signal } = walk
  const pauses = createPauses(TRIES, rooms.remoteTimes.retryMs)
  // Once a call may have been taken, no later one that certainly was not makes that untrue.
  let perhaps = attempt.sent === 1
  for (let row = attempt; ;) {
    const todo = afterCrash(row, idempotencyOf(target.model))
    if (todo === 'unknown') return succeed({ kind: 'unknown', problem: neverAnswered(target) })
    if (todo === 'look_up') {
      const found = await lookUp(rooms, work, row, target)
      if (!found.ok) return found
      if (found.value !== null) return succeed({ kind: 'accepted', attempt: found.value })
    }
    const sending = await fenced(walk, rooms.changes, (tx) => markSending(tx, work.lease, row.id))
    if (!sending.ok) return sending
    rooms.crash.reach('before_post')
    await using shelf = new AsyncDisposableStack()
    const newFile = async (extension: string): Promise<string> => shelf.use(await rooms.storage.temporary(extension)).path
    const answer = await post(rooms, sending.value, target, { files, newFile }, signal)
    rooms.crash.reach('after_post')
    perhaps ||= answer.kind === 'unknown'
    const done = await record(rooms, work, sending.value, target, answer, perhaps)
    if (!done.ok) return done
    if ('kind' in done.value) return succeed(done.value)
    row = done.value.again
    const wait = isLate(rooms, row) ? null : pauses.next(answer.kind === 'not_sent' ? answer.retryAfterMs : null)
    if (wait === null) return await giveUp(rooms, work, row, answer)
    await pause(wait, signal)
    if (signal.aborted) return refuse('cancelled', 'Stopped before it was sent again.')
  }
}

async function post(
  rooms: RemoteRooms,
  attempt: AttemptRow,
  target: Target,
  { files, newFile }: { readonly files: readonly InputFile[]; readonly newFile: (extension: string) => Promise<string> },
  signal: AbortSignal,
): Promise<Started> {
  const { generation, prepared } = frozen(attempt)
  const webhookUrl = rooms.publicUrl === null ? null : `${rooms.publicUrl}/webhooks/${target.provider.id}`
  const key = attempt.idempotency_key
  // A call that has left is not broken off: its answer is worth more than the time.
  const call = signal.aborted ? { signal } : { signal: new AbortController().signal }
  return await target.adapter.start({ generation, prepared, files, key, webhookUrl, newFile }, call)
}

/** Writes what the provider said. `again`: the attempt may be sent once more. */
async function record(
  rooms: RemoteRooms,
  { walk, lease }: Work,
  attempt: AttemptRow,
  target: Target,
  answer: Started,
  perhaps: boolean,
): Promise<Outcome<Sent | { readonly again: AttemptRow }>> {
  if (answer.kind === 'accepted') {
    const { providerJobId, operation, usdMicros } = answer
    const told = { providerJobId, operation, usdMicros, now: rooms.clock() }
    const row = await fenced(walk, rooms.changes, (tx) => markAccepted(tx, lease, attempt.id, told))
    if (!row.ok) await rooms.changes.transaction(lease.userId, (tx) => keepId(tx, attempt.id, told))
    else rooms.crash.reach('after_accepted')
    return row.ok ? succeed({ kind: 'accepted', attempt: row.value }) : row
  }
  if (answer.kind === 'made') return await keep(rooms, { walk, lease }, attempt, answer)
  if (answer.kind === 'failed') {
    const { providerJobId, problem, usdMicros: told, charged } = answer
    const usdMicros = chargeWithoutResult(attempt, told, charged)
    const end = { status: usdMicros === null ? ('unknown' as const) : ('failed' as const), usdMicros, problem, providerJobId }
    const row = await fenced(walk, rooms.changes, (tx) => markOver(tx, lease, attempt.id, end, rooms.clock()))
    return row.ok ? succeed({ kind: usdMicros === null ? 'unknown' : 'over', problem }) : row
  }
  if (answer.kind === 'refused' && !perhaps) return await over(rooms, { walk, lease }, attempt, answer.problem)
  if (answer.kind === 'not_sent' && !perhaps) {
    const row = await fenced(walk, rooms.changes, (tx) => markNotSent(tx, lease, attempt.id))
    return row.ok ? succeed({ again: row.value }) : row
  }
  if (idempotencyOf(target.model) === 'none') return succeed({ kind: 'unknown', problem: answer.problem })
  return succeed({ again: attempt })
}

/**
 * Keeps a result that came with the answer: its files first, then in one write what they are and what they cost. What a crash leaves of
 * this in between is a call of unknown outcome. It is kept and charged although the job was cancelled meanwhile.
 */
async function keep(
  rooms: RemoteRooms,
  { walk, lease }: Pick<Work, 'walk' | 'lease'>,
  attempt: AttemptRow,
  { made, providerJobId, usdMicros: told }: Extract<Started, { kind: 'made' }>,
): Promise<Outcome<Sent>> {
  const { words, text, language } = made
  const files: KeptFiles['files'] = []
  for (const { name, path, mime } of made.files) files.push({ ...(await rooms.storage.commit(path)), name, mime })
  rooms.crash.reach('after_original')
  const end = {
    status: 'succeeded' as const,
    usdMicros: chargeOf(attempt, told),
    problem: null,
    providerJobId,
    made: { files, words: words === null ? null : [...words], text, language },
  }
  const row = await fenced(walk, rooms.changes, (tx) => markOver(tx, lease, attempt.id, end, rooms.clock()))
  if (!row.ok) return row
  rooms.crash.reach('after_succeeded')
  return succeed({ kind: 'accepted', attempt: row.value })
}

async function over(
  rooms: RemoteRooms,
  { walk, lease }: Pick<Work, 'walk' | 'lease'>,
  attempt: AttemptRow,
  problem: Problem,
): Promise<Outcome<Sent>> {
  const end = { status: 'failed' as const, usdMicros: NOTHING, problem }
  const row = await fenced(walk, rooms.changes, (tx) => markOver(tx, lease, attempt.id, end, rooms.clock()))
  return row.ok ? succeed({ kind: 'over', problem }) : row
}

/** The tries are used up: over, where the call certainly was not taken; else nobody knows. */
async function giveUp(rooms: RemoteRooms, work: Work, attempt: AttemptRow, answer: Started): Promise<Outcome<Sent>> {
  const problem = 'problem' in answer ? answer.problem : neverAnswered(null)
  return attempt.sent === 0 ? await over(rooms, work, attempt, problem) : succeed({ kind: 'unknown', problem })
}

/** Asks the provider for our key until it finds it or the time is up in which it may still be missing from its lists. */
async function lookUp(rooms: RemoteRooms, { walk, lease }: Work, attempt: AttemptRow, target: Target): Promise<Outcome<AttemptRow | null>> {
  const { lookup } = target.adapter
  if (lookup === undefined) throw new Error(`${target.provider.id} cannot be asked for a key`)
  const { generation } = frozen(attempt)
  const until = performance.now() + rooms.remoteTimes.lookUpMs
  let absent = false
  for (;;) {
    const found = await lookup(attempt.idempotency_key, generation, { signal: walk.signal })
    if (found.kind === 'found') {
      const told = { ...found, usdMicros: null, now: rooms.clock() }
      return await fenced(walk, rooms.changes, (tx) => markAccepted(tx, lease, attempt.id, told))
    }
    absent = found.kind === 'absent'
    if (walk.signal.aborted) return refuse('cancelled', 'Stopped while the provider was asked.')
    if (performance.now() >= until && (absent || isLate(rooms, attempt))) break
    await pause(rooms.remoteTimes.pollMs[0], walk.signal)
  }
  return absent ? succeed(null) : { ok: false, problem: neverAnswered(target) }
}

function isLate({ clock }: RemoteRooms, { deadline_at: deadline }: AttemptRow): boolean {
  return deadline !== null && clock() >= deadline
}

function neverAnswered(target: Target | null): Problem {
  const name = target?.provider.name ?? 'The provider'
  const refused = refuse('outcome_unknown', `${name} was asked, and whether it took the request is not known.`)
  return refused.problem
}
