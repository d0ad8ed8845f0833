import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { connectionStore } from '../../api/index.ts'
import { createGallery, type SyncedGallery } from './gallery.ts'
import type { ClipDraft, GalleryItem } from './types.ts'
import { exampleJob, simulateBackend } from './simulated-backend.ts'

const connection = connectionStore(fakeBrowser.storage.local)
const request: ClipDraft = { kind: 'clip', prompt: 'a shoe turning slowly' }
const picture = { kind: 'bytes', blob: new Blob(['png']), upload: { sourceType: 'grabbed' } } as const

let simulated: ReturnType<typeof simulateBackend>
let gallery: SyncedGallery
let now = 0
let indexedDb: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }
const locks = oneAtATime()

beforeEach(async () => {
  fakeBrowser.reset()
  now = Date.parse('2026-11-21T12:00:00Z')
  indexedDb = { indexedDB: new IDBFactory(), IDBKeyRange }
  simulated = simulateBackend(connection)
  await connection.set({ base: 'http://127.0.0.1:4747', token: 't', feedId: null })
  gallery = await open()
})

const open = (): Promise<SyncedGallery> =>
  createGallery({ backend: simulated.backend, connection, downloads: { download: async () => 1 }, locks, indexedDb, now: () => now })
const shownOf = (item: GalleryItem): string => (item.kind === 'job' ? item.id : item.waiting.state)
const shown = async (): Promise<readonly string[]> => (await gallery.items()).map(shownOf)

/** Web Locks as Node lacks them in this environment: one holder of a name at a time. */
function oneAtATime(): Pick<LockManager, 'request'> {
  const tails = new Map<string, Promise<unknown>>()
  const request_ = async (name: string, work: unknown): Promise<unknown> => {
    const before = tails.get(name) ?? Promise.resolve()
    const mine = before.then(() => (typeof work === 'function' ? work(null) : undefined))
    tails.set(
      name,
      mine.catch(() => {}),
    )
    return mine
  }
  return { request: request_ }
}

describe('the mirror', () => {
  it('holds what the feed says, and reads it with the backend away', async () => {
    simulated.put(exampleJob('job_1'))
    simulated.put(exampleJob('job_2', { createdAt: '2026-11-21T11:00:00.000Z' }))
    await gallery.reconcile()
    simulated.away = true
    expect(await shown()).toEqual(['job_2', 'job_1'])
    gallery = await open()
    expect(await shown()).toEqual(['job_2', 'job_1'])
  })

  it('forgets what was deleted', async () => {
    simulated.put(exampleJob('job_1'))
    await gallery.reconcile()
    simulated.drop('job_1')
    await gallery.reconcile()
    expect(await shown()).toEqual([])
  })

  it('tells of jobs that ended since, once, and not of those in the first snapshot', async () => {
    simulated.put(exampleJob('job_1', { status: 'completed' }))
    simulated.put(exampleJob('job_2'))
    expect(await gallery.reconcile()).toEqual([])
    simulated.put(exampleJob('job_2', { status: 'completed' }))
    simulated.put(exampleJob('job_3', { status: 'failed' }))
    expect((await gallery.reconcile()).map(({ job }) => job.id)).toEqual(['job_2', 'job_3'])
    expect(await gallery.reconcile()).toEqual([])
  })

  it('is made anew for another feed, in a database of its own, and takes the drafts along', async () => {
    simulated.put(exampleJob('job_old'))
    await gallery.saveDraft({ key: 'composer', version: 1, value: 'kept', picture: null, updatedAt: 1 })
    await gallery.reconcile()
    const before = gallery.state().database
    simulated.feedId = 'feed_2'
    simulated.drop('job_old')
    simulated.put(exampleJob('job_new'))
    await gallery.reconcile()
    expect(gallery.state().database).not.toBe(before)
    expect(await shown()).toEqual(['job_new'])
    expect((await gallery.loadDraft('composer'))?.value).toBe('kept')
    expect((await connection.get()).feedId).toBe('feed_2')
  })

  it('is made anew where the server was set back to an older copy', async () => {
    simulated.seq = 40
    simulated.put(exampleJob('job_gone'))
    await gallery.reconcile()
    simulated.restore([exampleJob('job_1')])
    await gallery.reconcile()
    expect(await shown()).toEqual(['job_1'])
  })

  it('is made anew where the feed was pruned behind it', async () => {
    simulated.put(exampleJob('job_1'))
    await gallery.reconcile()
    // Deleted, and the tombstone pruned: nothing but the rebuild can tell.
    simulated.put(exampleJob('job_2'))
    simulated.seq += 100
    simulated.oldestSeq = 50
    simulated.put(exampleJob('job_3'))
    await gallery.database().jobs.put({ id: 'job_ghost', seq: 1, createdAt: 0, status: 'completed', job: exampleJob('job_ghost') })
    await gallery.reconcile()
    expect(await shown()).not.toContain('job_ghost')
    expect(await shown()).toHaveLength(3)
  })
})

