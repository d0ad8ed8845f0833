import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncProperty, type AsyncCommand, assert, asyncModelRun, commands, constantFrom, integer, nat, record } from 'fast-check'
import type { Outcome, Storyboard } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChanges } from '../../server/changes/index.ts'
import { openDatabase } from '../../server/db/index.ts'
import { createLibrary } from '../../server/media/index.ts'
import { createSigner } from '../../server/security/index.ts'
import { openStorage } from '../../server/storage/index.ts'
import { addTake, createStoryboards, readStory, type Storyboards } from '../../server/storyboards/index.ts'
import { systemFfmpeg } from '../harness/media.ts'

const OWNER = 'usr_a'
/** Seconds of the clip that lies in the library. */
const CLIP_SECONDS = 2
const MOST_UNDONE = 100
/** What one person can do in a row, and how often that is tried. */
const LONGEST = 25
const SEQUENCES = 200

/** A clip of a segment: what it was made from, or null for one of the library. */
interface ModelTake {
  readonly name: string
  readonly from: { readonly prompt: string; readonly duration: number } | null
}

interface ModelSegment {
  readonly id: string
  readonly prompt: string
  readonly duration: number
  /** The place of the take that was chosen by hand. */
  readonly take: number | null
}

interface Page {
  readonly title: string
  readonly segments: readonly ModelSegment[]
}

/** What a storyboard is to people: a pile of pages, and beside it the clips that were made. */
class Model {
  past: Page[] = []
  page: Page = { title: 'Untitled', segments: [] }
  future: Page[] = []
  version = 1
  readonly takes = new Map<string, ModelTake[]>()
  jobs = 0

  write(page: Page): void {
    if (JSON.stringify(page) === JSON.stringify(this.page)) return
    this.past = [...this.past, this.page].slice(-MOST_UNDONE)
    this.page = page
    this.future = []
    this.version += 1
  }

  /** A page that is left is left as it is now, and come back to so. */
  step(from: Page[], to: Page[]): boolean {
    const page = from.pop()
    if (page === undefined) return false
    to.push(this.page)
    this.page = page
    this.version += 1
    return true
  }

  change(index: number, values: Partial<ModelSegment>): void {
    this.write({ ...this.page, segments: this.page.segments.map((each, at) => (at === index ? { ...each, ...values } : each)) })
  }

  takesOf(id: string): ModelTake[] {
    const known = this.takes.get(id) ?? []
    this.takes.set(id, known)
    return known
  }

  shown() {
    const { title, segments } = this.page
    return {
      title,
      version: this.version,
      canUndo: this.past.length > 0,
      canRedo: this.future.length > 0,
      segments: segments.map(({ id, prompt, duration, take }) => {
        const takes = this.takesOf(id)
        const place = take ?? takes.length - 1
        const from = takes[place]?.from ?? null
        return {
          id,
          prompt,
          duration,
          takes: takes.map(({ name }, at) => ({ name, chosen: at === place })),
          stale: from !== null && (from.prompt !== prompt || from.duration !== duration),
        }
      }),
    }
  }
}

/** The storyboard itself, over the room that keeps it. */
interface Real {
  readonly stories: Storyboards
  readonly id: string
  /** A clip of the library. */
  readonly clip: string
  readonly render: (segmentId: string, jobId: string) => Promise<void>
}

type Edit = AsyncCommand<Model, Real>

function shownOf({ title, version, canUndo, canRedo, segments }: Storyboard): ReturnType<Model['shown']> {
  return {
    title,
    version,
    canUndo,
    canRedo,
    segments: segments.map(({ id, prompt, duration, takes, stale }) => ({
      id,
      prompt,
      duration,
      takes: takes.map(({ jobId, assetId = '', chosen }) => ({ name: jobId ?? assetId, chosen })),
      stale,
    })),
  }
}

function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.value
}

/** One thing that a person does, or that rendering does meanwhile; afterwards both have to show the same. */
function step(name: string, does: (model: Model, real: Real) => Promise<void>): Edit {
  return {
    check: () => true,
    run: async (model, real) => {
      await does(model, real)
      const story = await real.stories.get(OWNER, real.id)
      if (story === null) throw new Error('the story is gone')
      expect(shownOf(story)).toEqual(model.shown())
    },
    toString: () => name,
  }
}

