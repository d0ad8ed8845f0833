import { isTerminal } from 'shared/progress'
import type { ClipJob, Job, JobPatch } from 'shared/wire'
import type { CreateEntry, EditEntry, GalleryDatabase } from './database.ts'
import type { GalleryItem, GalleryQuery, WaitingJob } from './types.ts'

const ITEMS_AT_MOST = 60

/** Edits that lie over the mirror, by job, oldest first. */
type Edits = ReadonlyMap<string, readonly EditEntry[]>

/** The gallery as the person sees it: what waits, then the mirror with the edits laid over it, newest first. */
export async function readItems(
  database: GalleryDatabase,
  query: GalleryQuery = {},
  sending: string | null = null,
): Promise<readonly GalleryItem[]> {
  const { created, edits } = await readOutbox(database)
  const kept = new Set(await keptJobs(database))
  const limit = query.limit ?? ITEMS_AT_MOST
  const items: GalleryItem[] = []
  for (const entry of created) {
    const item = entry.job === null ? await waitingItem(database, entry, sending) : jobItem(entry.job, edits, kept)
    if (item !== null && !(await isMirrored(database, entry)) && matches(item, query)) items.push(item)
  }
  const newest = query.before === undefined ? database.jobs.orderBy('createdAt') : database.jobs.where('createdAt').below(query.before)
  await newest
    .reverse()
    .until(() => items.length >= limit + created.length)
    .each((row) => {
      const item = jobItem(row.job, edits, kept)
      if (item !== null && matches(item, query)) items.push(item)
    })
  return items.toSorted((one, other) => other.createdAt - one.createdAt).slice(0, limit)
}

/** One item by the job's id, or by the id that it had while it was waiting. */
export async function readItem(database: GalleryDatabase, id: string, sending: string | null = null): Promise<GalleryItem | null> {
  const { created, edits } = await readOutbox(database)
  const alias = await database.meta.get(`alias:${id}`)
  const entry = created.find((each) => each.id === id || each.jobId === id)
  const jobId = typeof alias?.value === 'string' ? alias.value : (entry?.jobId ?? id)
  const job = (await database.jobs.get(jobId))?.job ?? entry?.job ?? null
  if (job !== null) return jobItem(job, edits, new Set(await keptJobs(database)))
  return entry === undefined ? null : waitingItem(database, entry, sending)
}

async function readOutbox(database: GalleryDatabase): Promise<{ created: readonly CreateEntry[]; edits: Edits }> {
  const entries = await database.outbox.orderBy('at').toArray()
  const edits = new Map<string, EditEntry[]>()
  for (const entry of entries) {
    if (entry.op !== 'create') edits.set(entry.jobId, [...(edits.get(entry.jobId) ?? []), entry])
  }
  return { created: entries.filter((entry) => entry.op === 'create'), edits }
}

async function keptJobs(database: GalleryDatabase): Promise<readonly string[]> {
  const keys = await database.blobs.where('id').startsWith('kept:').primaryKeys()
  return keys.map((key) => key.slice('kept:'.length))
}

async function isMirrored(database: GalleryDatabase, entry: CreateEntry): Promise<boolean> {
  return entry.jobId !== null && (await database.jobs.get(entry.jobId)) !== undefined
}

async function waitingItem(database: GalleryDatabase, entry: CreateEntry, sending: string | null): Promise<GalleryItem> {
  const picture = entry.picture === null ? undefined : await database.blobs.get(entry.picture.blobId)
  const { id, at: createdAt, request, shownUsdMicros, problem } = entry
  const state = sending === id ? 'sending' : entry.state === 'sent' ? 'waiting' : entry.state
  const waiting: WaitingJob = { id, createdAt, state, request, shownUsdMicros, picture: picture?.blob ?? null, problem }
  return { kind: 'waiting', id, createdAt, waiting }
}

/** A clip with the edits laid over it; null where an edit removes it, and for what is no clip or was made for another job. */
function jobItem(job: Job, edits: Edits, kept: ReadonlySet<string>): GalleryItem | null {
  if (job.kind !== 'clip' || job.parentId !== null) return null
  let [shown, removed]: [ClipJob, boolean] = [job, false]
  for (const edit of edits.get(job.id) ?? []) {
    if (edit.op === 'patch') shown = laidOver(shown, edit.patch ?? {})
    else removed = edit.op === 'remove'
  }
  return removed ? null : { kind: 'job', id: job.id, createdAt: Date.parse(job.createdAt), job: shown, kept: kept.has(job.id) }
}

/** What the server will make of a patch; a favourite is pinned. */
function laidOver(job: ClipJob, patch: JobPatch): ClipJob {
  return {
    ...job,
    favourite: patch.favourite ?? job.favourite,
    pinned: patch.favourite === true || (patch.pinned ?? job.pinned),
    rating: patch.rating === undefined ? job.rating : patch.rating,
    tags: patch.tags ?? job.tags,
    title: patch.title === undefined ? job.title : patch.title,
  }
}

function matches(item: GalleryItem, query: GalleryQuery): boolean {
  if (query.before !== undefined && item.createdAt >= query.before) return false
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const text = searchText(item)
  if (!words.every((word) => text.includes(word))) return false
  if (query.favourites === true && !(item.kind === 'job' && item.job.favourite)) return false
  return query.status === undefined || statusOf(item) === query.status
}

function statusOf(item: GalleryItem): GalleryQuery['status'] {
  if (item.kind === 'waiting') return item.waiting.state === 'refused' ? 'failed' : 'running'
  if (!isTerminal(item.job.status)) return 'running'
  return item.job.status === 'completed' ? 'completed' : 'failed'
}

function searchText(item: GalleryItem): string {
  const { request } = item.kind === 'job' ? item.job : item.waiting
  const own = item.kind === 'job' ? [item.job.title, ...item.job.tags] : []
  return [request.prompt, request.source?.pageTitle, request.source?.pageUrl, request.source?.alt, ...own].join(' ').toLowerCase()
}
