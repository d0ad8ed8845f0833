import type { DexieOptions } from 'dexie'
import type { Backend, Connection, Failure, Reply, Stored, StreamState } from '../../api/index.ts'
import type { Change, ClipJob, Hello } from 'shared/wire'
import { databaseName, GalleryDatabase, UNKNOWN_FEED, type CreateEntry, type EditEntry } from './database.ts'
import { changeDatabase } from './feed-database.ts'
import { applyChanges, applyPage, clearMirror, markCaughtUp, mustRebuild, readCursor, type Finished } from './mirror.ts'
import { amend, flushOutbox, type FlushEnd } from './outbox.ts'
import { readItem, readItems } from './reading.ts'
import { createStories, sendEdits } from './stories.ts'
import type { Gallery, GalleryState, PictureInput } from './types.ts'

export interface DownloadsPort {
  download(options: {
    url: string
    filename: string
    headers?: { name: string; value: string }[]
    conflictAction: 'uniquify'
  }): Promise<number>
}

export interface GalleryOptions {
  readonly backend: Backend
  readonly connection: Stored<Connection>
  readonly downloads: DownloadsPort
  readonly locks?: Pick<LockManager, 'request'>
  readonly indexedDb?: DexieOptions
  readonly now?: () => number
}

/** The gallery, and what the worker needs of it besides. */
export interface SyncedGallery extends Gallery {
  /** Reads the feed to its end and sends what waits, once, without a stream: for the worker. Answers with the jobs that ended since. */
  reconcile(): Promise<readonly Finished[]>
  database(): GalleryDatabase
  close(): void
}

const RETRY_MS = 15_000
const CATCH_UP_AGAIN_MS = 1000

