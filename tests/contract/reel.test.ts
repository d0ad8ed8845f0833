import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { asset, budget, estimate, type Job, job, jobList, problem, type Storyboard, storyboard } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MotionEngine, MotionSpec } from '../../server/motion/index.ts'
import { type Backend, startBackend } from '../harness/backend.ts'
import { photo } from '../harness/media.ts'

const SETTINGS = { aspectRatio: '1:1', resolution: '720p', frameRate: 24, seed: 7 }
const LONG = 300_000

let backend: Backend
let pictures: readonly string[] = []
let film: { story: Storyboard; reel: Job }
/** What the engine was asked to render, and how many clips it drew frames of at the same time at most. */
const rendered: { sideBySide: boolean[]; titles: (string | null)[]; atOnce: number } = { sideBySide: [], titles: [], atOnce: 0 }

beforeAll(async () => {
  backend = await startBackend({}, { watchEngine })
  pictures = await Promise.all([760, 780, 800].map((width) => upload(width)))
}, LONG)
afterAll(async () => {
  await backend.stop()
})

function watchEngine(engine: MotionEngine): MotionEngine {
  const drawing = new Set<MotionSpec>()
  return {
    ...engine,
    render: async (spec, { signal, onProgress }) => {
      rendered.sideBySide.push(spec.sideBySide)
      rendered.titles.push(spec.title?.text ?? null)
      const done = await engine.render(spec, {
        signal,
        onProgress: (at) => {
          if (at.framesDone > 0) drawing.add(spec)
          rendered.atOnce = Math.max(rendered.atOnce, drawing.size)
          onProgress(at)
        },
      })
      drawing.delete(spec)
      return done
    },
  }
}

async function upload(width: number): Promise<string> {
  const body = new Uint8Array(await photo(width, 760))
  const added = await backend.ask('/api/assets', { method: 'POST', body, headers: { 'Content-Type': 'image/jpeg' } })
  return asset.parse(await added.json()).id
}

async function tell(request: object): Promise<Storyboard> {
  const answer = await backend.ask('/api/storyboards', { json: request })
  const text: unknown = await answer.json()
  if (answer.status !== 201) throw new Error(JSON.stringify(text))
  return storyboard.parse(text)
}

async function read(id: string): Promise<Storyboard> {
  return storyboard.parse(await (await backend.ask(`/api/storyboards/${id}`)).json())
}

async function look(id: string): Promise<Job> {
  return job.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
}

async function childrenOf(id: string): Promise<readonly Job[]> {
  return jobList.parse(await (await backend.ask(`/api/jobs?parentId=${id}`)).json()).items
}

async function start(request: object): Promise<Job> {
  const answer = await backend.ask('/api/jobs', { json: { kind: 'reel', ...request } })
  expect(answer.status).toBe(202)
  return job.parse(await answer.json())
}

/** Follows a job to its end, or to what is wanted; its progress never falls. */
async function until(id: string, wanted: (job: Job) => boolean = () => false): Promise<Job> {
  let shown = 0
  for (;;) {
    const now = await look(id)
    expect(now.progress).toBeGreaterThanOrEqual(shown)
    shown = now.progress
    if (isTerminal(now.status) || wanted(now)) return now
    await wait(100)
  }
}