describe('the stream', () => {
  it('loses nothing that came while the mirror was catching up with another feed', async () => {
    simulated.put(exampleJob('job_1'))
    simulated.put(exampleJob('job_2'))
    const stop = gallery.start()
    await simulated.hello()
    // Arrives before the snapshot was read: written at once it would hide job_1 and job_2.
    simulated.put(exampleJob('job_3'))
    await expect.poll(shown).toHaveLength(3)
    simulated.put(exampleJob('job_4'))
    await expect.poll(shown).toHaveLength(4)
    expect(gallery.state()).toMatchObject({ connection: 'live', caughtUp: true })
    stop()
  })
})

describe('the outbox', () => {
  it('keeps what is asked for while the backend is away, and sends it once when it is back', async () => {
    simulated.away = true
    const id = await gallery.submit(request, picture, 0)
    await gallery.reconcile()
    expect(await shown()).toEqual(['waiting'])
    gallery = await open()
    simulated.away = false
    await gallery.reconcile()
    await gallery.reconcile()
    expect(simulated.posts).toBe(1)
    expect(simulated.uploads).toHaveLength(1)
    expect(simulated.jobs.get('job_1')?.title).toBe('ast_1')
    expect(await shown()).toEqual(['job_1'])
    expect((await gallery.item(id))?.id).toBe('job_1')
  })

  it('sends again with the same key where the answer was lost, which makes no second job', async () => {
    simulated.losesAnswers = true
    simulated.feedId = 'feed_1'
    await gallery.submit(request, null, 0)
    await gallery.database().outbox.count()
    await new Promise((resolve) => setTimeout(resolve, 20))
    simulated.losesAnswers = false
    await gallery.reconcile()
    expect(simulated.posts).toBeGreaterThan(1)
    expect(simulated.jobs.size).toBe(1)
    await gallery.reconcile()
    expect(await shown()).toEqual(['job_1'])
    expect(await gallery.database().outbox.count()).toBe(0)
  })

  it('asks before it sends what is older than 12 hours', async () => {
    simulated.away = true
    const id = await gallery.submit(request, null, 0)
    simulated.away = false
    now += 13 * 60 * 60_000
    await gallery.reconcile()
    expect(await shown()).toEqual(['asking'])
    expect(simulated.posts).toBe(0)
    await gallery.confirm(id)
    await gallery.reconcile()
    expect(await shown()).toEqual(['job_1'])
  })

  it('drops what was not sent, with its picture', async () => {
    simulated.away = true
    const id = await gallery.submit(request, picture, 0)
    await gallery.discard(id)
    simulated.away = false
    await gallery.reconcile()
    expect(simulated.posts).toBe(0)
    expect(await gallery.database().blobs.count()).toBe(0)
  })

  it('lays edits over the mirror at once, and never writes them into it', async () => {
    simulated.put(exampleJob('job_1'))
    await gallery.reconcile()
    simulated.away = true
    await gallery.patch('job_1', { favourite: true })
    const item = await gallery.item('job_1')
    expect(item?.kind === 'job' && [item.job.favourite, item.job.pinned]).toEqual([true, true])
    expect((await gallery.database().jobs.get('job_1'))?.job.favourite).toBe(false)
    await gallery.remove('job_1')
    expect(await shown()).toEqual([])
    await gallery.restore('job_1')
    expect(await shown()).toEqual(['job_1'])
    simulated.away = false
    await gallery.reconcile()
    await gallery.reconcile()
    expect(simulated.jobs.get('job_1')?.favourite).toBe(true)
    expect(await gallery.database().outbox.count()).toBe(0)
  })
})

describe('looking for a clip', () => {
  it('finds by words, state and favourite, page by page', async () => {
    simulated.put(exampleJob('job_1', { tags: ['summer'], status: 'completed', createdAt: '2026-11-21T01:00:00.000Z' }))
    simulated.put(exampleJob('job_2', { title: 'Winter boots', favourite: true, createdAt: '2026-11-21T02:00:00.000Z' }))
    await gallery.reconcile()
    const ids = async (query: Parameters<typeof gallery.items>[0]) => (await gallery.items(query)).map((item) => item.id)
    expect(await ids({ text: 'SHOE summer' })).toEqual(['job_1'])
    expect(await ids({ favourites: true })).toEqual(['job_2'])
    expect(await ids({ status: 'completed' })).toEqual(['job_1'])
    expect(await ids({ limit: 1 })).toEqual(['job_2'])
    expect(await ids({ limit: 1, before: Date.parse('2026-11-21T02:00:00.000Z') })).toEqual(['job_1'])
  })
})
