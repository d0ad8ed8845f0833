import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import {
  ARCS,
  asset,
  campaign,
  campaignRequest,
  clipRequest,
  job,
  problem,
  type Storyboard,
  storyboard,
  storyboardList,
  storyboardRequest,
} from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ZodType } from 'zod'
import { planCampaign } from '../../server/storyboards/index.ts'
import { type AskOptions, type Backend, startBackend } from '../harness/backend.ts'
import { photo, writeClip } from '../harness/media.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())

async function read<T>(schema: ZodType<T>, status: number, where: string, options: AskOptions = {}): Promise<T> {
  const answer = await backend.ask(where, options)
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`${where}: ${answer.status} ${text}`)
  return schema.parse(JSON.parse(text))
}
const match = (version: number | string) => ({ headers: { 'If-Match': String(version) } })
const upload = async (body: Uint8Array<ArrayBuffer>, type: string): Promise<string> =>
  (await read(asset, 201, '/api/assets', { method: 'POST', body, headers: { 'Content-Type': type } })).id
const planned = (body: object): Promise<Storyboard> => read(storyboard, 201, '/api/storyboards', { json: body })

describe('a storyboard', () => {
  it('is planned from a sentence, read, listed and deleted', async () => {
    const answer = await backend.ask('/api/storyboards', {
      json: { prompt: 'a red mug, before and after washing', duration: 15, settings: { style: 'cinematic', platform: 'youtube' } },
      headers: { 'Idempotency-Key': 'mug-story' },
    })
    const story = storyboard.parse(await answer.json())
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/api/storyboards/${story.id}`])
    expect(story).toMatchObject({ version: 1, duration: 15, planned: { arc: 'before_after', by: 'rules', notes: [] } })
    expect(story.settings).toMatchObject({ style: 'cinematic', aspectRatio: '16:9', platform: 'youtube', mood: null })
    expect(story.soundtrack).toMatchObject({ music: { mood: 62 }, voice: null, ducking: true, loudness: -14 })
    expect(story.captions).toMatchObject({ mode: 'burned', source: 'script' })
    expect(await read(storyboard, 200, `/api/storyboards/${story.id}`)).toEqual(story)
    const again = await read(storyboard, 201, '/api/storyboards', {
      json: { settings: { platform: 'youtube', style: 'cinematic' }, duration: 15, prompt: 'a red mug, before and after washing' },
      headers: { 'Idempotency-Key': 'mug-story' },
    })
    expect(again.id).toBe(story.id)
    const { items } = await read(storyboardList, 200, '/api/storyboards?q=red+mug')
    expect(items.map(({ id }) => id)).toEqual([story.id])
    expect((await backend.ask(`/api/storyboards/${story.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await read(problem, 404, `/api/storyboards/${story.id}`)).code).toBe('not_found')
  })

  it('is drafted from a page, with its pictures, its price and its end card', async () => {
    const id = await upload(new Uint8Array(await photo(64, 48)), 'image/jpeg')
    const page = {
      url: 'https://shop.example/mug',
      title: 'Red Mug',
      price: '12',
      currency: 'EUR',
      features: ['Holds 400 ml'],
      images: [id],
    }
    const story = await planned({ page })
    expect(story.source).toEqual({ pageUrl: page.url, pageTitle: page.title })
    expect(story.segments.map(({ image }) => image)).toEqual([id, id, id, id])
    expect(story.overlays.map(({ kind }) => kind)).toEqual(['price', 'end_card'])
    const removed = await read(problem, 409, `/api/assets/${id}`, { method: 'DELETE' })
    expect(removed.params).toEqual({ storyboards: 1 })
  })

  it('is edited with the version that was read, taken back and made again', async () => {
    const story = await planned({ segments: [{ prompt: 'one' }, { prompt: 'two' }] })
    const base = `/api/storyboards/${story.id}`
    const [first = '', second = ''] = story.segments.map(({ id }) => id)
    const missing = await read(problem, 400, base, { method: 'PATCH', json: { title: 'x' } })
    expect(missing.issues).toMatchObject([{ path: 'if-match' }])
    const odd = await read(problem, 400, base, { method: 'PATCH', json: { title: 'x' }, ...match('yesterday') })
    expect(odd.code).toBe('invalid_request')
    const named = await read(storyboard, 200, base, { method: 'PATCH', json: { title: 'Named' }, ...match('"1"') })
    expect([named.version, named.title]).toEqual([2, 'Named'])
    const late = await read(problem, 409, base, { method: 'PATCH', json: { title: 'Late' }, ...match(1) })
    expect([late.code, late.params]).toEqual(['conflict', { version: 2 }])
    const added = await read(storyboard, 201, `${base}/segments`, { json: { prompt: 'between', after: first }, ...match(2) })
    expect(added.segments.map(({ prompt }) => prompt)).toEqual(['one', 'between', 'two'])
    const changed = await read(storyboard, 200, `${base}/segments/${second}`, { method: 'PATCH', json: { duration: 7.5 }, ...match(3) })
    expect([changed.segments[2]?.duration, changed.duration]).toEqual([7.5, 17.5])
    const wrong = await read(problem, 400, `${base}/segments/${second}`, {
      method: 'PATCH',
      json: { duration: 0.7, colour: 1 },
      ...match(4),
    })
    expect(new Set(wrong.issues?.map(({ path }) => path))).toEqual(new Set(['duration', 'colour']))
    const shorter = await read(storyboard, 200, `${base}/segments/${first}`, { method: 'DELETE', ...match('*') })
    expect(shorter.segments).toHaveLength(2)
    const back = await read(storyboard, 200, `${base}/undo`, { method: 'POST', ...match(5) })
    expect([back.segments.length, back.version, back.canRedo]).toEqual([3, 6, true])
    const forth = await read(storyboard, 200, `${base}/redo`, { method: 'POST', ...match(6) })
    expect([forth.segments.length, forth.canRedo]).toEqual([2, false])
  })

  it('joins clips that exist and shows the take that is chosen', async () => {
    const file = await writeClip(join(backend.dataDir, 'clip.mp4'), {})
    const assetId = await upload(new Uint8Array(await readFile(file)), 'video/mp4')
    const story = await planned({ segments: [{}] })
    const base = `/api/storyboards/${story.id}/segments/${story.segments[0]?.id ?? ''}`
    const whole = await read(storyboard, 201, `${base}/takes`, { json: { assetId }, ...match(1) })
    expect(whole.segments[0]).toMatchObject({ status: 'completed', takes: [{ assetId, in: 0, chosen: true }] })
    expect(whole.duration).toBe(1)
    const part = await read(storyboard, 201, `${base}/takes`, { json: { assetId, in: 0.2, out: 0.7 }, ...match(2) })
    expect([part.duration, part.segments[0]?.takes.map(({ chosen }) => chosen)]).toEqual([0.5, [false, true]])
    const none = await read(problem, 404, `${base}/choose`, { json: { jobId: 'job_none' }, ...match(3) })
    expect(none.code).toBe('not_found')
    const empty = await read(problem, 400, `${base}/choose`, { json: {}, ...match(3) })
    expect(empty.issues).toMatchObject([{ path: 'jobId' }])
    const same = await read(storyboard, 200, `${base}/choose`, { json: { assetId }, ...match(3) })
    expect(same.version).toBe(3)
  })
})

