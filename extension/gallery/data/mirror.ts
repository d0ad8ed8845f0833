import type { Change, ChangePage, Hello, Job, Storyboard } from 'shared/wire'
import { isTerminal } from 'shared/progress'
import type { GalleryDatabase, JobRow } from './database.ts'

/** Where the mirror stands in the feed; 0 before anything was read. */
export async function readCursor(database: GalleryDatabase): Promise<number> {
  const row = await database.meta.get('cursor')
  return typeof row?.value === 'number' ? row.value : 0
}

/** Whether what a server says about its feed means that the mirror has to be made anew: what it would need to catch up is gone. */
export function mustRebuild(cursor: number, feed: Pick<Hello, 'oldestSeq'> & { readonly seq?: number }): boolean {
  return cursor > 0 && (cursor < feed.oldestSeq || (feed.seq !== undefined && cursor > feed.seq))
}

/** Forgets what the server said, not what the person did: outbox, drafts and blobs stay. */
export async function clearMirror(database: GalleryDatabase): Promise<void> {
  await database.transaction('rw', database.jobs, database.assets, database.stories, database.meta, async () => {
    await database.jobs.clear()
    await database.assets.clear()
    await database.stories.clear()
    await database.meta.put({ key: 'cursor', value: 0 })
  })
}

/** A job that has come to its end since the mirror last heard of it. */
export interface Finished {
  readonly job: Job
}

/**
 * Writes changes and the cursor behind them in one transaction. Changes at or before the cursor were written already and are passed over,
 * so panel and worker may both read the same part of the feed. Answers with the jobs that ended by these changes; none while a snapshot
 * is being read.
 * @param nextAfter cursor once the changes are written; the last change's seq by default
 */
export async function applyChanges(
  database: GalleryDatabase,
  changes: readonly Change[],
  nextAfter?: number,
): Promise<readonly Finished[]> {
  return database.transaction('rw', [database.jobs, database.assets, database.stories, database.outbox, database.meta], async () => {
    const cursor = await readCursor(database)
    const caughtUp = (await database.meta.get('caughtUp'))?.value === true
    const finished: Finished[] = []
    for (const change of changes) {
      if (change.seq <= cursor) continue
      const ended = await applyChange(database, change)
      if (ended !== null && caughtUp) finished.push({ job: ended })
    }
    const last = nextAfter ?? changes.at(-1)?.seq ?? cursor
    if (last > cursor) await database.meta.put({ key: 'cursor', value: last })
    return finished
  })
}

/** Remembers that the mirror has read all there was, so that from now on an ended job is news. */
export async function markCaughtUp(database: GalleryDatabase): Promise<void> {
  await database.meta.put({ key: 'caughtUp', value: true })
}

/** Applies one page of `GET /api/changes`. */
export function applyPage(database: GalleryDatabase, page: ChangePage): Promise<readonly Finished[]> {
  return applyChanges(database, page.items, page.nextAfter)
}

async function applyChange(database: GalleryDatabase, change: Change): Promise<Job | null> {
  if (change.entity === 'asset') {
    if (change.op === 'put') await database.assets.put({ id: change.id, seq: change.seq, asset: change.data })
    else await database.assets.delete(change.id)
    return null
  }
  if (change.entity === 'storyboard') {
    if (change.op === 'put') await putStory(database, change.data, change.seq)
    else await database.stories.delete(change.id)
    return null
  }
  if (change.entity !== 'job') return null
  const before = await database.jobs.get(change.id)
  await settleOutbox(database, change)
  if (change.op === 'delete') {
    await database.jobs.delete(change.id)
    return null
  }
  await database.jobs.put(rowOf(change.data, change.seq))
  const wasOver = before !== undefined && isTerminal(before.status)
  return !wasOver && isTerminal(change.data.status) ? change.data : null
}

/** The answer to an edit may have been here before the feed tells of what was before the edit. */
async function putStory(database: GalleryDatabase, story: Storyboard, seq: number): Promise<void> {
  const row = await database.stories.get(story.id)
  if (row !== undefined && row.story.version > story.version) return
  await database.stories.put({ id: story.id, seq, updatedAt: Date.parse(story.updatedAt), story })
}

/** Edits that the server has answered are in what the feed says now; so are jobs that were asked for. */
async function settleOutbox(database: GalleryDatabase, change: Change): Promise<void> {
  const entries = await database.outbox.where('jobId').equals(change.id).toArray()
  for (const entry of entries) {
    if (entry.state === 'sent' && (entry.op !== 'create' || change.op === 'put')) await database.outbox.delete(entry.id)
    if (entry.op === 'create') await keepAlias(database, entry.id, change.id)
  }
}

/** Lets a job be found by the id that it had while it was waiting. */
async function keepAlias(database: GalleryDatabase, entryId: string, jobId: string): Promise<void> {
  await database.meta.put({ key: `alias:${entryId}`, value: jobId })
}

function rowOf(job: Job, seq: number): JobRow {
  const { id, status, storyboardId } = job
  return { id, seq, createdAt: Date.parse(job.createdAt), status, ...(storyboardId === null ? {} : { storyboardId }), job }
}
