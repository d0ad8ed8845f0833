import { readFile, writeFile } from 'node:fs/promises'
import { asset, type ClipJob, clipJob, problem } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { frameOf, resized, type RgbImage, ssim } from '../harness/frames.ts'
import { ffprobe, makeWorkDirectory, photo, writeClip } from '../harness/media.ts'

let backend: Backend
let work: Awaited<ReturnType<typeof makeWorkDirectory>>
let picture: string
let clip: string
beforeAll(async () => {
  backend = await startBackend()
  work = await makeWorkDirectory()
  picture = await upload(new Uint8Array(await photo(1280, 720)), 'image/jpeg')
  const path = await writeClip(work.file('clip.mp4'), { width: 640, height: 360, frameRate: '12', seconds: 0.5, audio: true })
  clip = await upload(new Uint8Array(await readFile(path)), 'video/mp4')
})
afterAll(async () => {
  await backend.stop()
  await work[Symbol.asyncDispose]()
})

const SMALL = { kind: 'clip', duration: 3, resolution: '720p', frameRate: 24 }

async function upload(body: Uint8Array<ArrayBuffer>, type: string): Promise<string> {
  const answer = await backend.ask('/api/assets', { method: 'POST', body, headers: { 'Content-Type': type } })
  return asset.parse(await answer.json()).id
}

async function made(request: object): Promise<ClipJob> {
  const answer = await backend.ask('/api/jobs', { json: request, headers: { Prefer: 'wait=60' } })
  return clipJob.parse(await answer.json())
}

async function download(done: ClipJob): Promise<string> {
  const answer = await backend.ask(`/api/jobs/${done.id}/download`)
  const path = work.file(`${done.id}.mp4`)
  await writeFile(path, new Uint8Array(await answer.arrayBuffer()))
  return path
}

/** Mean difference of two pictures of one size, in levels of 256. */
function difference(one: RgbImage, other: RgbImage): number {
  const sum = one.data.reduce((total, level, index) => total + Math.abs(level - (other.data[index] ?? 0)), 0)
  return sum / one.data.length
}

