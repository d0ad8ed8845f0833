import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { SegmentInput } from 'shared/wire'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { connectionStore } from '../../api/index.ts'
import { createGallery, type SyncedGallery } from './gallery.ts'
import { exampleJob, simulateBackend } from './simulated-backend.ts'
import { exampleSegment, exampleStory } from './simulated-stories.ts'
import type { LostEdit } from './story-types.ts'

const connection = connectionStore(fakeBrowser.storage.local)
let simulated: ReturnType<typeof simulateBackend>
let gallery: SyncedGallery
let lost: LostEdit[]

beforeEach(async () => {
  fakeBrowser.reset()
  simulated = simulateBackend(connection)
  await connection.set({ base: 'http://127.0.0.1:4747', token: 't', feedId: null })
  const indexedDb = { indexedDB: new IDBFactory(), IDBKeyRange }
  let tail: Promise<unknown> = Promise.resolve()
  const locks: Pick<LockManager, 'request'> = {
    request: async (_: string, work: unknown): Promise<unknown> => {
      const mine = tail.then(() => (typeof work === 'function' ? work(null) : undefined))
      tail = mine.catch(() => {})
      return mine
    },
  }
  gallery = await createGallery({ backend: simulated.backend, connection, downloads: { download: async () => 1 }, locks, indexedDb })
  lost = []
  gallery.stories.onLost((each) => lost.push(each))
  simulated.stories.put(exampleStory('stb_1'))
  await gallery.reconcile()
})

const story = async () => {
  const shown = await gallery.stories.story('stb_1')
  if (shown === null) throw new Error('no story')
  return shown
}
const ids = async () => (await story()).story.segments.map(({ id }) => id)
const prompt = async (at: number) => (await story()).story.segments[at]?.prompt

describe('the mirror of stories', () => {
  it('holds what the feed says, with the jobs that were made for each, and reads it with the backend away', async () => {
    simulated.put(exampleJob('job_1', { storyboardId: 'stb_1', parentId: 'job_0' }))
    simulated.put(exampleJob('job_2'))
    await gallery.reconcile()
    simulated.away = true
    expect((await gallery.stories.list()).map(({ story: { id } }) => id)).toEqual(['stb_1'])
    expect((await gallery.stories.jobs('stb_1')).map(({ id }) => id)).toEqual(['job_1'])
  })

  it('takes what rendering says of a segment, and nothing older than an answer', async () => {
    const rendering = exampleStory('stb_1', { segments: [exampleSegment('seg_1', { status: 'processing', progress: 40 })] })
    simulated.stories.put(rendering)
    await gallery.reconcile()
    expect((await story()).story.segments[0]?.progress).toBe(40)
    await gallery.stories.edit('stb_1', { op: 'patch', patch: { title: 'Second' } })
    await gallery.reconcile()
    simulated.stories.put({ ...rendering, version: 1, title: 'First' })
    await gallery.reconcile()
    expect((await story()).story.title).toBe('Second')
  })
})

