import { copyFile, mkdtemp, rm, utimes, writeFile, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createChanges } from '../../server/changes/index.ts'
import { newId } from '../../server/db/index.ts'
import { createLibrary, type Ffmpeg, type Library, type Upload } from '../../server/media/index.ts'
import { createSigner } from '../../server/security/index.ts'
import { openStorage, type Storage } from '../../server/storage/index.ts'
import { photo, systemFfmpeg, writeClip } from '../harness/media.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

const MINUTE = 60_000
/** A file and memory differ in nothing that the library sees. */
const DIALECTS = DATABASES.filter(({ name }) => name !== 'SQLite in a file')

describe.each(DIALECTS)('the library on $name', ({ open }) => {
  let directory: string
  let ffmpeg: Ffmpeg
  let opened: OpenedDatabase
  let database: OpenedDatabase['database']
  let storage: Storage
  let library: Library
  let changes: ReturnType<typeof createChanges>
  let now: number

  beforeAll(async () => {
    ffmpeg = await systemFfmpeg()
  })
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pagereel-library-'))
    opened = await open()
    database = opened.database
    storage = await openStorage({ kind: 'disk', directory })
    now = Date.now()
    const clock = () => now
    changes = createChanges({ db: database.db, clock })
    const signer = createSigner(new Uint8Array(32))
    library = createLibrary({ db: database.db, storage, changes, signer, ffmpeg, clock })
    for (const id of ['usr_a', 'usr_b']) {
      await database.db.insertInto('users').values({ id, name: id, role: 'owner', monthly_usd_micros: null, created_at: now }).execute()
    }
  })
  afterEach(async () => {
    await opened.close()
    await rm(directory, { recursive: true, force: true })
  })

  async function upload(userId: string, bytes: Uint8Array, details: Partial<Upload> = {}) {
    await using file = await storage.temporary('upload')
    await writeFile(file.path, bytes)
    return await library.addPicture(userId, { temporaryPath: file.path, sourceType: 'uploaded', ...details })
  }

  async function added(userId: string, seed: number, details: Partial<Upload> = {}) {
    now += 1000
    const outcome = await upload(userId, await photo(64, 48, seed), details)
    if (!outcome.ok) throw new Error(outcome.problem.detail)
    return outcome.value.asset
  }

  async function temporaryFiles() {
    const names = await readdir(directory, { recursive: true, withFileTypes: true })
    return names.filter((entry) => entry.isFile() && entry.parentPath.includes('temporary')).map(({ name }) => name)
  }

  async function storedBlobs() {
    const found: string[] = []
    for await (const { sha256 } of storage.list()) found.push(sha256)
    return found
  }

  describe('taking in', () => {
    it('stores a picture with what was measured, and tells the feed', async () => {
      const asset = await added('usr_a', 1, { filename: 'Sunset.jpg', sourceType: 'grabbed', origin: { pageUrl: 'https://shop.example/' } })
      expect(asset).toMatchObject({ type: 'image', mime: 'image/jpeg', width: 64, height: 48, sourceType: 'grabbed' })
      expect(asset.sources).toMatchObject([{ type: 'grabbed', filename: 'Sunset.jpg', pageUrl: 'https://shop.example/' }])
      expect(asset.url).toMatch(/^\/media\/ast_\w+\?exp=\d+&sig=/)
      expect(await storage.size(asset.sha256)).toBe(asset.bytes)
      const { items } = await changes.page('usr_a', 0, 10)
      expect(items).toMatchObject([{ entity: 'asset', op: 'put', id: asset.id, data: { id: asset.id } }])
      expect(await temporaryFiles()).toEqual([])
    })

    it('gives the same asset for the same bytes of the same user only', async () => {
      const bytes = await photo(64, 48, 2)
      const first = await upload('usr_a', bytes)
      const again = await upload('usr_a', bytes, { filename: 'again.jpg' })
      const other = await upload('usr_b', bytes)
      if (!first.ok || !again.ok || !other.ok) throw new Error('refused')
      expect([first.value.created, again.value.created, other.value.created]).toEqual([true, false, true])
      expect(again.value.asset.id).toBe(first.value.asset.id)
      expect(again.value.asset.sources).toHaveLength(2)
      expect(other.value.asset.id).not.toBe(first.value.asset.id)
      expect(other.value.asset.sha256).toBe(first.value.asset.sha256)
      expect(await storedBlobs()).toHaveLength(1)
    })

    it('makes one asset of ten equal uploads at once', async () => {
      const bytes = await photo(64, 48, 3)
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => upload('usr_a', bytes)))
      const assets = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []))
      expect(new Set(assets.map(({ asset }) => asset.id)).size).toBe(1)
      expect(assets.filter(({ created }) => created)).toHaveLength(1)
      expect((await library.get('usr_a', assets[0]?.asset.id ?? ''))?.sources).toHaveLength(10)
    })

    it('stores a video as it is', async () => {
      await using file = await storage.temporary('mp4')
      await copyFile(await writeClip(join(directory, 'clip.mp4'), { audio: true }), file.path)
      const outcome = await library.addPicture('usr_a', { temporaryPath: file.path, sourceType: 'uploaded' })
      expect(outcome).toMatchObject({
        ok: true,
        value: { asset: { type: 'video', mime: 'video/mp4', width: 320, height: 180, duration: 1, frameRate: 30, hasAudio: true } },
      })
    })

    it('refuses what is no picture, and leaves nothing behind', async () => {
      expect(await upload('usr_a', Buffer.from('text'))).toMatchObject({ ok: false, problem: { code: 'unsupported_media' } })
      expect(await storedBlobs()).toEqual([])
      expect(await temporaryFiles()).toEqual([])
    })
  })

  describe('the shelf', () => {
    it('belongs to its user', async () => {
      const { id } = await added('usr_a', 1)
      expect(await library.get('usr_b', id)).toBeNull()
      expect(await library.blobOf('usr_b', id)).toBeNull()
      expect(await library.patch('usr_b', id, { title: 'mine' })).toMatchObject({ ok: false, problem: { code: 'not_found' } })
      expect(await library.remove('usr_b', id)).toMatchObject({ ok: false, problem: { code: 'not_found' } })
      expect(await library.blobForMedia(id)).toMatchObject({ mime: 'image/jpeg', filename: `${id}.jpg` })
    })

    it('is listed newest first, page by page, without gaps', async () => {
      const made: string[] = []
      for (let seed = 1; seed <= 5; seed += 1) made.unshift((await added('usr_a', seed)).id)
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await library.list('usr_a', { limit: 2, ...(cursor === undefined ? {} : { cursor }) })
        if (!page.ok) throw new Error(page.problem.detail)
        seen.push(...page.value.items.map(({ id }) => id))
        cursor = page.value.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(seen).toEqual(made)
      expect(await library.list('usr_a', { cursor: 'nonsense' })).toMatchObject({ ok: false, problem: { code: 'invalid_request' } })
    })

    it('is searched by words and by exact tags', async () => {
      const bottle = await added('usr_a', 1, { filename: 'Bottle_100%.png' })
      const shoe = await added('usr_a', 2)
      await library.patch('usr_a', shoe.id, { title: 'Red Shoe', tags: ['summer', 'sale 2026'] })
      const ids = async (query: object) => {
        const page = await library.list('usr_a', query)
        return page.ok ? page.value.items.map(({ id }) => id) : page.problem
      }
      expect(await ids({ q: 'bottle_100%' })).toEqual([bottle.id])
      expect(await ids({ q: 'bottleX100' })).toEqual([])
      expect(await ids({ q: 'rED sh' })).toEqual([shoe.id])
      expect(await ids({ tag: 'Sale 2026' })).toEqual([shoe.id])
      expect(await ids({ tag: 'sale' })).toEqual([])
      expect(await ids({ type: 'video' })).toEqual([])
    })

    it('keeps what a job needs, and lets go once the job is deleted', async () => {
      const { id } = await added('usr_a', 1)
      const jobId = newId('job')
      await insertJob(jobId)
      await database.db.insertInto('asset_references').values({ asset_id: id, owner_kind: 'job', owner_id: jobId, role: 'image' }).execute()
      expect(await library.remove('usr_a', id)).toMatchObject({ ok: false, problem: { code: 'conflict', params: { jobs: 1 } } })
      await database.db.updateTable('jobs').set({ deleted_at: now }).where('id', '=', jobId).execute()
      expect(await library.remove('usr_a', id)).toEqual({ ok: true, value: null })
      expect(await library.get('usr_a', id)).toBeNull()
      expect((await changes.page('usr_a', 0, 10)).items).toMatchObject([{ entity: 'asset', op: 'delete', id }])
    })
  })

  describe('sweeping', () => {
    async function age(minutes: number) {
      const then = new Date(Date.now() - minutes * MINUTE)
      const entries = await readdir(directory, { recursive: true, withFileTypes: true })
      for (const entry of entries) if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), then, then)
      await database.db.updateTable('blobs').set({ created_at: then.getTime() }).execute()
      now = Date.now()
    }

    it('removes what nothing refers to, once it is old enough', async () => {
      const [kept, dropped] = [await added('usr_a', 1), await added('usr_a', 2)]
      await library.remove('usr_a', dropped.id)
      expect(await library.sweep(now)).toEqual({ blobs: 0, temporary: 0 })
      const left = await storage.temporary('upload')
      await writeFile(left.path, 'left behind')
      await age(16)
      expect(await library.sweep(now)).toEqual({ blobs: 1, temporary: 1 })
      expect(await storedBlobs()).toEqual([kept.sha256])
      expect(await database.db.selectFrom('blobs').select('sha256').execute()).toEqual([{ sha256: kept.sha256 }])
    })

    it('keeps a blob while another asset is of it', async () => {
      const bytes = await photo(64, 48, 9)
      const [mine, yours] = [await upload('usr_a', bytes), await upload('usr_b', bytes)]
      if (!mine.ok || !yours.ok) throw new Error('refused')
      await library.remove('usr_a', mine.value.asset.id)
      await age(16)
      expect(await library.sweep(now)).toMatchObject({ blobs: 0 })
      expect(await storage.size(yours.value.asset.sha256)).toBe(yours.value.asset.bytes)
    })

    it('keeps the file of an attempt whose job is not over', async () => {
      const path = join(directory, 'made.bin')
      await writeFile(path, 'the clip of a job that was interrupted')
      const { sha256 } = await storage.commit(path)
      const jobId = newId('job')
      await insertJob(jobId)
      await insertAttempt(jobId, JSON.stringify({ video: { sha256, bytes: 1 } }))
      await age(16)
      expect(await library.sweep(now)).toMatchObject({ blobs: 0 })
      await database.db.updateTable('jobs').set({ status: 'failed' }).where('id', '=', jobId).execute()
      expect(await library.sweep(now)).toMatchObject({ blobs: 1 })
    })
  })

  async function insertJob(id: string) {
    const empty = { idempotency_key: null, settled_usd_micros: null, step: null, result: null, error: null, stage: null, title: null }
    const times = { started_at: null, finished_at: null, deadline_at: null, last_progress_at: null, deleted_at: null }
    const lease = { lease_owner: null, lease_until: null, lease_epoch: 0 }
    const ties = { retry_of: null, parent_id: null, storyboard_id: null, segment_id: null, batch_id: null, variant_index: null }
    const counts = { progress: 0, estimated_usd_micros: 0, held_usd_micros: 0, work_pixels: 0, downloads: 0, shares: 0, created_at: now }
    const more = { rating: null, cancel_requested_at: null, derived_from: null, collection_id: null, render_time_ms: null }
    const row = { ...empty, ...times, ...lease, ...ties, ...counts, ...more, search_text: '', tags: '[]' }
    const flags = { overrun: 0, adopted: 0, waits: 0, story_part: null, favourite: 0, pinned: 0 } as const
    const what = { kind: 'clip', status: 'processing', request: '{}', request_hash: '', provider: 'local', model: 'motion-1' } as const
    const owned = { id, user_id: 'usr_a', adjustments: '[]', stage_times: '{}' }
    await database.db
      .insertInto('jobs')
      .values({ ...row, ...flags, ...what, ...owned })
      .execute()
  }

  async function insertAttempt(jobId: string, made: string) {
    const times = { created_at: now, submitted_at: null, finished_at: null, deadline_at: null, last_poll_at: null }
    const empty = {
      provider_job_id: null,
      provider_status: null,
      cost_usd_micros: null,
      error: null,
      prepared: null,
      operation: null,
      quoted_usd_micros: null,
    }
    const what = { sent: 0, provider: 'local', model: 'motion-1', status: 'succeeded', request: '{}', idempotency_key: 'key' } as const
    const row = { ...times, ...empty, ...what, made, estimated_usd_micros: 0, lease_epoch: 0, number: 1 }
    await database.db
      .insertInto('attempts')
      .values({ ...row, id: newId('att'), user_id: 'usr_a', job_id: jobId })
      .execute()
  }
})