/** Does something to one of the segments, whichever there is; nothing where there is none. */
function toOne(name: string, which: number, does: (model: Model, real: Real, index: number, segment: ModelSegment) => Promise<void>): Edit {
  return step(`${name} ${which}`, async (model, real) => {
    const { segments } = model.page
    const index = segments.length === 0 ? -1 : which % segments.length
    const segment = segments[index]
    if (segment !== undefined) await does(model, real, index, segment)
  })
}

const place = ({ id }: Real, segment: ModelSegment) => ({ userId: OWNER, storyboardId: id, segmentId: segment.id })

const rename = (title: string): Edit =>
  step(`rename ${title}`, async (model, { stories, id }) => {
    got(await stories.patch(OWNER, id, { title }, 'any'))
    model.write({ ...model.page, title })
  })

const rewrite = (which: number, prompt: string): Edit =>
  toOne(`rewrite as ${prompt}`, which, async (model, real, index, segment) => {
    got(await real.stories.patchSegment(place(real, segment), { prompt }, model.version))
    model.change(index, { prompt })
  })

const stretch = (which: number, duration: number): Edit =>
  toOne(`stretch to ${duration}`, which, async (model, real, index, segment) => {
    got(await real.stories.patchSegment(place(real, segment), { duration }, model.version))
    model.change(index, { duration })
  })

const add = (after: number, prompt: string): Edit =>
  step(`add ${prompt} at ${after}`, async (model, { stories, id }) => {
    const { segments } = model.page
    const index = after % (segments.length + 1)
    const before = segments[index - 1]?.id ?? null
    const story = got(await stories.addSegment(OWNER, id, { prompt, duration: 3, after: before }, model.version))
    const fresh = { id: story.segments[index]?.id ?? '', prompt, duration: 3, take: null }
    model.write({ ...model.page, segments: segments.toSpliced(index, 0, fresh) })
  })

const copy = (which: number): Edit =>
  toOne('copy', which, async (model, real, index, segment) => {
    const story = got(await real.stories.addSegment(OWNER, real.id, { copyOf: segment.id, after: segment.id }, model.version))
    const fresh = { ...segment, id: story.segments[index + 1]?.id ?? '' }
    model.takes.set(fresh.id, [...model.takesOf(segment.id)])
    model.write({ ...model.page, segments: model.page.segments.toSpliced(index + 1, 0, fresh) })
  })

const remove = (which: number): Edit =>
  toOne('remove', which, async (model, real, index, segment) => {
    got(await real.stories.removeSegment(place(real, segment), model.version))
    model.write({ ...model.page, segments: model.page.segments.toSpliced(index, 1) })
  })

const turn = (by: number): Edit =>
  step(`turn by ${by}`, async (model, { stories, id }) => {
    const { segments } = model.page
    const at = segments.length === 0 ? 0 : by % segments.length
    const turned = [...segments.slice(at), ...segments.slice(0, at)]
    got(await stories.patch(OWNER, id, { order: turned.map((segment) => segment.id) }, model.version))
    model.write({ ...model.page, segments: turned })
  })

/** Rendering is no edit: it is not undone, and the newest clip is shown until a person chooses. */
const render = (which: number): Edit =>
  toOne('render', which, async (model, real, index, segment) => {
    const name = `job_${(model.jobs += 1)}`
    await real.render(segment.id, name)
    model.takesOf(segment.id).push({ name, from: { prompt: segment.prompt, duration: segment.duration } })
    const segments = model.page.segments.map((each, at) => (at === index ? { ...each, take: null } : each))
    model.page = { ...model.page, segments }
  })

const choose = (which: number, take: number): Edit =>
  toOne(`choose take ${take} of`, which, async (model, real, index, segment) => {
    const takes = model.takesOf(segment.id)
    const wanted = takes[take % Math.max(1, takes.length)]
    if (wanted === undefined) return
    const choice = wanted.from === null ? { assetId: wanted.name } : { jobId: wanted.name }
    got(await real.stories.choose(place(real, segment), choice, model.version))
    const at = takes.indexOf(wanted)
    if (at !== (segment.take ?? takes.length - 1)) model.change(index, { take: at })
  })

const takeClip = (which: number): Edit =>
  toOne('take a clip of the library for', which, async (model, real, index, segment) => {
    got(await real.stories.takeAsset(place(real, segment), { assetId: real.clip }, model.version))
    const takes = model.takesOf(segment.id)
    const known = takes.findIndex(({ from }) => from === null)
    if (known !== -1 && known === (segment.take ?? takes.length - 1)) return
    if (known === -1) takes.push({ name: real.clip, from: null })
    model.change(index, { take: known === -1 ? takes.length - 1 : known, duration: CLIP_SECONDS })
  })