describe('edits', () => {
  it('show at once, wait while the backend is away, and are sent in order with the version that was shown', async () => {
    simulated.away = true
    await gallery.stories.edit('stb_1', { op: 'change', segmentId: 'seg_2', patch: { prompt: 'A hand takes the bottle' } })
    await gallery.stories.edit('stb_1', { op: 'patch', patch: { order: ['seg_2', 'seg_1', 'seg_3'] } })
    expect(await ids()).toEqual(['seg_2', 'seg_1', 'seg_3'])
    expect(await story()).toMatchObject({ waiting: 2, story: { version: 1, canUndo: true } })
    simulated.away = false
    await gallery.reconcile()
    expect(simulated.stories.received.map(({ op }) => op)).toEqual(['change', 'patch'])
    expect(await story()).toMatchObject({ waiting: 0, story: { version: 3, segments: [{ prompt: 'A hand takes the bottle' }, {}, {}] } })
    expect(lost).toEqual([])
  })

  it('of what happens take the title away that was made for other words, at once', async () => {
    const titled = exampleSegment('seg_1', { prompt: 'wide shot', titleText: 'Light' })
    simulated.stories.put(exampleStory('stb_1', { segments: [titled] }))
    await gallery.reconcile()
    simulated.away = true
    const change = (patch: SegmentInput) => gallery.stories.edit('stb_1', { op: 'change', segmentId: 'seg_1', patch })
    const title = async () => (await story()).story.segments[0]?.titleText
    await change({ duration: 3, prompt: 'wide shot' })
    expect(await title()).toBe('Light')
    await change({ prompt: 'A lamp that folds' })
    expect(await title()).toBeNull()
    await change({ prompt: 'A lamp', titleText: 'Folds flat' })
    expect(await title()).toBe('Folds flat')
    await change({ prompt: '', titleText: 'Folds flat' })
    await change({ prompt: 'The first words' })
    expect(await title()).toBe('Folds flat')
  })

  it('of a segment that is new reach it by the id that the server gives it', async () => {
    simulated.away = true
    await gallery.stories.edit('stb_1', { op: 'add', segment: { prompt: 'The end', after: 'seg_1' } })
    const [, added] = await ids()
    if (added === undefined) throw new Error('nothing was added')
    await gallery.stories.edit('stb_1', { op: 'change', segmentId: added, patch: { duration: 3 } })
    await gallery.stories.edit('stb_1', { op: 'patch', patch: { order: ['seg_1', 'seg_2', 'seg_3', added] } })
    expect((await story()).story).toMatchObject({ duration: 18 })
    simulated.away = false
    await gallery.reconcile()
    const { story: shown, waiting } = await story()
    expect(waiting).toBe(0)
    expect(shown.segments.map(({ id, duration }) => [id, duration])).toEqual([
      ['seg_1', 5],
      ['seg_2', 5],
      ['seg_3', 5],
      ['seg_101', 3],
    ])
    expect(lost).toEqual([])
  })

  it('of a version that is no longer the latest are told and dropped, and those after them still go', async () => {
    simulated.away = true
    await gallery.stories.edit('stb_1', { op: 'change', segmentId: 'seg_1', patch: { prompt: 'mine' } })
    await gallery.stories.edit('stb_1', { op: 'change', segmentId: 'seg_2', patch: { prompt: 'mine too' } })
    simulated.stories.put(exampleStory('stb_1', { version: 2, title: 'Theirs' }))
    simulated.away = false
    await gallery.reconcile()
    expect(lost).toMatchObject([{ kind: 'conflict', storyId: 'stb_1', edit: { segmentId: 'seg_1' } }])
    expect(await story()).toMatchObject({ waiting: 0, story: { title: 'Theirs', version: 3 } })
    expect([await prompt(0), await prompt(1)]).toEqual(['what happens in seg_1', 'mine too'])
  })

  it('that are refused are taken back and told', async () => {
    await gallery.stories.edit('stb_1', { op: 'change', segmentId: 'seg_9', patch: { prompt: 'nowhere' } })
    await gallery.reconcile()
    expect(lost).toMatchObject([{ kind: 'refused', failure: { problem: { code: 'not_found' } } }])
    expect((await story()).waiting).toBe(0)
  })

  it('are taken back and made again, at once and at the server', async () => {
    await gallery.stories.edit('stb_1', { op: 'drop', segmentId: 'seg_2' })
    await gallery.reconcile()
    simulated.away = true
    await gallery.stories.edit('stb_1', { op: 'undo' })
    expect(await ids()).toEqual(['seg_1', 'seg_2', 'seg_3'])
    expect((await story()).story.canRedo).toBe(true)
    await gallery.stories.edit('stb_1', { op: 'redo' })
    expect(await ids()).toEqual(['seg_1', 'seg_3'])
    await gallery.stories.edit('stb_1', { op: 'undo' })
    simulated.away = false
    await gallery.reconcile()
    expect(await ids()).toEqual(['seg_1', 'seg_2', 'seg_3'])
    expect((await story()).waiting).toBe(0)
  })
})
