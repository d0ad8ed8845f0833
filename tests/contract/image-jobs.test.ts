import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { estimate, type Job, job as jobSchema, operationList, problem } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { productPicture } from '../harness/pictures.ts'
import { FAL_KEY, startFal } from '../simulators/fal.ts'
import { GEMINI_KEY, startGeminiImages } from '../simulators/gemini-images.ts'
import { OPENAI_KEY, startOpenaiImages } from '../simulators/openai-images.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { Simulator } from '../simulators/simulator.ts'

const QUICK = { pollMs: [20, 100], retryMs: [10, 60], confirmMs: 2000, lookUpMs: 1500, slotMs: 250 } as const
const NAMES = ['openai', 'gemini', 'fal', 'runway'] as const
type Name = (typeof NAMES)[number]

let simulators: Readonly<Record<Name, Simulator>>
let backend: Backend
let picture: string
beforeAll(async () => {
  const [openai, gemini, fal, runway] = await Promise.all([startOpenaiImages(), startGeminiImages(), startFal(), startRunway()])
  simulators = { openai, gemini, fal, runway }
  backend = await startBackend(
    {
      OPENAI_API_KEY: OPENAI_KEY,
      OPENAI_BASE_URL: `${openai.base}/v1`,
      GEMINI_API_KEY: GEMINI_KEY,
      GOOGLE_GEMINI_BASE_URL: gemini.base,
      FAL_KEY,
      FAL_BASE_URL: fal.base,
      RUNWAYML_API_SECRET: RUNWAY_KEY,
      RUNWAYML_BASE_URL: runway.base,
      LOG_LEVEL: 'silent',
    },
    { remoteTimes: QUICK, times: { sweepMs: 200, reconcileMs: 200 } },
  )
  const bytes = await productPicture({ width: 900, height: 1200, seed: 3 })
  const added = await backend.ask('/api/assets', { body: new Uint8Array(bytes), headers: { 'Content-Type': 'image/jpeg' } })
  picture = (await added.json()).id
})
afterAll(async () => {
  await backend.stop()
  await Promise.all(Object.values(simulators).map((simulator) => simulator.stop()))
})

const still = (change: object = {}) => ({
  kind: 'image',
  prompt: 'a brass kettle on a stove, morning light',
  aspectRatio: '16:9',
  resolution: '720p',
  fallback: false,
  ...change,
})
const read = async (id: string): Promise<Job> => jobSchema.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
const made = async (body: object): Promise<Job> => {
  const answer = await backend.ask('/api/jobs', { json: body })
  const text: unknown = await answer.json()
  if (answer.status !== 202) throw new Error(JSON.stringify(text))
  let job = jobSchema.parse(text)
  while (!isTerminal(job.status)) {
    await wait(20)
    job = await read(job.id)
  }
  return job
}
const pixelsOf = ({ kind, result }: Job): readonly (number | null | undefined)[] =>
  kind === 'image' && result !== null && 'image' in result ? [result.image.width, result.image.height] : []

describe('pictures of providers', () => {
  it.each(NAMES.flatMap((name) => [[name, 'words'] as const, [name, 'a picture'] as const]))(
    'are made by %s from %s, in the size that was asked for and at the price that was asked for it',
    async (provider, from) => {
      const before = simulators[provider].jobs.length
      const job = await made(still({ provider, ...(from === 'words' ? {} : { image: picture }) }))
      expect(job).toMatchObject({ status: 'completed', provider, error: null })
      expect(pixelsOf(job)).toEqual([1280, 720])
      const taken = simulators[provider].jobs.slice(before)
      expect(taken).toHaveLength(1)
      const { estimatedUsdMicros, settledUsdMicros } = job.cost
      const asksFor = taken[0]?.usdMicros ?? 0
      // fal tells no bill, so the bound counts where it is paid by tokens.
      if (provider === 'fal') expect(settledUsdMicros).toBeGreaterThanOrEqual(asksFor)
      else expect(settledUsdMicros).toBe(asksFor)
      expect(settledUsdMicros).toBeLessThanOrEqual(estimatedUsdMicros)
    },
    30_000,
  )

  it('are asked of the best for the quality where nobody is named, and what that costs at most is told before', async () => {
    const answer = await backend.ask('/api/estimates', { json: still({ quality: 'standard' }) })
    expect(estimate.parse(await answer.json())).toMatchObject({ provider: 'gemini', model: 'gemini-nano-banana-2.1' })
    const job = await made(still({ quality: 'high' }))
    expect(job).toMatchObject({ status: 'completed', provider: 'openai', model: 'gpt-image-2-high' })
  }, 30_000)

  it('cost nothing where the words are refused, and are over', async () => {
    simulators.openai.set({ outcome: 'moderate_input' })
    const job = await made(still({ provider: 'openai' }))
    simulators.openai.set({ outcome: 'succeed' })
    expect(job).toMatchObject({ status: 'failed', error: { code: 'content_policy' }, cost: { settledUsdMicros: 0 } })
  }, 30_000)

  it('are charged by what was used where the picture was withheld', async () => {
    simulators.gemini.set({ outcome: 'moderate_output', chargeOnFailure: true })
    const job = await made(still({ provider: 'gemini' }))
    simulators.gemini.set({ outcome: 'succeed', chargeOnFailure: false })
    const asksFor = simulators.gemini.jobs.at(-1)?.usdMicros
    expect(job).toMatchObject({ status: 'failed', error: { code: 'content_policy' }, cost: { settledUsdMicros: asksFor } })
  }, 30_000)

  it('are not bought twice where the answer was lost', async () => {
    const before = simulators.openai.jobs.length
    simulators.openai.script({ at: 'start', what: 'drop_after' })
    const job = await made(still({ provider: 'openai' }))
    expect(job).toMatchObject({ status: 'failed', error: { code: 'outcome_unknown' } })
    await wait(600)
    expect(simulators.openai.jobs).toHaveLength(before + 1)
    const { items } = operationList.parse(await (await backend.ask('/api/operations?status=unknown')).json())
    expect(items).toMatchObject([{ jobId: job.id, provider: 'openai', providerJobId: null }])
  }, 30_000)

  it('say what a model cannot do', async () => {
    const tall = await backend.ask('/api/jobs', { json: still({ provider: 'openai', model: 'gpt-image-2-low', resolution: '4k' }) })
    expect(problem.parse(await tall.json())).toMatchObject({ code: 'unsupported_option', issues: [{ path: 'resolution' }] })
    const moved = await backend.ask('/api/jobs', { json: still({ provider: 'gemini', image: picture, camera: 'orbit', at: 1 }) })
    expect(problem.parse(await moved.json())).toMatchObject({ code: 'unsupported_option', issues: [{ path: 'camera' }] })
  })
})
