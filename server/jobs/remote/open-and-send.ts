import { type Outcome, refuse, succeed } from 'shared/wire'
import type { AttemptRow, Tx } from '../../db/index.ts'
import type { RecordChange } from '../../changes/index.ts'
import type { InputFile, Opaque } from '../../providers/index.ts'
import { openAttempt } from '../attempts.ts'
import { parseAdjustments } from '../columns.ts'
import type { Written } from '../transitions.ts'
import { fenced } from '../walk.ts'
import type { ModelWork } from './make-remotely.ts'
import type { Candidate } from './candidates.ts'
import { withInputFiles } from './input-files.ts'
import { createPauses, pause } from './pace.ts'
import { countRunning } from './places.ts'
import { type RemoteRooms, type Target, targetOf } from './rooms.ts'
import { sendAttempt, type Sent } from './send.ts'

/** Tries of bringing the pictures to the provider, which costs nothing. */
const UPLOADS = 4

/** Brings the files to a provider, waits for a free place there, writes the intent and sends it. */
export async function openAndSend(rooms: RemoteRooms, work: ModelWork, candidate: Candidate): Promise<Outcome<Sent>> {
  const { choice } = candidate
  const { generation } = choice
  const target = targetOf(rooms, { provider: choice.provider.id, model: choice.model.id })
  if (target === null || generation === null)
    return refuse('provider_unavailable', `${choice.provider.name} is not set up.`, { action: 'add_key' })
  const wish = { userId: work.lease.userId, request: work.request, generation, target, signal: work.walk.signal }
  work.progress.report('initializing', 0.3)
  return await withInputFiles(rooms, wish, async (files) => {
    rooms.crash.reach('after_inputs')
    const prepared = await prepare(rooms, work, target, candidate, files)
    if (!prepared.ok) return prepared
    rooms.crash.reach('after_prepare')
    const opened = await openWhenFree(rooms, work, candidate, prepared.value)
    if (!opened.ok) return opened
    rooms.crash.reach('after_intent')
    work.progress.report('initializing', 0.8)
    return await sendAttempt(rooms, work, opened.value, target, files)
  })
}

async function prepare(
  rooms: RemoteRooms,
  { walk }: ModelWork,
  { adapter }: Target,
  { choice: { generation } }: Candidate,
  files: readonly InputFile[],
): Promise<Outcome<Opaque>> {
  if (generation === null) throw new Error('embedded work is not prepared')
  const pauses = createPauses(UPLOADS, rooms.remoteTimes.retryMs)
  for (;;) {
    const prepared = await adapter.prepare(generation, files, { signal: walk.signal })
    const wait = prepared.ok || !prepared.problem.retryable || walk.signal.aborted ? null : pauses.next(null)
    if (prepared.ok || wait === null) return prepared
    await pause(wait, walk.signal)
  }
}

/** Writes the intent as soon as the model runs fewer requests than it may, which the database counts. */
async function openWhenFree(rooms: RemoteRooms, work: ModelWork, candidate: Candidate, prepared: Opaque): Promise<Outcome<AttemptRow>> {
  for (;;) {
    const opened = await fenced(work.walk, rooms.changes, (tx, record) => openIfFree(rooms, work, candidate, prepared, tx, record))
    if (!opened.ok) return opened
    if (opened.value !== null) return succeed(opened.value)
    await pause(rooms.remoteTimes.slotMs, work.walk.signal)
    if (work.walk.signal.aborted) return refuse('cancelled', 'Stopped while waiting for a place at the provider.')
  }
}

async function openIfFree(
  rooms: RemoteRooms,
  { lease }: ModelWork,
  { choice, adjustments }: Candidate,
  prepared: Opaque,
  tx: Tx,
  record: RecordChange,
): Promise<Written<AttemptRow | null>> {
  const { provider, model, generation, usdMicros } = choice
  if (generation === null || model.native === null) throw new Error('embedded work has no place at a provider')
  const isFree = async (): Promise<boolean> => (await countRunning(tx, provider.id, model.id)) < (model.native?.concurrency ?? 0)
  if (!(await isFree())) return { ok: true, value: null }
  // The counter of the feed is one row: with its lock two walks never count at the same time.
  await record({ entity: 'job', id: lease.jobId, op: 'put' })
  if (!(await isFree())) return { ok: true, value: null }
  const now = rooms.clock()
  const deadlineMs = model.native.deadlineSeconds * 1000
  const opened = await openAttempt(tx, lease, {
    provider: provider.id,
    model: model.id,
    request: generation,
    prepared,
    usdMicros,
    deadlineMs,
    now,
  })
  if (!opened.ok) return opened
  const job = await tx.selectFrom('jobs').select('adjustments').where('id', '=', lease.jobId).executeTakeFirstOrThrow()
  await tx
    .updateTable('jobs')
    .set({
      provider: provider.id,
      model: model.id,
      deadline_at: opened.value.deadline_at,
      adjustments: JSON.stringify(adjustments.length === 0 ? parseAdjustments(job.adjustments) : adjustments),
    })
    .where('id', '=', lease.jobId)
    .execute()
  return opened
}
