import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { budget, estimate, type Job, job, jobList, ledgerList, problem, storyboard, type Storyboard } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { productPicture } from '../harness/pictures.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { Simulator } from '../simulators/simulator.ts'

const QUICK = { pollMs: [20, 100], retryMs: [10, 60], confirmMs: 2000, lookUpMs: 1500, slotMs: 250 } as const
const SETTINGS = { aspectRatio: '9:16', resolution: '720p', frameRate: 24, provider: 'runway', model: 'gen4_turbo', seed: 3 }
const LONG = 300_000

let runway: Simulator
let backend: Backend
let story: Storyboard

beforeAll(async () => {
  runway = await startRunway()
  backend = await startBackend(
    { RUNWAYML_API_SECRET: RUNWAY_KEY, RUNWAYML_BASE_URL: runway.base, LOG_LEVEL: 'silent' },
    { remoteTimes: QUICK },
  )
  const bytes = await productPicture({ width: 720, height: 1280, seed: 3 })
  const added = await backend.ask('/api/assets', { body: new Uint8Array(bytes), headers: { 'Content-Type': 'image/jpeg' } })
  const { id: image } = await added.json()
  const segments = ['opens', 'turns', 'closes'].map((what) => ({ prompt: `the box ${what} on the table`, image, duration: 3 }))
  story = storyboard.parse(await (await backend.ask('/api/storyboards', { json: { settings: SETTINGS, segments } })).json())
}, LONG)
afterAll(async () => {
  await backend.stop()
  await runway.stop()
})

async function ask(more: object = {}): Promise<Response> {
  return await backend.ask('/api/jobs', { json: { kind: 'reel', storyboardId: story.id, ...more } })
}

async function over(answer: Response): Promise<Job> {
  const { id } = job.parse(await answer.json())
  for (;;) {
    const now = job.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
    if (isTerminal(now.status)) return now
    await wait(100)
  }
}

const money = async () => budget.parse(await (await backend.ask('/api/budget')).json())
const starts = (): number => runway.calls.filter(({ kind }) => kind === 'start').length

describe('a reel of paid segments', () => {
  it('is refused as a whole where the budget does not suffice for all of it, and leaves nothing behind', async () => {
    const price = estimate.parse(await (await backend.ask('/api/estimates', { json: { kind: 'reel', storyboardId: story.id } })).json())
    const each = price.usdMicros / 3
    expect(price).toMatchObject({ provider: 'runway', items: [{ label: 'Video', provider: 'runway', count: 3, unitUsdMicros: each }] })
    expect(price.segments?.map(({ usdMicros }) => usdMicros)).toEqual([each, each, each])
    const shown = await ask({ maxCostUsdMicros: price.usdMicros - 1 })
    expect(problem.parse(await shown.json())).toMatchObject({ code: 'price_changed' })
    await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: price.usdMicros - 1 } })
    const refused = await ask()
    expect(problem.parse(await refused.json())).toMatchObject({ code: 'insufficient_budget', params: { missingUsdMicros: 1 } })
    expect(jobList.parse(await (await backend.ask('/api/jobs')).json()).items).toEqual([])
    expect(await money()).toMatchObject({ heldUsdMicros: 0, spentUsdMicros: 0 })
    await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: null } })
  })

  it(
    'keeps what was made when a segment fails, names that one, and makes only it the next time',
    async () => {
      runway.script({ at: 'start', what: { status: 400, body: { error: 'This picture is not accepted.' } } })
      const failed = await over(await ask())
      expect(failed).toMatchObject({ status: 'failed', error: { code: 'provider_failed', params: { kept: 2, total: 3 } } })
      const [each = 0] = runway.jobs.map(({ usdMicros }) => usdMicros)
      expect(runway.jobs).toHaveLength(2)
      expect(failed.cost).toEqual({ estimatedUsdMicros: 3 * each, heldUsdMicros: 3 * each, settledUsdMicros: 2 * each })
      const begun = storyboard.parse(await (await backend.ask(`/api/storyboards/${story.id}`)).json())
      expect(begun.segments.map(({ status }) => status).toSorted()).toEqual(['completed', 'completed', 'failed'])
      const missing = begun.segments.find(({ status }) => status === 'failed')
      expect(failed.error?.params['segments']).toBe(String((missing?.index ?? 0) + 1))
      expect(missing?.error?.code).toBe('provider_rejected')
      const before = starts()
      const reel = await over(await ask())
      expect(reel.error).toBeNull()
      expect(reel).toMatchObject({ status: 'completed', cost: { settledUsdMicros: each }, result: { video: { duration: 9 } } })
      expect(starts() - before).toBe(1)
      expect(await money()).toMatchObject({ heldUsdMicros: 0, spentUsdMicros: 3 * each })
      const entries = ledgerList.parse(await (await backend.ask('/api/ledger?limit=100')).json()).items
      expect(entries.filter(({ kind, usdMicros }) => kind === 'settle' && usdMicros > 0)).toHaveLength(3)
    },
    LONG,
  )
})

describe('another take', () => {
  it.each([
    ['of a length that only some models make', { provider: 'runway', model: 'wan3' }],
    ['of whoever makes as long a clip', {}],
  ])(
    '%s costs what it was shown to cost',
    async (_what, maker) => {
      const { provider: _provider, model: _model, ...plain } = SETTINGS
      const segments = [{ prompt: 'the box stands on the table', duration: 15 }]
      const wished = { settings: { ...plain, ...maker }, segments }
      const told = storyboard.parse(await (await backend.ask('/api/storyboards', { json: wished })).json())
      const at = { storyboardId: told.id, segmentId: told.segments[0]?.id ?? '' }
      const price = estimate.parse(await (await backend.ask('/api/estimates', { json: at })).json())
      expect(price.items).toMatchObject([{ label: expect.stringMatching(/^15 s clip/), kind: 'clip', provider: 'runway' }])
      const takes = `/api/storyboards/${at.storyboardId}/segments/${at.segmentId}/takes`
      const less = await backend.ask(takes, { json: { maxCostUsdMicros: price.usdMicros - 1 } })
      expect(problem.parse(await less.json())).toMatchObject({ code: 'price_changed', params: { usdMicros: price.usdMicros } })
      const made = await backend.ask(takes, { json: { maxCostUsdMicros: price.usdMicros } })
      expect(made.status).toBe(202)
      const { id, cost } = job.parse(await made.json())
      expect(cost.estimatedUsdMicros).toBe(price.usdMicros)
      await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
    },
    LONG,
  )

  it('of a segment that is not there has no price', async () => {
    const answer = await backend.ask('/api/estimates', { json: { storyboardId: story.id, segmentId: 'seg_none' } })
    expect(problem.parse(await answer.json())).toMatchObject({ status: 404, code: 'not_found' })
  })
})