describe('a segment of few words', () => {
  it('is made as a clip all the same', async () => {
    const story = await planned({ segments: [{ prompt: '杯' }] })
    const takes = `/api/storyboards/${story.id}/segments/${story.segments[0]?.id ?? ''}/takes`
    const made = await read(job, 202, takes, { json: { provider: 'local' } })
    expect(made.kind === 'clip' ? made.request.prompt : null).toBe('杯, a scene of a film')
    await backend.ask(`/api/jobs/${made.id}/cancel`, { method: 'POST' })
  })
})

describe('a planned story', () => {
  it('can be kept and read again, whatever is said', async () => {
    const words = (least: number, most: number) => fc.string({ unit: 'grapheme', minLength: least, maxLength: most })
    const said = fc.oneof(words(3, 300), fc.constantFrom('...', '。。。', '!!!', '{name}', '{opening}'))
    const page = fc.record({ title: said, description: said, features: fc.array(said, { maxLength: 3 }) }, { requiredKeys: [] })
    const wish = fc.record(
      {
        prompt: said,
        page: fc.oneof(page, fc.constant({ title: '', description: '' })),
        duration: fc.integer({ min: 3, max: 60 }),
        arc: fc.constantFrom(...ARCS),
        language: fc.constantFrom('de', 'en'),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(wish, async (given) => {
        const asked = storyboardRequest.safeParse(given)
        if (!asked.success) return
        const made = await backend.ask('/api/storyboards', { json: asked.data })
        const text = await made.text()
        expect([made.status, text]).toEqual([201, expect.anything()])
        const { id, segments } = storyboard.parse(JSON.parse(text))
        expect((await backend.ask(`/api/storyboards/${id}`)).status).toBe(200)
        for (const { titleText } of segments) expect(titleText).not.toBe('')
        await backend.ask(`/api/storyboards/${id}`, { method: 'DELETE' })
      }),
      {
        examples: [[{ prompt: '...' }], [{ prompt: '。。。', language: 'de' }], [{ page: { title: '', description: '' }, language: 'de' }]],
      },
    )
  }, 60_000)
})

describe('a campaign', () => {
  const brief = { productName: 'Trail Bottle', audience: 'a hiker', benefits: ['keeps drinks cold'], scenes: ['a summit at dawn'] }

  it('is planned with its price, missing scenes derived, and nothing is spent', async () => {
    const plan = await read(campaign, 200, '/api/campaigns', { json: { ...brief, transitionCount: 1, variantCount: 3 } })
    const { bRoll, productShots, transitions, variants } = plan.groups
    expect([bRoll.length, productShots.length, transitions.length, variants.length, plan.total]).toEqual([3, 2, 1, 3, 9])
    expect(bRoll.map(({ request }) => request.prompt)).toEqual([
      'A summit at dawn',
      'A hiker, everyday scene that shows: keeps drinks cold',
      'A hiker using Trail Bottle, concentrated and at ease',
    ])
    expect([bRoll, productShots, transitions, variants].map((clips) => clips.map(({ request }) => request.titleText))).toEqual([
      ['A summit at dawn', 'Keeps drinks cold', 'Trail Bottle'],
      ['Trail Bottle. keeps drinks cold', 'Trail Bottle. keeps drinks cold'],
      ['Trail Bottle'],
      ['Trail Bottle. keeps drinks cold', 'Trail Bottle. keeps drinks cold', 'Trail Bottle. keeps drinks cold'],
    ])
    expect(plan).toMatchObject({ usdMicros: 0, batchId: null })
    expect(Object.values(plan.groups).flat()).toSatisfy((clips: typeof bRoll) =>
      clips.every(({ jobId, provider }) => jobId === null && provider === 'local'),
    )
    const { items } = await read(storyboardList, 200, '/api/storyboards?q=bottle')
    expect(items).toEqual([])
  })

  it('asks for nothing but valid clips, whatever the brief', () => {
    const words = (most: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength: most })
    const brief = fc.record(
      {
        productName: words(120),
        audience: words(200),
        benefits: fc.array(words(200), { maxLength: 10 }),
        scenes: fc.array(words(300), { maxLength: 10 }),
        images: fc.array(fc.constant('ast_1'), { maxLength: 10 }),
        transitionCount: fc.nat(10),
        variantCount: fc.nat(10),
      },
      { requiredKeys: ['productName'] },
    )
    fc.assert(
      fc.property(brief, (given) => {
        const asked = campaignRequest.safeParse(given)
        for (const { request } of asked.success ? planCampaign(asked.data) : [])
          expect(clipRequest.safeParse(request).error).toBeUndefined()
      }),
    )
  })

  it('is made as one batch once it is confirmed, once for each key', async () => {
    const json = { ...brief, scenes: ['a', 'b', 'c'], transitionCount: 0, variantCount: 1, confirm: true }
    const headers = { 'Idempotency-Key': 'campaign-1' }
    const made = await read(campaign, 202, '/api/campaigns', { json, headers })
    const clips = Object.values(made.groups).flat()
    expect([made.total, clips.length, new Set(clips.map(({ jobId }) => jobId)).size]).toEqual([6, 6, 6])
    await backend.ask(`/api/batches/${made.batchId ?? ''}/cancel`, { method: 'POST' })
    const again = await read(campaign, 202, '/api/campaigns', { json, headers })
    expect([
      again.batchId,
      Object.values(again.groups)
        .flat()
        .map(({ jobId }) => jobId),
    ]).toEqual([made.batchId, clips.map(({ jobId }) => jobId)])
    const [gone] = clips
    let removed = 0
    for (let wait = 0; wait < 100 && removed !== 204; wait += 1) {
      removed = (await backend.ask(`/api/jobs/${gone?.jobId ?? ''}`, { method: 'DELETE' })).status
    }
    const fewer = await read(campaign, 202, '/api/campaigns', { json, headers })
    expect(
      Object.values(fewer.groups)
        .flat()
        .map(({ jobId }) => jobId),
    ).toEqual(clips.slice(1).map(({ jobId }) => jobId))
  })
})
