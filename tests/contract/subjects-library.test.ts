import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createChanges } from '../../server/changes/index.ts'
import { createLibrary, type Ffmpeg, type Library, type Subject, type Subjects } from '../../server/media/index.ts'
import { createSigner } from '../../server/security/index.ts'
import { openStorage, type Storage } from '../../server/storage/index.ts'
import { startBackend } from '../harness/backend.ts'
import { photo, systemFfmpeg } from '../harness/media.ts'
import { linkModels } from '../harness/models.ts'
import { subjectScene } from '../harness/subject-scenes.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

const DIALECTS = DATABASES.filter(({ name }) => name !== 'SQLite in a file')
const BOX = { x: 0.25, y: 0.1, width: 0.5, height: 0.8 }
const FOUND: Subject = { box: BOX, mask: 'bWFzaw==', quality: 0.9, accepted: true, refusal: null }
const MINUTE = 60_000

/** Stands in for the networks: it answers as the test says, and counts what it was asked. */
function standIn() {
  const asked: string[] = []
  const said = {
    available: true,
    depthModel: false,
    find: async (): Promise<Outcome<Subject>> => succeed(FOUND),
    depth: async (): Promise<Outcome<string>> => succeed('ZGVwdGg='),
  }
  const subjects: Subjects = {
    available: () => (said.available ? { ok: true } : { ok: false, reason: 'u2netp.onnx is not there' }),
    depthAvailable: () => (said.depthModel ? { ok: true } : null),
    find: (picture) => {
      asked.push(picture)
      return said.find()
    },
    findDepth: (picture) => {
      asked.push(picture)
      return said.depth()
    },
    pids: () => [],
    close: async () => {},
  }
  return { asked, said, subjects }
}