describe('a reel of independent segments', () => {
  it(
    'is priced, admitted with its children, made at no cost and joined by transitions',
    async () => {
      const segments = pictures.map((image) => ({ image, duration: 3, boundary: { kind: 'dissolve', seconds: 0.5 } }))
      const { id } = await tell({ title: 'Three', settings: SETTINGS, segments })
      const price = estimate.parse(await (await backend.ask('/api/estimates', { json: { kind: 'reel', storyboardId: id } })).json())
      expect(price).toMatchObject({ usdMicros: 0, items: [{ label: 'Video', kind: 'clip', provider: 'local', count: 3 }] })
      expect(price.segments).toHaveLength(3)
      const alone = await backend.ask('/api/estimates', { json: { storyboardId: id } })
      expect(estimate.parse(await alone.json())).toEqual(price)
      const asked = await start({ storyboardId: id })
      expect(asked).toMatchObject({ kind: 'reel', storyboardId: id })
      const second = await backend.ask('/api/jobs', { json: { kind: 'reel', storyboardId: id } })
      expect(problem.parse(await second.json())).toMatchObject({ code: 'conflict', params: { jobId: asked.id } })
      const reel = await until(asked.id)
      expect(reel.error).toBeNull()
      expect(reel).toMatchObject({ status: 'completed', progress: 100, step: null, cost: { heldUsdMicros: 0, settledUsdMicros: 0 } })
      expect(reel).toMatchObject({ result: { video: { width: 720, height: 720, frameRate: 24, duration: 8 } } })
      const story = await read(id)
      expect(story.segments.map(({ status, takes, stale }) => [status, takes.length, stale])).toEqual(
        pictures.map(() => ['completed', 1, false]),
      )
      const children = await childrenOf(reel.id)
      expect(children.map(({ kind, status, parentId }) => [kind, status, parentId])).toEqual(
        pictures.map(() => ['clip', 'completed', reel.id]),
      )
      const all = jobList.parse(await (await backend.ask('/api/jobs')).json())
      expect(all.items.map((each) => each.id)).toEqual([reel.id])
      expect(rendered.sideBySide).toEqual([true, true, true])
      expect(rendered.atOnce).toBeGreaterThanOrEqual(2)
      film = { story, reel }
    },
    LONG,
  )

  it(
    'shows another take once it is made, and joins again what is there',
    async () => {
      const { story } = film
      const [, second] = story.segments
      const answer = await backend.ask(`/api/storyboards/${story.id}/segments/${second?.id}/takes`, { json: { seed: 9 } })
      expect(answer.status).toBe(202)
      const take = await until(job.parse(await answer.json()).id)
      expect(take).toMatchObject({ status: 'completed', kind: 'clip', request: { seed: 9 }, segmentId: second?.id })
      const after = await read(story.id)
      expect(after.version).toBe(story.version)
      expect(after.segments[1]?.takes.map(({ jobId, chosen }) => [jobId === take.id, chosen])).toEqual([
        [false, false],
        [true, true],
      ])
      const again = await until((await start({ storyboardId: story.id, generate: false })).id)
      expect(again).toMatchObject({ status: 'completed', result: { video: { duration: 8 } } })
      expect(await childrenOf(again.id)).toEqual([])
      expect(rendered.sideBySide).toEqual([true, true, true, false])
    },
    LONG,
  )
})

describe('a reel of words', () => {
  it(
    'shows titles in place of what models would be told, and says when they have changed since',
    async () => {
      const segments = [
        { prompt: 'wide establishing shot of a lamp, room for words', titleText: 'A small oak lamp', duration: 3 },
        { prompt: 'Sale!', duration: 3 },
      ]
      const story = await tell({ title: 'Words', settings: { ...SETTINGS, styleText: 'pastel colours' }, segments })
      const [first, second] = story.segments
      rendered.titles = []
      expect(await until((await start({ storyboardId: story.id })).id)).toMatchObject({ status: 'completed' })
      expect(new Set(rendered.titles)).toEqual(new Set(['A small oak lamp', 'Sale!']))
      const patch = async (segmentId: string | undefined, json: object): Promise<Storyboard> => {
        const headers = { 'If-Match': '*' }
        const answer = await backend.ask(`/api/storyboards/${story.id}/segments/${segmentId}`, { method: 'PATCH', headers, json })
        return storyboard.parse(await answer.json())
      }
      const stale = ({ segments: now }: Storyboard) => now.map((segment) => segment.stale)
      expect(stale(await patch(first?.id, { titleText: 'Light to take along' }))).toEqual([true, false])
      expect(stale(await patch(first?.id, { titleText: 'A small oak lamp' }))).toEqual([false, false])
      expect(stale(await patch(second?.id, { titleText: 'Today only' }))).toEqual([false, true])
      const taken = await backend.ask(`/api/storyboards/${story.id}/segments/${second?.id}/takes`, { json: {} })
      expect(await until(job.parse(await taken.json()).id)).toMatchObject({
        status: 'completed',
        request: { prompt: 'Sale!. pastel colours', titleText: 'Today only' },
        adjustments: [expect.objectContaining({ code: 'animated_title' })],
      })
      expect(rendered.titles.at(-1)).toBe('Today only')
      expect(stale(await read(story.id))).toEqual([false, false])
      const edited = await patch(first?.id, { prompt: 'A lamp that folds flat' })
      expect(edited.segments[0]).toMatchObject({ titleText: null, stale: true })
      await patch(first?.id, { prompt: '', titleText: 'Light' })
      const described = await patch(first?.id, { prompt: 'A lamp that folds flat' })
      expect(described.segments[0]).toMatchObject({ titleText: 'Light' })
    },
    LONG,
  )
})