describe('a clip', () => {
  it('of a mood and a platform is filmed as they say, and the job tells what they stood for', async () => {
    const asked = { kind: 'clip', image: picture, prompt: 'a mug on a desk', mood: 30, platform: 'instagram', style: 'animated' }
    const done = await made({ ...asked, duration: 3, resolution: '720p', frameRate: 24, seed: 7 })
    expect(done).toMatchObject({
      status: 'completed',
      error: null,
      request: { style: 'cartoon', aspectRatio: '4:5', mood: 30, prompt: asked.prompt },
    })
    expect(['static_focus', 'handheld_subtle', 'dolly_zoom']).toContain(done.request.camera)
    expect(['natural', 'warm_ambient']).toContain(done.request.lighting)
    expect(done.request.strategy).toMatchObject({ category: 'intimate_story', keywords: ['personal', 'emotional', 'authentic'] })
    expect(done.request.strategy?.prompt).toMatch(/^a mug on a desk\. Personal, emotional, authentic\. /)
    expect(['cut_out', 'depth_map', 'whole_picture']).toContain(done.result?.parallax)
    expect(done.result?.video).toMatchObject({ width: 720, height: 900, frameRate: 24, duration: 3 })
  })

  it('goes along its own camera path', async () => {
    const key = { x: 0.3, y: 0.4, roll: 0 }
    const path = [
      { ...key, t: 0, zoom: 1.5 },
      { ...key, t: 1, x: 0.6, zoom: 3, roll: 10 },
    ]
    const done = await made({ ...SMALL, image: picture, camera: { path }, providerOptions: { parallax: 'off' } })
    expect(done).toMatchObject({ status: 'completed', request: { camera: { path } }, result: { parallax: 'whole_picture' } })
    const again = await backend.ask(`/api/jobs/${done.id}/retry`, { method: 'POST' })
    const second = clipJob.parse(await again.json())
    expect(second.request).toMatchObject({ camera: { path }, seed: done.request.seed, providerOptions: { parallax: 'off' } })
    await backend.ask(`/api/jobs/${second.id}/cancel`, { method: 'POST' })
  })

  it('that exists is restyled in its own length, its frames made by motion', async () => {
    const done = await made({
      kind: 'clip',
      video: clip,
      videoMode: 'restyle',
      style: 'cinematic',
      lighting: 'neon_glow',
      smoothing: 'motion',
      frameRate: 24,
    })
    expect(done).toMatchObject({ status: 'completed', error: null, request: { duration: 0.5, resolution: '720p', aspectRatio: '16:9' } })
    expect(done.adjustments.map(({ code }) => code).toSorted()).toEqual(['frameRateFrom', 'upscaledFrom'])
    expect(done.adjustments).toContainEqual(expect.objectContaining({ field: 'frameRate', bought: 12, got: 24 }))
    expect(done.result).toMatchObject({ video: { hasAudio: true } })
    expect(done.result).not.toHaveProperty('parallax')
    const path = await download(done)
    const { streams, frames } = await ffprobe(path)
    expect(streams[0]).toMatchObject({ width: 1280, height: 720, r_frame_rate: '24/1' })
    expect(frames).toHaveLength(12)
    const plain = await frameOf(work.file('clip.mp4'), 3)
    const styled = await frameOf(path, 6)
    const small = await resized(styled, plain.width, plain.height)
    expect(difference(small, plain)).toBeGreaterThan(8)
    expect(ssim(small, plain)).toBeGreaterThan(0.4)
    expect((await backend.ask(`/api/assets/${clip}`, { method: 'DELETE' })).status).toBe(409)
  })

  it('that exists is restyled without its sound where none is wanted', async () => {
    const done = await made({ kind: 'clip', video: clip, videoMode: 'restyle', audio: false })
    expect(done).toMatchObject({ status: 'completed', result: { video: { hasAudio: false, frameRate: 24 } } })
  })

  it('shows the words over its picture where a layout for them is asked for', async () => {
    const words = { prompt: 'Half the price today only' }
    const shown = await made({ ...SMALL, ...words, image: picture, providerOptions: { template: 'offer' } })
    expect(shown).toMatchObject({ status: 'completed', error: null, adjustments: [] })
  })

  it('says of each option what would do', async () => {
    const words = { ...SMALL, prompt: 'a quiet title on a dark card' }
    const film = { kind: 'clip', video: clip, videoMode: 'restyle' }
    for (const [status, path, request] of [
      [400, 'mood', { ...words, mood: 100.5 }],
      [400, 'platform', { ...words, platform: 'myspace' }],
      [400, 'lighting', { ...words, lighting: 'candle' }],
      [400, 'camera.path', { ...words, camera: { path: [] } }],
      [400, 'videoMode', { ...SMALL, video: clip }],
      [422, 'videoMode', { ...SMALL, video: clip, videoMode: 'extend' }],
      [400, 'image', { ...film, image: picture }],
      [400, 'video', { ...film, video: picture }],
      [400, 'video', { ...film, video: 'ast_none' }],
      [400, 'image', { ...SMALL, image: clip }],
      [400, 'duration', { ...film, duration: 4 }],
      [422, 'providerOptions.template', { ...words, providerOptions: { template: 'poster' } }],
      [422, 'providerOptions.overlay', { ...words, providerOptions: { overlay: 'fog' } }],
      [400, 'providerOptions.overlay', { ...film, providerOptions: { overlay: 'snow' } }],
      [422, 'providerOptions.steps', { ...words, providerOptions: { steps: 20 } }],
      [400, 'providerOptions.template', { ...SMALL, image: picture, providerOptions: { template: 'offer' } }],
      [422, 'negativePrompt', { ...words, negativePrompt: 'blurry' }],
    ] as const) {
      for (const where of ['/api/jobs', '/api/estimates']) {
        const answer = await backend.ask(where, { json: request })
        const found = problem.parse(await answer.json())
        expect([answer.status, found.issues?.[0]?.path], JSON.stringify(request)).toEqual([status, path])
      }
    }
  })
})