describe.each(DIALECTS)('the subjects of a library on $name', ({ open }) => {
  let directory: string
  let ffmpeg: Ffmpeg
  let opened: OpenedDatabase
  let storage: Storage
  let library: Library
  let changes: ReturnType<typeof createChanges>
  let networks: ReturnType<typeof standIn>
  let now: number
  let troubles: string[]

  beforeAll(async () => {
    ffmpeg = await systemFfmpeg()
  })
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pagereel-library-'))
    opened = await open()
    const { db } = opened.database
    storage = await openStorage({ kind: 'disk', directory })
    now = Date.now()
    const clock = () => now
    changes = createChanges({ db, clock })
    networks = standIn()
    troubles = []
    library = createLibrary({
      db,
      storage,
      changes,
      signer: createSigner(new Uint8Array(32)),
      ffmpeg,
      clock,
      subjects: networks.subjects,
      onTrouble: ({ what, problem }) => troubles.push(`${what}: ${problem.code}`),
    })
    for (const id of ['usr_a', 'usr_b']) {
      await db.insertInto('users').values({ id, name: id, role: 'owner', monthly_usd_micros: null, created_at: now }).execute()
    }
  })
  afterEach(async () => {
    await opened.close()
    await rm(directory, { recursive: true, force: true })
  })

  async function add(userId: string, bytes: Uint8Array, signal?: AbortSignal) {
    await using file = await storage.temporary('upload')
    await writeFile(file.path, bytes)
    const outcome = await library.addPicture(userId, { temporaryPath: file.path, sourceType: 'uploaded', signal })
    if (!outcome.ok) throw new Error(outcome.problem.detail)
    return outcome.value.asset
  }

  it('are found when a picture is taken in, shown with it everywhere, and kept for whoever has the same bytes', async () => {
    const bytes = await photo(96, 80)
    const asset = await add('usr_a', bytes)
    expect(asset.subject).toEqual(BOX)
    expect((await library.get('usr_a', asset.id))?.subject).toEqual(BOX)
    expect((await library.list('usr_a', {})).ok).toBe(true)
    const patched = await library.patch('usr_a', asset.id, { title: 'A bottle' })
    expect(patched).toMatchObject({ ok: true, value: { subject: BOX, title: 'A bottle' } })
    expect(await library.subject('usr_a', asset.id)).toEqual({ box: BOX, mask: FOUND.mask, depth: null })
    expect(await library.subject('usr_b', asset.id)).toBeNull()
    expect((await add('usr_b', bytes)).subject).toEqual(BOX)
  })

  it('keep no mask that is not good enough, and no box where nothing was found', async () => {
    networks.said.find = async () => succeed({ ...FOUND, accepted: false, refusal: 'unsure' })
    const doubtful = await add('usr_a', await photo(96, 80, 2))
    expect(doubtful.subject).toEqual(BOX)
    expect(await library.subject('usr_a', doubtful.id)).toEqual({ box: BOX, mask: null, depth: null })
    networks.said.find = async () => succeed({ ...FOUND, box: null, accepted: false, refusal: 'nothing' })
    const empty = await add('usr_a', await photo(96, 80, 3))
    expect(empty.subject).toBeUndefined()
    expect(await library.subject('usr_a', empty.id)).toBeNull()
  })

  it('are not looked for in small pictures, nor without the model', async () => {
    await add('usr_a', await photo(63, 400))
    networks.said.available = false
    expect((await add('usr_a', await photo(96, 80))).subject).toBeUndefined()
    expect(networks.asked).toEqual([])
  })

  it('do without, and say so, when looking fails; silently when nobody waits', async () => {
    networks.said.find = async () => refuse('timeout', 'The media process took too long.')
    expect((await add('usr_a', await photo(96, 80))).subject).toBeUndefined()
    expect(troubles).toEqual(['subject: timeout'])
    networks.said.find = async () => refuse('cancelled', 'The work was cancelled.')
    expect((await add('usr_a', await photo(96, 80, 2), AbortSignal.abort())).subject).toBeUndefined()
    expect(troubles).toHaveLength(1)
  })

  it('are found when the same picture comes again after nobody could look at it, once, and the feed tells', async () => {
    const bytes = await photo(96, 80)
    networks.said.available = false
    const { id } = await add('usr_a', bytes)
    networks.said.available = true
    const { nextAfter } = await changes.page('usr_a', 0, 10)
    expect(await add('usr_a', bytes)).toMatchObject({ id, subject: BOX })
    await add('usr_a', bytes)
    expect(networks.asked).toHaveLength(1)
    const { items } = await changes.page('usr_a', nextAfter, 10)
    expect(items).toMatchObject([{ entity: 'asset', id, data: { subject: BOX } }])
  })

  it('go when their bytes go', async () => {
    const asset = await add('usr_a', await photo(96, 80))
    await library.remove('usr_a', asset.id)
    for await (const { sha256 } of storage.list()) {
      await storage.withLocalFile(sha256, (path) => utimes(path, new Date(now - 20 * MINUTE), new Date(now - 20 * MINUTE)))
    }
    now += 20 * MINUTE
    expect(await library.sweep(now)).toMatchObject({ blobs: 1 })
    expect(await opened.database.db.selectFrom('subjects').select('blob_sha256').execute()).toEqual([])
  })

  it('have a depth where the user has a model, looked for once, also where there is no subject', async () => {
    networks.said.depthModel = true
    const asset = await add('usr_a', await photo(96, 80))
    expect(networks.asked).toHaveLength(1)
    const known = { box: BOX, mask: FOUND.mask, depth: 'ZGVwdGg=' }
    expect([await library.subject('usr_a', asset.id), await library.subject('usr_a', asset.id)]).toEqual([known, known])
    expect(networks.asked).toHaveLength(2)
    networks.said.available = false
    const bare = await add('usr_a', await photo(96, 80, 2))
    expect(await library.subject('usr_a', bare.id)).toEqual({ box: null, mask: null, depth: 'ZGVwdGg=' })
    networks.said.depth = async () => refuse('internal_error', 'The picture could not be looked at.')
    expect(await library.subject('usr_a', (await add('usr_a', await photo(96, 80, 4))).id)).toBeNull()
    expect(troubles).toEqual(['depth: internal_error'])
  })
})

describe('over HTTP with the real model', { timeout: 180_000 }, () => {
  it('an upload answers with the box of the subject', async () => {
    const backend = await startBackend()
    try {
      await linkModels(backend.dataDir)
      const { picture } = await subjectScene('mug', 'gradient', 3)
      const answer = await backend.ask('/api/assets?sourceType=uploaded', {
        body: new Uint8Array(picture),
        headers: { 'Content-Type': 'image/jpeg' },
      })
      expect(answer.status).toBe(201)
      expect(await answer.json()).toMatchObject({
        subject: { x: expect.any(Number), width: expect.toSatisfy((width) => width > 0.2 && width < 0.8) },
      })
    } finally {
      await backend.stop()
    }
  })
})
