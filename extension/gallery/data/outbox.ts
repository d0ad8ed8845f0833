import type { Backend, Failure, Reply } from '../../api/index.ts'
import type { ClipRequest, Job, Problem } from 'shared/wire'
import type { CreateEntry, EditEntry, GalleryDatabase } from './database.ts'

/** After this a waiting request is sent only when the person says so again. */
export const ASKS_AFTER_MS = 12 * 60 * 60_000

export interface FlushPorts {
  readonly database: GalleryDatabase
  readonly backend: Backend
  readonly now: () => number
  /** Told which entry is under way, and null afterwards. */
  onSending?(id: string | null): void
  onRefused?(jobId: string, failure: Failure): void
}

/** Why sending ended: everything went out, nobody answered, or the server asked for patience. */
export type FlushEnd = 'done' | 'offline' | 'unpaired' | 'later'

/**
 * Sends what waits, oldest first, each once: a request carries the key that it was made with, so a repeat after a lost answer gives the
 * same job. Must run in one context at a time (the caller holds the lock). Stops at the first sign that the backend is away.
 */
export async function flushOutbox(ports: FlushPorts): Promise<FlushEnd> {
  for (const { id } of await ports.database.outbox.orderBy('at').toArray()) {
    // Read again: the person may have taken it back meanwhile.
    const entry = await ports.database.outbox.get(id)
    if (entry === undefined || entry.state !== 'waiting') continue
    if (entry.op === 'create' && ports.now() - entry.at > ASKS_AFTER_MS) {
      await amend(ports.database, entry.id, { state: 'asking' })
      continue
    }
    ports.onSending?.(entry.id)
    const end = await (entry.op === 'create' ? sendCreate(entry, ports) : sendEdit(entry, ports)).finally(() => ports.onSending?.(null))
    if (end !== 'done') return end
  }
  return 'done'
}

async function sendCreate(entry: CreateEntry, ports: FlushPorts): Promise<FlushEnd> {
  const picture = await handOverPicture(entry, ports)
  if (picture.kind !== 'ok') return refuseOrWait(entry, picture, ports)
  const request: ClipRequest = {
    ...entry.request,
    maxCostUsdMicros: entry.shownUsdMicros,
    ...(picture.value === null ? {} : { image: picture.value }),
  }
  const reply = await ports.backend.createJob(request, { idempotencyKey: entry.idempotencyKey })
  if (reply.kind !== 'ok') return refuseOrWait(entry, reply, ports)
  await rememberJob(entry, reply.value, ports.database)
  return 'done'
}

/** The id of the picture on the server; handed over first where it was not yet, and remembered so that it is not handed over twice. */
async function handOverPicture(entry: CreateEntry, { database, backend }: FlushPorts): Promise<Reply<string | null>> {
  if (entry.assetId !== null || entry.picture === null) return { kind: 'ok', value: entry.assetId }
  const row = await database.blobs.get(entry.picture.blobId)
  if (row === undefined) return { kind: 'problem', problem: lostPicture() }
  const reply = await backend.uploadPicture(row.blob, entry.picture.upload)
  if (reply.kind !== 'ok') return reply
  await amend(database, entry.id, { assetId: reply.value.id })
  return { kind: 'ok', value: reply.value.id }
}

/** The feed may have brought the job before this answer; then the entry has done its work. */
async function rememberJob(entry: CreateEntry, job: Job, database: GalleryDatabase): Promise<void> {
  await database.transaction('rw', [database.jobs, database.outbox, database.blobs, database.meta], async () => {
    await database.meta.put({ key: `alias:${entry.id}`, value: job.id })
    if (entry.picture !== null) await database.blobs.delete(entry.picture.blobId)
    const mirrored = await database.jobs.get(job.id)
    if (mirrored === undefined) await amend(database, entry.id, { state: 'sent', jobId: job.id, job, problem: null })
    else await database.outbox.delete(entry.id)
  })
}

async function refuseOrWait(entry: CreateEntry, failure: Failure, { database }: FlushPorts): Promise<FlushEnd> {
  if (failure.kind !== 'problem') return failure.kind
  if (failure.problem.retryable) return 'later'
  await amend(database, entry.id, { state: 'refused', problem: failure.problem })
  return 'done'
}

/** Changes a request that waits, if it still does; Dexie's own update cannot tell the kinds of entries apart. */
export async function amend(database: GalleryDatabase, id: string, changes: Partial<Omit<CreateEntry, 'id' | 'op'>>): Promise<void> {
  await database.transaction('rw', database.outbox, async () => {
    const entry = await database.outbox.get(id)
    if (entry?.op === 'create') await database.outbox.put({ ...entry, ...changes })
  })
}

async function sendEdit(entry: EditEntry, ports: FlushPorts): Promise<FlushEnd> {
  const reply = await callFor(entry, ports.backend)
  if (reply.kind === 'offline' || reply.kind === 'unpaired') return reply.kind
  if (reply.kind === 'problem') {
    if (reply.problem.retryable) return 'later'
    await ports.database.outbox.delete(entry.id)
    // Somebody else removed it before us: just what was wanted.
    if (!(entry.op === 'remove' && reply.problem.code === 'not_found')) ports.onRefused?.(entry.jobId, reply)
    return 'done'
  }
  await settleEdit(entry, reply.value, ports.database)
  return 'done'
}

function callFor(entry: EditEntry, backend: Backend): Promise<Reply<Job | null>> {
  if (entry.op === 'remove') return backend.removeJob(entry.jobId)
  if (entry.op === 'restore') return backend.restoreJob(entry.jobId)
  return backend.patchJob(entry.jobId, entry.patch ?? {})
}

/** Takes the edit off where the mirror shows it already; else it stays until the feed brings it, so that nothing flickers back. */
async function settleEdit(entry: EditEntry, answer: Job | null, database: GalleryDatabase): Promise<void> {
  await database.transaction('rw', database.jobs, database.outbox, async () => {
    const row = await database.jobs.get(entry.jobId)
    const shown = entry.op === 'remove' ? row === undefined : row !== undefined && answer !== null && sameEdits(row.job, answer)
    if (shown) await database.outbox.delete(entry.id)
    else await database.outbox.update(entry.id, { state: 'sent' })
  })
}

function sameEdits(one: Job, other: Job): boolean {
  const editable = ({ favourite, pinned, rating, tags, title }: Job): string => JSON.stringify([favourite, pinned, rating, tags, title])
  return editable(one) === editable(other)
}

function lostPicture(): Problem {
  return {
    type: 'https://pagereel.dev/problems/media-invalid',
    title: 'The picture is gone',
    status: 422,
    code: 'media_invalid',
    params: {},
    detail: 'The picture of this request is no longer stored in the browser. Choose it again.',
    retryable: false,
    action: 'change_picture',
  }
}
