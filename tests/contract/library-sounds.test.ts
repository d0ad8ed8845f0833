import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type Asset, asset, problem, storyboard } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { makeWorkDirectory } from '../harness/media.ts'
import { hear, HEARD_RATE, levelOf } from '../harness/sound.ts'

const run = promisify(execFile)
const SECRET = 'Recorded at home by Ada'
const TONE = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2:sample_rate=48000']
const COVER = ['-f', 'lavfi', '-i', 'color=c=red:size=64x64:rate=1:duration=1']

let backend: Backend
let work: Awaited<ReturnType<typeof makeWorkDirectory>>

beforeAll(async () => {
  backend = await startBackend()
  work = await makeWorkDirectory()
})
afterAll(async () => {
  await backend.stop()
  await work[Symbol.asyncDispose]()
})

async function write(name: string, args: readonly string[]): Promise<string> {
  const path = work.file(name)
  await run('ffmpeg', ['-y', '-v', 'error', ...args, '-metadata', `title=${SECRET}`, path])
  return path
}

async function send(path: string, name = 'sound'): Promise<Response> {
  const body = new Uint8Array(await readFile(path))
  return await backend.ask(`/api/assets?filename=${encodeURIComponent(name)}`, { body, headers: { 'Content-Type': 'audio/mpeg' } })
}

async function kept(path: string, name?: string): Promise<Asset> {
  const answer = await send(path, name)
  expect(answer.status).toBe(201)
  return asset.parse(await answer.json())
}

async function bytesOf({ url }: Asset): Promise<Buffer> {
  const answer = await backend.ask(url)
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

describe('a sound of one’s own', () => {
  it.each([
    ['tone.mp3', [...TONE, '-c:a', 'libmp3lame'], 'audio/mpeg', 'mp3'],
    ['tone.m4a', [...TONE, '-c:a', 'aac'], 'audio/mp4', 'aac'],
    ['tone.aac', [...TONE, '-c:a', 'aac', '-f', 'adts'], 'audio/mp4', 'aac'],
    ['tone.wav', [...TONE, '-c:a', 'pcm_s16le'], 'audio/wav', 'pcm_s16le'],
    ['tone.flac', [...TONE, '-c:a', 'flac'], 'audio/flac', 'flac'],
    ['tone.ogg', [...TONE, '-c:a', 'libvorbis'], 'audio/ogg', 'vorbis'],
    ['tone.opus', [...TONE, '-c:a', 'libopus'], 'audio/ogg', 'opus'],
    ['apple.m4a', [...TONE, '-c:a', 'alac'], 'audio/mp4', 'aac'],
    ['plain.mp4', [...TONE, '-c:a', 'aac', '-f', 'mp4'], 'audio/mp4', 'aac'],
    ['plain.webm', [...TONE, '-c:a', 'libopus', '-f', 'webm'], 'audio/ogg', 'opus'],
    ['covered.mp3', [...TONE, ...COVER, '-map', '0:a', '-map', '1:v', '-frames:v', '1', '-c:v', 'mjpeg'], 'audio/mpeg', 'mp3'],
  ])('%s is kept as a sound that browsers play, without its tags', async (name, args, mime, codec) => {
    const path = await write(name, args)
    expect((await readFile(path)).includes(SECRET) || name.endsWith('.aac')).toBe(true)
    const added = await kept(path, name)
    expect(added).toMatchObject({ type: 'audio', mime, codec, hasAudio: true, sourceType: 'uploaded', sources: [{ filename: name }] })
    expect(added.duration).toBeCloseTo(2, 0)
    const bytes = await bytesOf(added)
    expect(bytes.length).toBe(added.bytes)
    expect(bytes.includes(SECRET)).toBe(false)
    await writeFile(work.file('back'), bytes)
    const samples = await hear(work.file('back'))
    expect(Math.abs(samples.length / HEARD_RATE - 2)).toBeLessThan(0.1)
    expect(levelOf(samples, 0.5, 1.5)).toBeGreaterThan(-30)
  })

  it('is the same asset when it comes again, and found by its type', async () => {
    const path = await write('again.wav', [...TONE, '-c:a', 'pcm_s16le', '-t', '1'])
    const first = await kept(path)
    const second = await send(path, 'other.wav')
    expect([second.status, asset.parse(await second.json()).id]).toEqual([200, first.id])
    const listed = await (await backend.ask('/api/assets?type=audio')).json()
    expect(listed.items.map(({ id }: Asset) => id)).toContain(first.id)
  })

  it('can be the music or the voice of a story, where a picture cannot', async () => {
    const { id } = await kept(await write('music.flac', [...TONE, '-c:a', 'flac', '-t', '1.5']))
    const music = { asset: id, prompt: null, mood: null, provider: null, gain: 0 }
    const voice = { asset: id, voice: null, provider: null, language: null, speed: 1, gain: 0 }
    const told = await backend.ask('/api/storyboards', { json: { segments: [{ prompt: 'A calm lake' }], soundtrack: { music, voice } } })
    expect(told.status).toBe(201)
    expect(storyboard.parse(await told.json()).soundtrack).toMatchObject({ music, voice })
    expect((await backend.ask(`/api/assets/${id}`, { method: 'DELETE' })).status).toBe(409)
    const picture = await kept(await write('cover.png', [...COVER, '-frames:v', '1']))
    const silent = { segments: [{ prompt: 'A calm lake' }], soundtrack: { music: { ...music, asset: picture.id } } }
    const refused = problem.parse(await (await backend.ask('/api/storyboards', { json: silent })).json())
    expect(refused).toMatchObject({ code: 'invalid_request', issues: [{ path: 'soundtrack.music.asset' }] })
  })

  it('is refused where it is too long, broken, or no sound at all', async () => {
    const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '1801', '-c:a', 'libmp3lame', '-b:a', '8k']
    const long = problem.parse(await (await send(await write('long.mp3', silence))).json())
    expect(long).toMatchObject({ code: 'media_invalid', params: { maximum: 1800 }, issues: [{ path: 'file', range: { maximum: 1800 } }] })
    const flac = await readFile(await write('whole.flac', [...TONE, '-c:a', 'flac']))
    await writeFile(work.file('broken.flac'), Buffer.concat([flac.subarray(0, 60), Buffer.alloc(4000, 7)]))
    expect(problem.parse(await (await send(work.file('broken.flac'))).json()).code).toBe('media_invalid')
    await writeFile(work.file('midi.mid'), Buffer.from('MThd\0\0\0\x06\0\x01\0\x02\0\x60', 'latin1'))
    const midi = problem.parse(await (await send(work.file('midi.mid'))).json())
    expect(midi).toMatchObject({ code: 'unsupported_media', params: { format: 'mid' } })
  })

  it('is refused beyond 200 MiB, before all of it has come', async () => {
    const head = await readFile(await write('head.wav', [...TONE, '-c:a', 'pcm_s16le']))
    const body = Buffer.concat([head, Buffer.alloc(201 * 1024 * 1024)])
    const answer = await backend.ask('/api/assets', { body: new Uint8Array(body), headers: { 'Content-Type': 'audio/wav' } })
    expect(answer.status).toBe(413)
    expect(problem.parse(await answer.json()).params).toEqual({ limitBytes: 200 * 1024 * 1024 })
  })
})