const undo = (): Edit =>
  step('undo', async (model, { stories, id }) => {
    const done = await stories.undo(OWNER, id, model.version)
    expect(done.ok).toBe(model.step(model.past, model.future))
  })

const redo = (): Edit =>
  step('redo', async (model, { stories, id }) => {
    const done = await stories.redo(OWNER, id, model.version)
    expect(done.ok).toBe(model.step(model.future, model.past))
  })

const late = (): Edit =>
  step('edit an older version', async (model, { stories, id }) => {
    const done = await stories.patch(OWNER, id, { title: 'too late' }, model.version - 1)
    expect(done).toMatchObject({ ok: false, problem: { code: 'conflict', params: { version: model.version } } })
  })

const words = constantFrom('a red mug', 'a blue mug', 'steam', 'a hand')
const which = nat(7)
const edits = [
  words.map(rename),
  record({ which, words }).map((each) => rewrite(each.which, each.words)),
  record({ which, seconds: integer({ min: 1, max: 6 }) }).map((each) => stretch(each.which, each.seconds)),
  record({ which, words }).map((each) => add(each.which, each.words)),
  record({ which, words }).map((each) => add(each.which, each.words)),
  which.map(copy),
  which.map(remove),
  which.map(turn),
  which.map(render),
  which.map(render),
  record({ which, take: nat(4) }).map((each) => choose(each.which, each.take)),
  which.map(takeClip),
  nat(0).map(undo),
  nat(0).map(undo),
  nat(0).map(undo),
  nat(0).map(redo),
  nat(0).map(redo),
  nat(0).map(late),
]

describe('a storyboard that is edited, taken back and made again', () => {
  let directory: string
  let clips: { readonly made: string; readonly library: string }
  let database: Awaited<ReturnType<typeof openDatabase>>
  let stories: Storyboards
  let changes: ReturnType<typeof createChanges>
  let now = 1

  beforeAll(async () => {
    database = await openDatabase({ dialect: 'sqlite', file: ':memory:' })
    const { db } = database
    const clock = () => (now += 1)
    changes = createChanges({ db, clock })
    stories = createStoryboards({ db, changes, clock, assets: () => Promise.resolve(new Map()) })
    await db.insertInto('users').values({ id: OWNER, name: 'a', role: 'owner', monthly_usd_micros: null, created_at: now }).execute()
    directory = await mkdtemp(join(tmpdir(), 'pagereel-undo-'))
    const storage = await openStorage({ kind: 'disk', directory })
    const library = createLibrary({ db, storage, changes, signer: createSigner(new Uint8Array(32)), ffmpeg: await systemFfmpeg(), clock })
    const video = { userId: OWNER, bytes: 1, type: 'video', mime: 'video/mp4', duration: CLIP_SECONDS, sourceJobId: 'job_0' } as const
    clips = await changes.transaction(OWNER, async (tx, told) => ({
      made: await library.insertGenerated(tx, told, { ...video, sha256: 'a'.repeat(64) }, now),
      library: await library.insertGenerated(tx, told, { ...video, sha256: 'b'.repeat(64) }, now),
    }))
  })
  afterAll(async () => {
    await database.close()
    await rm(directory, { recursive: true, force: true })
  })

  async function real(): Promise<Real> {
    const { id } = got(await stories.create(OWNER, { title: 'Untitled', segments: [] }, { idempotencyKey: null }))
    return {
      stories,
      id,
      clip: clips.library,
      render: async (segmentId, jobId) => {
        const story = await readStory(database.db, OWNER, id)
        const part = story?.segments.find((segment) => segment.id === segmentId)
        if (part === undefined) throw new Error('no such segment')
        const made = { jobId, assetId: clips.made, seconds: part.duration, inputs: part.inputs, continuous: false, follows: null }
        const at = { userId: OWNER, storyboardId: id, segmentId }
        await changes.transaction(OWNER, (tx, told) => addTake(tx, told, at, made, now))
      },
    }
  }

  it('shows after every step what a pile of pages would show', async () => {
    let steps = 0
    await assert(
      asyncProperty(commands(edits, { maxCommands: LONGEST, size: 'max' }), async (sequence) => {
        const [model, opened] = [new Model(), await real()]
        await asyncModelRun(() => ({ model, real: opened }), sequence)
        steps += model.version
      }),
      { numRuns: SEQUENCES },
    )
    expect(steps).toBeGreaterThan(SEQUENCES)
  }, 60_000)
})