/** Opens the gallery of the backend that was heard of last. */
export async function createGallery(options: GalleryOptions): Promise<SyncedGallery> {
  const { backend, connection, now = Date.now, indexedDb = {}, locks = navigator.locks } = options
  const first = await connection.get()
  let database = new GalleryDatabase(first.feedId ?? UNKNOWN_FEED, indexedDb)
  let databaseBase = first.base
  let state: GalleryState = { database: database.name, connection: 'connecting', caughtUp: false, sending: null }
  const listeners = new Set<() => void>()
  const refusalListeners = new Set<(jobId: string, failure: Failure) => void>()
  let retryTimer: ReturnType<typeof setTimeout> | undefined

  const setState = (change: Partial<GalleryState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const locked = <T>(name: string, work: () => Promise<T>): Promise<T> => locks.request(`pagereel-${name}`, work)

  /** Turns to the database of the feed that answered, and makes its mirror anew where it cannot be caught up. */
  const meet = (feed: Pick<Hello, 'feedId' | 'oldestSeq'> & { readonly seq?: number }): Promise<void> =>
    locked('mirror', async () => {
      const current = await connection.get()
      if (current.feedId !== feed.feedId) await connection.set({ ...current, feedId: feed.feedId })
      if (databaseName(feed.feedId) !== database.name) {
        const sameBackend = current.base === databaseBase || database.name.endsWith(UNKNOWN_FEED)
        database = await changeDatabase(database, feed.feedId, sameBackend, indexedDb)
        setState({ database: database.name, caughtUp: false })
      }
      databaseBase = current.base
      if (mustRebuild(await readCursor(database), feed)) await clearMirror(database)
    })

  const flush = (): Promise<FlushEnd> =>
    locked('outbox', async () => {
      const end = await flushOutbox({
        database,
        backend,
        now,
        onSending: (sending) => setState({ sending }),
        onRefused: (jobId, failure) => {
          for (const listener of refusalListeners) listener(jobId, failure)
        },
      })
      const edits = await sendEdits({ database, backend, lose })
      clearTimeout(retryTimer)
      if (end === 'later' || edits === 'later') retryTimer = setTimeout(() => void flush(), RETRY_MS)
      return end
    })

  /** Reads the feed page by page to its end; null where nobody answered. */
  const catchUp = async (): Promise<readonly Finished[] | null> => {
    const finished: Finished[] = []
    for (;;) {
      const asked = { name: database.name, cursor: await readCursor(database) }
      const reply = await backend.changes(asked.cursor)
      if (reply.kind !== 'ok') return null
      // An answer that lies before the question comes from a feed that was set back.
      await meet({ ...reply.value, seq: Math.max(reply.value.nextAfter, ...reply.value.items.map((change) => change.seq)) })
      // Another feed, or one that was pruned: this page answers a question that is no longer ours.
      if (database.name !== asked.name || (await readCursor(database)) < asked.cursor) continue
      finished.push(...(await locked('mirror', () => applyPage(database, reply.value))))
      if (reply.value.more) continue
      await markCaughtUp(database)
      return finished
    }
  }

  const edit = async (jobId: string, op: EditEntry['op'], patch: EditEntry['patch'] = null): Promise<void> => {
    await database.outbox.add({ id: crypto.randomUUID(), op, at: now(), state: 'waiting', jobId, patch })
    void flush()
  }

  const { stories, lose } = createStories({ backend, database: () => database, send: () => void flush() })

  const gallery: SyncedGallery = {
    stories,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      const onState = (to: StreamState): void => setState(to === 'live' ? { connection: to } : { connection: to, caughtUp: false })
      // What the stream brings before the mirror has caught up is held back: written now, it would move the cursor past what is still
      // missing.
      let heldBack: Change[] | null = null
      const settle = async (held: Change[]): Promise<void> => {
        const done = await catchUp()
        if (heldBack !== held) return
        if (done === null) {
          retryTimer = setTimeout(() => void settle(held), CATCH_UP_AGAIN_MS)
          return
        }
        while (held.length > 0) await locked('mirror', () => applyChanges(database, held.splice(0)))
        heldBack = null
        setState({ caughtUp: true })
        await flush()
      }
      const stop = backend.follow({
        after: () => readCursor(database),
        async onHello(hello) {
          const held: Change[] = []
          heldBack = held
          await meet(hello)
          void settle(held)
        },
        async onChange(change) {
          if (heldBack === null) await locked('mirror', () => applyChanges(database, [change]))
          else heldBack.push(change)
        },
        onState,
      })
      return () => {
        stop()
        heldBack = null
        clearTimeout(retryTimer)
      }
    },
    async reconcile() {
      const finished = await catchUp()
      if (finished !== null) await flush()
      return finished ?? []
    },
    database: () => database,
    close() {
      clearTimeout(retryTimer)
      database.close()
    },

    items: (query) => readItems(database, query, state.sending),
    count: () => database.jobs.count(),
    item: (id) => readItem(database, id, state.sending),
    asset: async (id) => (await database.assets.get(id))?.asset ?? null,

    async submit(request, picture, shownUsdMicros) {
      const entry = newEntry(request, picture, shownUsdMicros, now())
      await database.transaction('rw', database.outbox, database.blobs, async () => {
        if (picture?.kind === 'bytes' && entry.picture !== null) {
          await database.blobs.add({ id: entry.picture.blobId, blob: picture.blob, purpose: 'picture', at: now() })
        }
        await database.outbox.add(entry)
      })
      void flush()
      return entry.id
    },
    async confirm(id, shownUsdMicros) {
      await amend(database, id, { state: 'waiting', at: now(), problem: null, ...(shownUsdMicros === undefined ? {} : { shownUsdMicros }) })
      void flush()
    },
    async discard(id) {
      await database.transaction('rw', database.outbox, database.blobs, async () => {
        const entry = await database.outbox.get(id)
        if (entry?.op !== 'create' || entry.state === 'sent') return
        if (entry.picture !== null) await database.blobs.delete(entry.picture.blobId)
        await database.outbox.delete(id)
      })
    },

    cancel: (jobId) => backend.cancelJob(jobId),
    retry: (jobId, retry = {}, idempotencyKey = crypto.randomUUID()) => backend.retryJob(jobId, retry, { idempotencyKey }),
    remake: (jobId, remake, idempotencyKey) => backend.remakeJob(jobId, remake, { idempotencyKey }),
    estimate: (request, signal) => backend.estimate(request, { signal }),
    remove: (jobId) => edit(jobId, 'remove'),
    async restore(jobId) {
      const unsent = await database.outbox
        .where('jobId')
        .equals(jobId)
        .filter((entry) => entry.op === 'remove' && entry.state === 'waiting' && entry.id !== state.sending)
        .primaryKeys()
      await database.outbox.bulkDelete(unsent)
      if (unsent.length === 0) await edit(jobId, 'restore')
    },
    patch: (jobId, patch) => edit(jobId, 'patch', patch),
    onRefused(listener) {
      refusalListeners.add(listener)
      return () => refusalListeners.delete(listener)
    },

    async download(job, format = 'mp4') {
      const kept = format === 'mp4' ? await database.blobs.get(`kept:${job.id}`) : undefined
      const { url, filename, headers } = await backend.download(job, format)
      const from = kept === undefined ? url : URL.createObjectURL(kept.blob)
      const authorised = kept === undefined ? { headers: [...headers] } : {}
      await options.downloads.download({ url: from, filename, conflictAction: 'uniquify', ...authorised })
      // The browser reads the blob while it saves; a minute is ample for a file that is already here.
      if (kept !== undefined) setTimeout(() => URL.revokeObjectURL(from), 60_000)
      return { kind: 'ok', value: null }
    },
    keepOffline: (job) => keepOffline(database, backend, job, now()),
    dropOffline: (jobId) => database.blobs.delete(`kept:${jobId}`),
    async media(asset) {
      const jobId = asset.sourceJobId
      const kept = asset.type === 'video' && jobId !== undefined ? await database.blobs.get(`kept:${jobId}`) : undefined
      if (kept === undefined) return { url: await backend.mediaUrl(asset.url), offline: false, release: () => {} }
      const url = URL.createObjectURL(kept.blob)
      return { url, offline: true, release: () => URL.revokeObjectURL(url) }
    },

    loadDraft: async (key) => (await database.drafts.get(key)) ?? null,
    saveDraft: async (draft) => void (await database.drafts.put(draft)),
  }
  return gallery
}

function newEntry(request: CreateEntry['request'], picture: PictureInput | null, shownUsdMicros: number, at: number): CreateEntry {
  return {
    id: crypto.randomUUID(),
    op: 'create',
    at,
    state: 'waiting',
    jobId: null,
    idempotencyKey: crypto.randomUUID(),
    request,
    shownUsdMicros,
    picture: picture?.kind === 'bytes' ? { blobId: `picture:${crypto.randomUUID()}`, upload: picture.upload } : null,
    assetId: picture?.kind === 'asset' ? picture.assetId : null,
    problem: null,
    job: null,
  }
}

/** Copies the finished clip into the database, so that it plays with the backend away. */
async function keepOffline(database: GalleryDatabase, backend: Backend, job: ClipJob, now: number): Promise<Reply<null>> {
  if (job.result === null) return { kind: 'ok', value: null }
  try {
    const response = await fetch(await backend.mediaUrl(job.result.video.url))
    if (!response.ok) return { kind: 'offline' }
    await database.blobs.put({ id: `kept:${job.id}`, blob: await response.blob(), purpose: 'kept', at: now })
    return { kind: 'ok', value: null }
  } catch {
    return { kind: 'offline' }
  }
}
