import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { asset, estimate, type Job, job, jobList, problem } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { photo, writeClip } from '../harness/media.ts'

const FRAME = { resolution: '720p', aspectRatio: '9:16' }

let directory = ''
let backend: Backend
let picture = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pagereel-kinds-'))
  backend = await startBackend({}, { dataDir: directory })
  const body = new Uint8Array(await photo(900, 1200))
  const added = await backend.ask('/api/assets', { method: 'POST', body, headers: { 'Content-Type': 'image/jpeg' } })
  picture = asset.parse(await added.json()).id
}, 60_000)
afterAll(async () => {
  await backend.stop()
  await rm(directory, { recursive: true, force: true })
})

async function made(request: object): Promise<Job> {
  const asked = await backend.ask('/api/jobs', { json: request, headers: { Prefer: 'wait=60' } })
  for (let done = job.parse(await asked.json()); ; done = job.parse(await (await backend.ask(`/api/jobs/${done.id}`)).json())) {
    if (isTerminal(done.status)) return done
    await wait(250)
  }
}

async function bytesOf(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(new URL(url, backend.base))).arrayBuffer())
}

describe('a picture of the engine', () => {
  it('is its frame, moves along the camera and is the same again', async () => {
    const ask = { kind: 'image', image: picture, camera: 'dolly_zoom', motionIntensity: 'high', seed: 5, ...FRAME }
    const [start, end, again] = [await made(ask), await made({ ...ask, at: 1 }), await made(ask)]
    for (const each of [start, end]) {
      expect(each).toMatchObject({ kind: 'image', status: 'completed', provider: 'local', cost: { settledUsdMicros: 0 } })
      expect(each).toMatchObject({
        result: { image: { type: 'image', mime: 'image/png', width: 720, height: 1280, sourceJobId: each.id } },
      })
      expect(each.attempts).toMatchObject([{ provider: 'local', model: 'still-1', status: 'succeeded', costUsdMicros: 0 }])
    }
    const digests = [start, end, again].map((each) => (each.kind === 'image' ? each.result?.image.sha256 : null))
    expect(digests[2]).toBe(digests[0])
    expect(digests[1]).not.toBe(digests[0])
  }, 120_000)

  it('says what it does not do', async () => {
    const worded = await made({ kind: 'image', image: picture, prompt: 'make it rain', ...FRAME })
    expect(worded.adjustments.map(({ code }) => code)).toEqual(['prompt_not_steering'])
    const refused = await backend.ask('/api/jobs', { json: { kind: 'image', references: [picture], prompt: 'a hat' } })
    expect(problem.parse(await refused.json())).toMatchObject({ code: 'unsupported_option', params: { option: 'references' } })
  }, 120_000)
})

describe('a voice of this server', () => {
  it('speaks, tells its words and that it is a draft', async () => {
    const spoken = await made({ kind: 'speech', text: 'A small lamp for a large desk.' })
    if (spoken.kind !== 'speech' || spoken.result === null) throw new Error(JSON.stringify(spoken.error))
    const { audio, words, draft } = spoken.result
    expect(draft).toBe(true)
    expect(audio).toMatchObject({ type: 'audio', mime: 'audio/mp4', codec: 'aac', sourceJobId: spoken.id })
    expect(words.map(({ text }) => text).join(' ')).toBe('A small lamp for a large desk.')
    expect(words.at(-1)?.end).toBeLessThanOrEqual((audio.duration ?? 0) + 0.05)
    expect((await bytesOf(audio.url)).byteLength).toBe(audio.bytes)
    const download = await backend.ask(`/api/jobs/${spoken.id}/download`)
    expect(download.headers.get('content-disposition')).toMatch(/\.m4a"/)
  }, 120_000)

  it('is refused another language, and says which can be had', async () => {
    const answer = await backend.ask('/api/jobs', { json: { kind: 'speech', text: 'Guten Tag', language: 'de' } })
    expect(problem.parse(await answer.json())).toMatchObject({
      code: 'unsupported_option',
      issues: [{ path: 'language', allowed: ['en'] }],
    })
  })
})

describe('what only providers make', () => {
  it.each([
    ['transcript', {}],
    ['stems', {}],
  ])(
    '%s are refused while none is set up, with the key that would help',
    async (kind) => {
      const spoken = await made({ kind: 'speech', text: 'Hello there.' })
      const assetId = spoken.kind === 'speech' ? spoken.result?.audio.id : ''
      const answer = await backend.ask('/api/jobs', { json: { kind, assetId } })
      const refused = problem.parse(await answer.json())
      expect([answer.status, refused.code, refused.action]).toEqual([503, 'provider_unavailable', 'add_key'])
      expect(refused.detail).toMatch(/_API_KEY/)
      const picturesOnly = await backend.ask('/api/jobs', { json: { kind, assetId: picture } })
      expect(problem.parse(await picturesOnly.json())).toMatchObject({ code: 'invalid_request', issues: [{ path: 'assetId' }] })
    },
    120_000,
  )
})

describe('an export', () => {
  it('writes a clip in another shape and as a moving picture', async () => {
    const file = join(directory, 'clip.mp4')
    await writeClip(file, { seconds: 1 })
    const added = await backend.ask('/api/assets', { method: 'POST', body: await readFile(file), headers: { 'Content-Type': 'video/mp4' } })
    const { id: assetId } = asset.parse(await added.json())
    const square = await made({ kind: 'export', assetId, preset: 'feed_1x1' })
    expect(square).toMatchObject({ status: 'completed', cost: { settledUsdMicros: 0 }, attempts: [] })
    expect(square).toMatchObject({ result: { file: { type: 'video', width: 720, height: 720 }, poster: { type: 'image' } } })
    const moving = await made({ kind: 'export', assetId, preset: 'gif' })
    expect(moving).toMatchObject({ status: 'completed', result: { file: { mime: 'image/gif' } } })
    const none = await backend.ask('/api/jobs', { json: { kind: 'export', assetId: picture, preset: 'mp4' } })
    expect(problem.parse(await none.json())).toMatchObject({ code: 'invalid_request', issues: [{ path: 'assetId' }] })
  }, 240_000)
})

describe('jobs of every kind', () => {
  it('are listed by kind, estimated free of charge and asked for again', async () => {
    const price = estimate.parse(await (await backend.ask('/api/estimates', { json: { kind: 'speech', text: 'Hello.' } })).json())
    expect(price).toMatchObject({ usdMicros: 0, provider: 'local', model: 'draft-voice', items: [{ kind: 'speech' }] })
    expect(price.byProvider.every(({ model }) => !model.startsWith('motion'))).toBe(true)
    const list = jobList.parse(await (await backend.ask('/api/jobs?kind=speech')).json())
    expect(new Set(list.items.map(({ kind }) => kind))).toEqual(new Set(['speech']))
    const again = await backend.ask(`/api/jobs/${list.items[0]?.id ?? ''}/retry`, { method: 'POST' })
    const second = job.parse(await again.json())
    expect(second).toMatchObject({
      kind: 'speech',
      retryOf: list.items[0]?.id,
      request: { text: list.items[0]?.kind === 'speech' ? list.items[0].request.text : '' },
    })
    await backend.ask(`/api/jobs/${second.id}/cancel`, { method: 'POST' })
    expect((await backend.ask(`/api/jobs/${second.id}/remake`, { json: { quality: 'high' } })).status).toBe(422)
  })
})
