import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { type Job, job as jobSchema } from 'shared/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { productPicture } from '../harness/pictures.ts'
import { type ComfyuiSimulator, startComfyui } from '../simulators/comfyui.ts'

let comfyui: ComfyuiSimulator
let backend: Backend
let picture = ''
beforeAll(async () => {
  comfyui = await startComfyui()
  const remoteTimes = { pollMs: [20, 100], retryMs: [10, 60], confirmMs: 2000, lookUpMs: 1500, slotMs: 20 } as const
  backend = await startBackend({ COMFYUI_URL: comfyui.base, LOG_LEVEL: 'silent' }, { remoteTimes })
  const bytes = await productPicture({ width: 900, height: 1200, seed: 3 })
  const added = await backend.ask('/api/assets', { body: new Uint8Array(bytes), headers: { 'Content-Type': 'image/jpeg' } })
  picture = (await added.json()).id
})
afterAll(async () => {
  await backend.stop()
  await comfyui.stop()
})

async function ask(change: object): Promise<Job> {
  const clip = {
    kind: 'clip',
    prompt: 'the mug turns slowly',
    provider: 'comfyui',
    model: 'wan-2.2-small',
    duration: 3,
    aspectRatio: '16:9',
    fallback: false,
  }
  const answer = await backend.ask('/api/jobs', { json: { ...clip, image: picture, resolution: '720p', ...change } })
  const text: unknown = await answer.json()
  if (answer.status !== 202) throw new Error(JSON.stringify(text))
  return jobSchema.parse(text)
}

async function until(id: string, wanted: (job: Job) => boolean = () => false): Promise<Job> {
  for (;;) {
    const job = jobSchema.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
    if (wanted(job) || isTerminal(job.status)) return job
    await wait(20)
  }
}

it('a clip is made there from a picture, at no cost, and comes home in the shape that was asked for', async () => {
  const job = await until((await ask({})).id)
  expect(job).toMatchObject({
    status: 'completed',
    error: null,
    cost: { settledUsdMicros: 0 },
    attempts: [{ provider: 'comfyui', model: 'wan-2.2-small', status: 'succeeded' }],
    result: { video: { width: 1280, height: 720, duration: 3, frameRate: 30 }, original: { width: 832, height: 480, frameRate: 16 } },
  })
  expect(job.adjustments.map(({ code }) => code)).toEqual(expect.arrayContaining(['upscaledFrom', 'frameRateFrom']))
  expect(comfyui.jobs).toHaveLength(1)
})

it('its steps are the progress of the job, and cancelling ends it there', async () => {
  comfyui.set({ runMs: 600_000 })
  const { id } = await ask({})
  await until(id, ({ stage }) => stage === 'generating')
  const run = comfyui.jobs.at(-1)
  if (run === undefined) throw new Error('nothing runs')
  await expect.poll(() => comfyui.clients()).toContain(run.id)
  const before = await until(id, () => true)
  const nodes = { 11: { value: 10, max: 10, state: 'finished' }, 12: { value: 6, max: 10, state: 'running' } }
  comfyui.tell(run.id, { type: 'progress_state', data: { prompt_id: run.id, nodes } })
  const after = await until(id, ({ progress }) => progress > 60)
  expect(before.progress).toBeLessThan(40)
  expect(after).toMatchObject({ status: 'processing', stage: 'generating' })
  await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
  expect(await until(id)).toMatchObject({ status: 'cancelled', cost: { settledUsdMicros: 0 } })
  expect(run.cancelledAt).not.toBeNull()
  await expect.poll(() => comfyui.clients()).toEqual([])
})

it('a file that is missing there is named in the end of the job', async () => {
  comfyui.set({ runMs: 0 })
  comfyui.become({ missing: ['umt5_xxl_fp8_e4m3fn_scaled.safetensors'] })
  const job = await until((await ask({})).id)
  const params = { reason: 'model_file', file: 'umt5_xxl_fp8_e4m3fn_scaled.safetensors', folder: 'models/text_encoders' }
  expect(job).toMatchObject({ status: 'failed', error: { code: 'provider_rejected', params }, cost: { settledUsdMicros: 0 } })
})