describe('a reel where there is no sound font', () => {
  it(
    'is made without the music that was planned, which is said at once and once it is done',
    async () => {
      const asked = { prompt: 'A small oak lamp that folds flat', duration: 5, aspectRatio: '1:1' }
      const price = estimate.parse(await (await backend.ask('/api/estimates', { json: { kind: 'reel', ...asked } })).json())
      expect(price.items.map(({ label }) => label)).toEqual(['Video'])
      const reel = await start(asked)
      const silent = [
        expect.objectContaining({ field: 'soundtrack.music', code: 'music_left_out', why: expect.stringContaining('network') }),
      ]
      expect(reel.adjustments).toEqual(silent)
      const { soundtrack } = await read(reel.storyboardId ?? '')
      expect(soundtrack.music).not.toBeNull()
      expect(await until(reel.id)).toMatchObject({ status: 'completed', adjustments: silent, result: { video: { duration: 5 } } })
    },
    LONG,
  )

  it('refuses music by itself before anything is made', async () => {
    const answer = await backend.ask('/api/jobs', { json: { kind: 'music', mood: 60, duration: 5 } })
    expect(problem.parse(await answer.json())).toMatchObject({ code: 'provider_unavailable', params: { reason: 'sound_font' } })
  })
})

describe('a continuous reel', () => {
  it(
    'waits for a look at its predicted frames, then makes each clip from where the one before it ends',
    async () => {
      const segments = [
        {
          image: pictures[0],
          prompt: 'the boat leaves',
          duration: 3,
          camera: 'handheld_subtle',
          lighting: 'golden_hour',
          boundary: { kind: 'continuous', seconds: 0 },
        },
        { prompt: 'the boat is gone', duration: 3, camera: 'pan_slow', lighting: 'neon_glow' },
      ]
      const { id } = await tell({ settings: { ...SETTINGS, checkFrames: true }, segments })
      const asked = await start({ storyboardId: id })
      const held = await until(asked.id, ({ step }) => step?.name === 'check_frames')
      expect(held).toMatchObject({ status: 'processing', step: { name: 'check_frames', preview: { type: 'image', width: 720 } } })
      const frames = await childrenOf(asked.id)
      expect(frames.map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual([
        'clip queued',
        'clip queued',
        'image completed',
        'image completed',
      ])
      const seen = await read(id)
      expect(seen.segments[1]?.startFrame?.id).toBe(seen.segments[0]?.endFrame?.id)
      const going = await backend.ask(`/api/jobs/${asked.id}/continue`, { method: 'POST' })
      expect(going.status).toBe(200)
      const reel = await until(asked.id)
      expect(reel.error).toBeNull()
      expect(reel).toMatchObject({ status: 'completed', result: { video: { duration: 6 } } })
      const [first, second] = (await read(id)).segments
      expect(first?.continuity).toBeNull()
      expect(second?.continuity).toMatchObject({ motionJump: 0 })
      expect(second?.continuity?.score).toBeGreaterThan(0.9)
      expect(second?.stale).toBe(false)
    },
    LONG,
  )

  it(
    'is cancelled with everything that it has asked for',
    async () => {
      const segments = [
        { image: pictures[1], duration: 3, boundary: { kind: 'continuous', seconds: 0 } },
        { prompt: 'and on it goes', duration: 3 },
      ]
      const { id } = await tell({ settings: { ...SETTINGS, frames: 'lastFrame' }, segments })
      const asked = await start({ storyboardId: id })
      await until(asked.id, ({ status }) => status === 'processing')
      expect((await backend.ask(`/api/jobs/${asked.id}/cancel`, { method: 'POST' })).status).toBe(200)
      const reel = await until(asked.id)
      expect(reel.status).toBe('cancelled')
      for (const child of await childrenOf(asked.id)) expect((await until(child.id)).status).toBe('cancelled')
      expect(budget.parse(await (await backend.ask('/api/budget')).json()).heldUsdMicros).toBe(0)
      const next = await backend.ask('/api/jobs', { json: { kind: 'reel', storyboardId: id, generate: false } })
      expect(problem.parse(await next.json())).toMatchObject({ status: 409, code: 'conflict', params: { segments: '1, 2' } })
    },
    LONG,
  )
})
