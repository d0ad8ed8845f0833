import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, type SegmentInput, type Storyboard, storyboard as storyboardSchema } from 'shared/wire'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createChanges } from '../../server/changes/index.ts'
import { createLibrary, type Ffmpeg, type Library } from '../../server/media/index.ts'
import { createSigner } from '../../server/security/index.ts'
import { openStorage, type Storage } from '../../server/storage/index.ts'
import { addTake, createStoryboards, readStory, type Storyboards, writeSegmentState } from '../../server/storyboards/index.ts'
import { photo, systemFfmpeg, writeClip } from '../harness/media.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

/** A file and memory differ in nothing that stories see. */
const DIALECTS = DATABASES.filter(({ name }) => name !== 'SQLite in a file')
const OWNER = 'usr_a'

describe.each(DIALECTS)('stories on $name', ({ open }) => {
  let directory: string
  let ffmpeg: Ffmpeg
  let opened: OpenedDatabase
  let storage: Storage
  let library: Library
  let changes: ReturnType<typeof createChanges>
  let stories: Storyboards
  let now: number

  beforeAll(async () => {
    ffmpeg = await systemFfmpeg()
  })
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pagereel-stories-'))
    opened = await open()
    const { db } = opened.database
    storage = await openStorage({ kind: 'disk', directory })
    now = Date.now()
    const clock = () => (now += 1)
    changes = createChanges({ db, clock })
    library = createLibrary({ db, storage, changes, signer: createSigner(new Uint8Array(32)), ffmpeg, clock })
    stories = createStoryboards({ db, changes, clock, assets: (userId, ids) => library.many(userId, ids) })
    for (const id of [OWNER, 'usr_b']) {
      await db.insertInto('users').values({ id, name: id, role: 'owner', monthly_usd_micros: null, created_at: now }).execute()
    }
  })
  afterEach(async () => {
    await opened.close()
    await rm(directory, { recursive: true, force: true })
  })

  function got<T>(outcome: Outcome<T>): T {
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
    return outcome.value
  }
  async function picture(seed: number, userId = OWNER): Promise<string> {
    await using file = await storage.temporary('upload')
    await writeFile(file.path, await photo(64, 48, seed))
    return got(await library.addPicture(userId, { temporaryPath: file.path, sourceType: 'uploaded' })).asset.id
  }
  async function clip(): Promise<string> {
    await using file = await storage.temporary('mp4')
    await writeClip(file.path, {})
    return got(await library.addPicture(OWNER, { temporaryPath: file.path, sourceType: 'uploaded' })).asset.id
  }
  async function made(segments: readonly SegmentInput[], settings = {}): Promise<Storyboard> {
    const story = got(await stories.create(OWNER, { title: 'Mugs', settings, segments: [...segments] }, { idempotencyKey: null }))
    storyboardSchema.parse(story)
    return story
  }
  /** What a job that rendered a segment as it is now would hand in. */
  async function render(story: Storyboard, index: number, jobId: string, assetId: string, beside = false): Promise<Storyboard> {
    const read = await readStory(opened.database.db, OWNER, story.id)
    const part = read?.segments[index]
    if (part === undefined) throw new Error('no such segment')
    const follows = part.continuous && !beside ? (read?.segments[index - 1]?.chosen?.id ?? null) : null
    const take = { jobId, assetId, seconds: 1, inputs: part.inputs, continuous: part.continuous, follows }
    const at = { userId: OWNER, storyboardId: story.id, segmentId: part.id }
    await changes.transaction(OWNER, async (tx, record) => {
      await addTake(tx, record, at, take, now)
      await writeSegmentState(tx, record, at, { status: 'completed', progress: 100 }, now)
    })
    return (await stories.get(OWNER, story.id)) ?? story
  }
  const place = (story: Storyboard, index: number) => ({
    userId: OWNER,
    storyboardId: story.id,
    segmentId: story.segments[index]?.id ?? '',
  })
  const stale = ({ segments }: Storyboard): readonly boolean[] => segments.map((segment) => segment.stale)
  const prompts = ({ segments }: Storyboard): readonly string[] => segments.map(({ prompt }) => prompt)

  describe('edits', () => {
    it('count versions, refuse older ones and say which is the present one', async () => {
      const story = await made([{ prompt: 'a red mug' }])
      expect([story.version, story.canUndo, story.canRedo]).toEqual([1, false, false])
      const renamed = got(await stories.patch(OWNER, story.id, { title: 'Cups' }, 1))
      expect([renamed.version, renamed.title, renamed.canUndo]).toEqual([2, 'Cups', true])
      const late = await stories.patch(OWNER, story.id, { title: 'Late' }, 1)
      expect(late).toMatchObject({ ok: false, problem: { code: 'conflict', status: 409, params: { version: 2 } } })
      const blind = await stories.patch(OWNER, story.id, { title: 'Blind' }, null)
      expect(blind).toMatchObject({ ok: false, problem: { code: 'invalid_request', issues: [{ path: 'if-match' }] } })
      expect(got(await stories.patch(OWNER, story.id, { title: 'Any' }, 'any')).version).toBe(3)
      expect(got(await stories.patch(OWNER, story.id, { title: 'Any' }, 3)).version).toBe(3)
    })

    it('lay out, add, copy, change and take out segments', async () => {
      let story = await made([{ prompt: 'one' }, { prompt: 'two', boundary: { kind: 'dissolve', seconds: 0 } }, { prompt: 'three' }])
      expect(story.segments.map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
        [0, 5],
        [5, 10],
        [9.5, 14.5],
      ])
      expect(story.duration).toBe(14.5)
      const [first = '', second = '', third = ''] = story.segments.map(({ id }) => id)
      story = got(await stories.patch(OWNER, story.id, { order: [third, first, second] }, 1))
      expect(prompts(story)).toEqual(['three', 'one', 'two'])
      const twice = await stories.patch(OWNER, story.id, { order: [third, third, second] }, 2)
      expect(twice).toMatchObject({ ok: false, problem: { code: 'invalid_request', issues: [{ path: 'order' }] } })
      story = got(await stories.addSegment(OWNER, story.id, { prompt: 'zero', after: null }, 2))
      story = got(await stories.addSegment(OWNER, story.id, { copyOf: third, after: third, narration: 'again' }, 3))
      story = got(await stories.addSegment(OWNER, story.id, { prompt: 'last' }, 4))
      expect(prompts(story)).toEqual(['zero', 'three', 'three', 'one', 'two', 'last'])
      expect(story.segments[2]).toMatchObject({ narration: 'again', index: 2 })
      const astray = await stories.addSegment(OWNER, story.id, { after: 'seg_none' }, 5)
      expect(astray).toMatchObject({ ok: false, problem: { issues: [{ path: 'after' }] } })
      story = got(await stories.patchSegment(place(story, 3), { duration: 2, boundary: { kind: 'cut', seconds: 1 } }, 5))
      expect(story.segments[3]).toMatchObject({ duration: 2, boundary: { kind: 'cut', seconds: 0 } })
      story = got(await stories.removeSegment(place(story, 0), 6))
      expect(prompts(story)).toEqual(['three', 'three', 'one', 'two', 'last'])
      expect(await stories.removeSegment({ ...place(story, 0), segmentId: 'seg_none' }, 7)).toMatchObject({
        problem: { code: 'not_found' },
      })
    })

    it('are taken back and made again one by one, and a new one forgets what was taken back', async () => {
      let story = await made([{ prompt: 'one' }])
      for (const prompt of ['two', 'three', 'four']) {
        story = got(await stories.patchSegment(place(story, 0), { prompt }, story.version))
      }
      story = got(await stories.undo(OWNER, story.id, 4))
      expect([prompts(story), story.version, story.canRedo]).toEqual([['three'], 5, true])
      story = got(await stories.undo(OWNER, story.id, 5))
      story = got(await stories.undo(OWNER, story.id, 6))
      expect(await stories.undo(OWNER, story.id, 7)).toMatchObject({ ok: false, problem: { code: 'conflict' } })
      story = got(await stories.redo(OWNER, story.id, 7))
      expect(prompts(story)).toEqual(['two'])
      story = got(await stories.patchSegment(place(story, 0), { prompt: 'five' }, 8))
      expect([story.canUndo, story.canRedo]).toEqual([true, false])
      expect(await stories.redo(OWNER, story.id, 9)).toMatchObject({ ok: false, problem: { code: 'conflict' } })
      const kept = await opened.database.db.selectFrom('storyboard_versions').select('place').orderBy('place').execute()
      expect(kept.map((version) => version.place)).toEqual([0, 1])
      story = got(await stories.undo(OWNER, story.id, 9))
      expect(prompts(story)).toEqual(['two'])
    })

    it('can be taken back a hundred times', async () => {
      let story = await made([{ prompt: 'start' }])
      for (let edit = 1; edit <= 105; edit += 1) story = got(await stories.patch(OWNER, story.id, { title: `edit ${edit}` }, 'any'))
      let undone = 0
      while (story.canUndo) {
        story = got(await stories.undo(OWNER, story.id, 'any'))
        undone += 1
      }
      expect([undone, story.title]).toEqual([100, 'edit 5'])
      const kept = await opened.database.db.selectFrom('storyboard_versions').select('place').execute()
      expect(kept.length).toBeLessThanOrEqual(101)
    })

    it('of two at once one wins', async () => {
      const story = await made([{ prompt: 'one' }])
      const outcomes = await Promise.all(['a', 'b', 'c'].map((title) => stories.patch(OWNER, story.id, { title }, 1)))
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
      expect((await stories.get(OWNER, story.id))?.version).toBe(2)
    })

    it('turn cuts and seamless boundaries with the flow', async () => {
      let story = await made([{ prompt: 'one' }, { boundary: { kind: 'fade', seconds: 1 } }, {}])
      story = got(await stories.patch(OWNER, story.id, { settings: { flow: 'continuous' } }, 1))
      expect(story.segments.map(({ boundary }) => boundary.kind)).toEqual(['continuous', 'fade', 'continuous'])
      story = got(await stories.patch(OWNER, story.id, { settings: { flow: 'independent' } }, 2))
      expect(story.segments.map(({ boundary }) => boundary.kind)).toEqual(['cut', 'fade', 'cut'])
    })

    it('are refused where the film would be longer than films can be', async () => {
      const story = await made(Array.from({ length: 10 }, () => ({ duration: 60 })))
      const longer = await stories.addSegment(OWNER, story.id, {}, 1)
      expect(longer).toMatchObject({
        ok: false,
        problem: { code: 'invalid_request', issues: [{ path: 'segments', range: { maximum: 600 } }] },
      })
      expect((await stories.patchSegment(place(story, 0), { duration: 30 }, 1)).ok).toBe(true)
    })
  })

  describe('assets', () => {
    it('must be there, be of the right kind and belong to the user', async () => {
      const [foreign, video] = [await picture(1, 'usr_b'), await clip()]
      for (const [image, message] of [
        ['ast_none', 'there is no such asset'],
        [foreign, 'there is no such asset'],
        [video, 'is video, not image'],
      ]) {
        const outcome = await stories.create(OWNER, { segments: [{ image: image ?? '' }] }, { idempotencyKey: null })
        expect(outcome).toMatchObject({ ok: false, problem: { code: 'invalid_request', issues: [{ path: 'segments.0.image', message }] } })
      }
      expect(got(await stories.list(OWNER, {})).items).toEqual([])
      const story = await made([{}])
      const edited = await stories.patchSegment(place(story, 0), { startFrame: 'ast_none' }, 1)
      expect(edited).toMatchObject({ ok: false, problem: { code: 'invalid_request', issues: [{ path: 'segments.0.startFrame' }] } })
    })

    it('cannot be deleted while a story shows them, and an undo does without those that were deleted since', async () => {
      const [one, other] = [await picture(1), await picture(2)]
      let story = await made([{ image: one }])
      expect(await library.remove(OWNER, one)).toMatchObject({ ok: false, problem: { code: 'conflict', params: { storyboards: 1 } } })
      story = got(await stories.patchSegment(place(story, 0), { image: other }, 1))
      expect((await library.remove(OWNER, one)).ok).toBe(true)
      story = got(await stories.undo(OWNER, story.id, 2))
      expect(story.segments[0]?.image).toBeNull()
      story = got(await stories.redo(OWNER, story.id, 3))
      expect(story.segments[0]?.image).toBe(other)
      expect((await stories.remove(OWNER, story.id)).ok).toBe(true)
      expect((await library.remove(OWNER, other)).ok).toBe(true)
    })
  })

  describe('takes', () => {
    it('are shown as they are made, chosen by hand, and never count as edits of their own', async () => {
      const [a, b] = [await clip(), await picture(9)]
      let story = await made([{ prompt: 'one', duration: 1 }])
      story = await render(story, 0, 'job_a', a)
      expect(story).toMatchObject({ version: 1, segments: [{ status: 'completed', takes: [{ jobId: 'job_a', chosen: true }] }] })
      expect(await library.remove(OWNER, a)).toMatchObject({ ok: false, problem: { code: 'conflict' } })
      story = await render(story, 0, 'job_b', b)
      story = await render(story, 0, 'job_b', b)
      expect(story.segments[0]?.takes.map(({ chosen }) => chosen)).toEqual([false, true])
      story = got(await stories.choose(place(story, 0), { jobId: 'job_a' }, 1))
      expect([story.version, story.segments[0]?.takes.map(({ chosen }) => chosen)]).toEqual([2, [true, false]])
      story = await render(story, 0, 'job_c', b)
      expect([story.version, story.segments[0]?.takes.map(({ chosen }) => chosen)]).toEqual([2, [false, false, true]])
      expect(await stories.choose(place(story, 0), { jobId: 'job_none' }, 2)).toMatchObject({ problem: { code: 'not_found' } })
    })

    it('are stale once what they were made from has changed, until that is taken back', async () => {
      const file = await clip()
      let story = await made([
        { prompt: 'one', duration: 1 },
        { prompt: 'two', duration: 1 },
      ])
      story = await render(story, 0, 'job_a', file)
      story = await render(story, 1, 'job_b', file)
      expect(stale(story)).toEqual([false, false])
      story = got(await stories.patchSegment(place(story, 0), { narration: 'said, not seen' }, 1))
      expect(stale(story)).toEqual([false, false])
      for (const patch of [{ prompt: 'other' }, { camera: 'orbit' }, { duration: 3 }, { provider: 'runway' }] as const) {
        story = got(await stories.patchSegment(place(story, 0), patch, 'any'))
        expect(stale(story), JSON.stringify(patch)).toEqual([true, false])
        story = got(await stories.undo(OWNER, story.id, 'any'))
        expect(stale(story)).toEqual([false, false])
      }
      story = got(await stories.patch(OWNER, story.id, { settings: { style: 'anime' } }, 'any'))
      expect(stale(story)).toEqual([true, true])
    })

    it('that flow go stale from the changed one on, and from one whose take is another', async () => {
      const file = await clip()
      const flow = { flow: 'continuous' }
      let story = await made(
        [{ duration: 1 }, { duration: 1, boundary: { kind: 'fade', seconds: 0.5 } }, { duration: 1 }, { duration: 1 }],
        flow,
      )
      // The second is ready before the first that it was made beside.
      story = await render(story, 1, 'job_1', file, true)
      story = await render(story, 0, 'job_0', file)
      story = await render(story, 2, 'job_2', file)
      story = await render(story, 3, 'job_3', file)
      expect(stale(story)).toEqual([false, false, false, false])
      story = got(await stories.patchSegment(place(story, 0), { prompt: 'other words' }, 'any'))
      expect(stale(story)).toEqual([true, true, false, false])
      story = got(await stories.undo(OWNER, story.id, 'any'))
      story = await render(story, 2, 'job_2b', file)
      expect(stale(story)).toEqual([false, false, false, true])
      story = got(await stories.choose(place(story, 2), { jobId: 'job_2' }, 'any'))
      expect(stale(story)).toEqual([false, false, false, false])
      story = got(await stories.addSegment(OWNER, story.id, { after: story.segments[2]?.id ?? '' }, 'any'))
      expect(stale(story)).toEqual([false, false, false, false, true])
      story = await render(story, 0, 'job_0b', file)
      expect(stale(story)).toEqual([false, true, false, false, true])
    })

    it('can be clips that exist, or parts of them', async () => {
      const [file, image] = [await clip(), await picture(1)]
      let story = await made([{ prompt: 'one' }, { prompt: 'two' }])
      story = got(await stories.takeAsset(place(story, 0), { assetId: file, in: 0.2, out: 0.7 }, 1))
      expect(story.segments[0]).toMatchObject({
        status: 'completed',
        duration: 1,
        takes: [{ assetId: file, in: 0.2, out: 0.7, chosen: true }],
      })
      expect(story.segments[1]?.startTime).toBe(0.5)
      story = got(await stories.takeAsset(place(story, 0), { assetId: file, in: 0.2, out: 0.7 }, 2))
      expect([story.version, story.segments[0]?.takes.length]).toEqual([2, 1])
      story = got(await stories.patchSegment(place(story, 0), { prompt: 'other words' }, 2))
      expect(stale(story)).toEqual([false, false])
      for (const [take, path] of [
        [{ assetId: image }, 'assetId'],
        [{ assetId: 'ast_none' }, 'assetId'],
        [{ assetId: file, out: 9 }, 'out'],
        [{ assetId: file, in: 0.9 }, 'in'],
      ] as const) {
        expect(await stories.takeAsset(place(story, 0), take, 3)).toMatchObject({
          problem: { code: 'invalid_request', issues: [{ path }] },
        })
      }
      await opened.database.db.updateTable('assets').set({ type: 'audio' }).where('id', '=', file).execute()
      expect(await stories.takeAsset(place(story, 0), { assetId: file, in: 0.1 }, 3)).toMatchObject({
        problem: { issues: [{ path: 'assetId' }] },
      })
      await opened.database.db.updateTable('assets').set({ type: 'video' }).where('id', '=', file).execute()
      expect(await library.remove(OWNER, file)).toMatchObject({ problem: { code: 'conflict' } })
      story = got(await stories.addSegment(OWNER, story.id, { copyOf: story.segments[0]?.id ?? '' }, 3))
      expect(story.segments[2]?.takes).toEqual(story.segments[0]?.takes)
    })
  })

  describe('the shelf', () => {
    it('belongs to its user', async () => {
      const story = await made([{ prompt: 'one' }])
      const theirs = { ...place(story, 0), userId: 'usr_b' }
      expect(await stories.get('usr_b', story.id)).toBeNull()
      for (const outcome of [
        await stories.patch('usr_b', story.id, { title: 'mine' }, 1),
        await stories.undo('usr_b', story.id, 1),
        await stories.remove('usr_b', story.id),
        await stories.patchSegment(theirs, { prompt: 'mine' }, 1),
      ]) {
        expect(outcome).toMatchObject({ ok: false, problem: { code: 'not_found' } })
      }
      expect(got(await stories.list('usr_b', {})).items).toEqual([])
    })

    it('is listed newest first, page by page, and searched by title and words', async () => {
      const names = ['red mug', 'blue mug', 'Green CUP']
      for (const title of names)
        got(await stories.create(OWNER, { title, segments: [{ prompt: `about a ${title}` }] }, { idempotencyKey: null }))
      const first = got(await stories.list(OWNER, { limit: 2 }))
      const second = got(await stories.list(OWNER, { limit: 2, cursor: first.nextCursor ?? '' }))
      expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(names.toReversed())
      expect(second.nextCursor).toBeNull()
      expect(got(await stories.list(OWNER, { q: 'a green cup' })).items.map(({ title }) => title)).toEqual(['Green CUP'])
      expect(await stories.list(OWNER, { cursor: 'x' })).toMatchObject({ ok: false, problem: { code: 'invalid_request' } })
    })

    it('answers a key with the story that it made, and refuses it for another', async () => {
      const ask = (prompt: string) => stories.create(OWNER, { prompt }, { idempotencyKey: 'once' })
      const [one, other] = await Promise.all([ask('a fox in the snow'), ask('a fox in the snow')])
      expect(got(one).id).toBe(got(other).id)
      expect(await ask('a hare in the snow')).toMatchObject({ ok: false, problem: { code: 'idempotency_mismatch' } })
      expect(got(await stories.list(OWNER, {})).items).toHaveLength(1)
    })

    it('tells the feed of every edit, of what rendering does, and of the end', async () => {
      const story = await made([{ prompt: 'one' }])
      const feed = async () => (await changes.page(OWNER, 0, 100)).items.filter(({ entity }) => entity === 'storyboard')
      expect(await feed()).toMatchObject([{ op: 'put', id: story.id, data: { version: 1, title: 'Mugs' } }])
      got(await stories.patch(OWNER, story.id, { title: 'Cups' }, 1))
      const at = place(story, 0)
      const error = { code: 'timeout', detail: 'Took too long.' }
      await changes.transaction(OWNER, (tx, record) => writeSegmentState(tx, record, at, { status: 'failed', progress: 40, error }, now))
      expect(await feed()).toMatchObject([
        { op: 'put', data: { version: 2, title: 'Cups', segments: [{ status: 'failed', progress: 40, error }] } },
      ])
      const frame = await picture(4)
      await changes.transaction(OWNER, (tx, record) => writeSegmentState(tx, record, at, { foundStartFrame: frame }, now))
      expect((await stories.get(OWNER, story.id))?.segments[0]).toMatchObject({ startFrame: { id: frame }, startFrameChosen: false })
      expect(await library.remove(OWNER, frame)).toMatchObject({ ok: false, problem: { code: 'conflict' } })
      got(await stories.remove(OWNER, story.id))
      expect(await feed()).toMatchObject([{ op: 'delete', id: story.id, data: null }])
      expect(await stories.get(OWNER, story.id)).toBeNull()
    })
  })
})
