import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conform, isFaststart, makePoster, makeStills, probeVideo, profile } from '../../server/media/index.ts'
import type { ConformTarget, Ffmpeg } from '../../server/media/index.ts'
import { decodeErrors, ffprobe, makeWorkDirectory, systemFfmpeg, turnClip, writeClip, type ClipOptions } from '../harness/media.ts'

const run = promisify(execFile)
const signal = new AbortController().signal
let ffmpeg: Ffmpeg
let work: Awaited<ReturnType<typeof makeWorkDirectory>>

beforeAll(async () => {
  ffmpeg = await systemFfmpeg()
  work = await makeWorkDirectory()
})
afterAll(() => work[Symbol.asyncDispose]())

async function probed(path: string) {
  const outcome = await probeVideo(ffmpeg, path)
  if (!outcome.ok) throw new Error(outcome.problem.detail)
  return outcome.value
}

describe('probing', () => {
  const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']
  const shape = { width: 320, height: 180, pixelFormat: 'yuv420p', hasAudio: false }
  const x264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p']
  it.each<[string, ClipOptions, object]>([
    ['a.mp4', { seconds: 1.5 }, { ...shape, codec: 'h264', frames: 45, frameRate: 30, duration: 1.5 }],
    ['b.mp4', { frameRate: '24', audio: true }, { frames: 24, frameRate: 24, audio: { codec: 'aac', sampleRate: 44_100, channels: 1 } }],
    ['c.mp4', { frameRate: '30000/1001', seconds: 2 }, { frames: 60, constantFrameRate: true }],
    ['d.webm', { encode: vp9 }, { codec: 'vp9', container: 'webm', frames: 30, mime: 'video/webm' }],
    ['e.mov', { encode: [...x264, '-bf', '3'] }, { container: 'mov', mime: 'video/quicktime', frames: 30 }],
    ['f.mkv', { encode: x264 }, { container: 'matroska', frames: 30 }],
    ['g.mp4', { encode: ['-c:v', 'mpeg4'] }, { codec: 'mpeg4', frames: 30, frameRate: 30, avccSha256: null }],
    ['h.mp4', { encode: [...x264, '-vf', 'setsar=2'] }, { width: 640, height: 180, squarePixels: false, codedWidth: 320 }],
  ])('%s is measured exactly', async (name, options, expected) => {
    expect(await probed(await writeClip(work.file(name), options))).toMatchObject(expected)
  })

  it('reads the rotation, and sizes as shown', async () => {
    const upright = await writeClip(work.file('upright.mp4'))
    const turned = await turnClip(upright, work.file('turned.mp4'))
    expect(await probed(turned)).toMatchObject({ rotation: 90, width: 180, height: 320, codedWidth: 320, codedHeight: 180 })
  })

  it('tells frames of varying length', async () => {
    const path = await writeClip(work.file('vfr.mp4'), {
      seconds: 2,
      encode: ['-vf', "select='not(mod(n,2))+lt(n,20)'", '-fps_mode', 'vfr', '-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
    })
    expect(await probed(path)).toMatchObject({ constantFrameRate: false, frames: 40 })
  })

  it('refuses a truncated file', async () => {
    const path = work.file('truncated.mp4')
    await writeFile(path, (await readFile(await writeClip(work.file('whole.mp4')))).subarray(0, 5000))
    expect(await probeVideo(ffmpeg, path)).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
  })

  it('refuses more than ten minutes, and more than four tracks', async () => {
    const long = await writeClip(work.file('long.mp4'), { width: 32, height: 32, frameRate: '1', seconds: 601 })
    expect(await probeVideo(ffmpeg, long)).toMatchObject({ ok: false, problem: { code: 'media_invalid', params: { maximum: 600 } } })
    const tracks = Array.from({ length: 5 }, () => ['-map', '0:v']).flat()
    const many = await writeClip(work.file('many.mp4'), { encode: [...tracks, ...x264] })
    expect(await probeVideo(ffmpeg, many)).toMatchObject({ ok: false, problem: { code: 'media_invalid', params: { streams: 5 } } })
  })

  it('never follows what a playlist, a script or a reference points to', async () => {
    let visits = 0
    const trap = createServer((_, answer) => {
      visits += 1
      answer.end()
    }).listen(0, '127.0.0.1')
    await once(trap, 'listening')
    const address = trap.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/x.ts`
    const texts = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${url}'\n`,
      `file '${url}'\n`,
      `<?xml version="1.0"?><MPD><BaseURL>${url}</BaseURL></MPD>`,
      `<smil><body><video src="${url}"/></body></smil>`,
    ]
    for (const [index, text] of texts.entries()) {
      const path = work.file(`trap-${index}.mp4`)
      await writeFile(path, text)
      expect(await probeVideo(ffmpeg, path)).toMatchObject({ ok: false, problem: { code: 'unsupported_media' } })
      const disguised = work.file(`disguised-${index}.mp4`)
      await writeFile(disguised, Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1'), Buffer.from(text)]))
      expect(await probeVideo(ffmpeg, disguised)).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
    }
    expect(visits).toBe(0)
    trap.close()
  })
})

describe('conforming', () => {
  const target: Omit<ConformTarget, 'output'> = { width: 270, height: 480, frameRate: 30, duration: 1.5 }

  async function conformed(input: string, name: string, aim: Partial<typeof target> = {}) {
    const goal = { ...target, ...aim, output: work.file(name) }
    const outcome = await conform(ffmpeg, { path: input, probed: await probed(input) }, goal, { signal })
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
    return outcome.value
  }

  it.each<[string, ClipOptions]>([
    ['same-rate.mp4', { seconds: 1.5 }],
    ['ntsc.mp4', { frameRate: '30000/1001', seconds: 2 }],
    ['film.mp4', { frameRate: '24000/1001', seconds: 2 }],
    ['short.mp4', { seconds: 0.7 }],
    ['fast.mp4', { frameRate: '60', seconds: 2, width: 180, height: 320 }],
    ['anamorphic.mp4', { encode: ['-vf', 'setsar=4/3', '-c:v', 'libx264', '-pix_fmt', 'yuv420p'], seconds: 2 }],
    ['ten-bit.mp4', { encode: ['-c:v', 'libx264', '-pix_fmt', 'yuv422p10le'], seconds: 2 }],
    ['varying.mp4', { encode: ['-vf', "select='not(mod(n,3))+lt(n,9)'", '-fps_mode', 'vfr', '-c:v', 'libx264'], seconds: 2 }],
    ['vp9.webm', { encode: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'], seconds: 2 }],
  ])('brings %s to the profile', async (name, options) => {
    const { path, encoded } = await conformed(await writeClip(work.file(`in-${name}`), options), `out-${name}.mp4`)
    expect(encoded).toBe(true)
    const { streams, frames } = await ffprobe(path)
    expect(streams[0]).toMatchObject({
      codec_name: 'h264',
      width: 270,
      height: 480,
      pix_fmt: 'yuv420p',
      color_range: 'tv',
      color_space: 'bt709',
      color_transfer: 'bt709',
      color_primaries: 'bt709',
      r_frame_rate: '30/1',
      avg_frame_rate: '30/1',
      time_base: '1/90000',
      sample_aspect_ratio: '1:1',
      nb_frames: '45',
    })
    expect(frames.map(({ key_frame: key }) => key)).toEqual(Array.from({ length: 45 }, (_, index) => (index % 15 === 0 ? 1 : 0)))
    expect(frames.every(({ pts_time: time }, index) => Math.abs(time - index / 30) < 0.0001)).toBe(true)
    expect(await isFaststart(path)).toBe(true)
    expect(await decodeErrors(path)).toBe('')
  })

  it('turns a rotated video upright and keeps sound as long as the picture', async () => {
    const lying = await writeClip(work.file('lying.mp4'), { audio: true, seconds: 1 })
    const turned = await turnClip(lying, work.file('lying-turned.mp4'))
    const { path } = await conformed(turned, 'standing.mp4')
    const audio = { codec: 'aac', sampleRate: 48_000, channels: 2 }
    expect(await probed(path)).toMatchObject({ rotation: 0, width: 270, height: 480, frames: 45, audio })
  })

  it.each([24, 30, 60] as const)('does not encode again what is on the profile (%i fps)', async (frameRate) => {
    const source = await writeClip(work.file(`source-${frameRate}.mp4`), { seconds: 2 })
    const first = await conformed(source, `once-${frameRate}.mp4`, { ...target, frameRate })
    const second = await conformed(first.path, `twice-${frameRate}.mp4`, { ...target, frameRate })
    expect([first.encoded, second.encoded]).toEqual([true, false])
    expect(second.path).toBe(first.path)
    const one = await probed(first.path)
    expect(one).toMatchObject({ bt709: true, longestGop: profile(frameRate).gopFrames, frames: frameRate * 1.5 })
    expect(one.avccSha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('closes its GOPs: nothing after an IDR is shown before it', async () => {
    const { path } = await conformed(await writeClip(work.file('motion.mp4'), { seconds: 2 }), 'closed.mp4')
    const args = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts,flags', '-of', 'csv=p=0', path]
    const { stdout } = await run('ffprobe', args)
    let edge = -Infinity
    for (const line of stdout.trim().split('\n')) {
      const [pts = '', flags = ''] = line.split(',')
      if (flags.startsWith('K')) edge = Number(pts)
      expect(Number(pts)).toBeGreaterThanOrEqual(edge)
    }
  })

  it('reports progress, and stops when aborted', async () => {
    const long = await writeClip(work.file('to-abort.mp4'), { width: 1280, height: 720, seconds: 4 })
    const controller = new AbortController()
    const fractions: number[] = []
    const options = { signal: controller.signal, onProgress: (fraction: number) => fractions.push(fraction) }
    const aim = { width: 1920, height: 1080, frameRate: 60, duration: 60, output: work.file('aborted.mp4') } as const
    const running = conform(ffmpeg, { path: long, probed: await probed(long) }, aim, options)
    await expect.poll(() => fractions.some((fraction) => fraction > 0), { timeout: 20_000 }).toBe(true)
    controller.abort()
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  })
})

describe('stills', () => {
  it('makes a poster whose short side is at most 720 px', async () => {
    const big = await writeClip(work.file('big.mp4'), { width: 1080, height: 1920 })
    const poster = { mime: 'image/jpeg', width: 720, height: 1280 }
    expect(await makePoster(ffmpeg, big, work.file('big.jpg'), signal)).toEqual({ ok: true, value: poster })
    const small = await writeClip(work.file('small.mp4'))
    expect(await makePoster(ffmpeg, small, work.file('small.jpg'), signal)).toMatchObject({ ok: true, value: { width: 320, height: 180 } })
  })

  const FEW_KEYS = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p']
  const MANY_KEYS = [...FEW_KEYS, '-g', '15', '-sc_threshold', '0']
  /** Tiles of a clip in 16:9. */
  const TILE = { width: 214, height: 120 }

  async function stillsOf(name: string, clip: string) {
    const files = { poster: work.file(`${name}-poster.jpg`), filmstrip: work.file(`${name}-strip.jpg`) }
    const made = await makeStills(ffmpeg, { path: clip, probed: await probed(clip) }, files, { frames: 10, signal })
    if (!made.ok) throw new Error(made.problem.detail)
    return { ...files, made: made.value }
  }

  it.each([
    ['many key frames', MANY_KEYS],
    ['one key frame', FEW_KEYS],
  ])('makes a filmstrip of ten different tiles from %s', async (name, encode) => {
    const clip = await writeClip(work.file(`strip-${name}.mp4`), { seconds: 5, encode })
    const { filmstrip, made } = await stillsOf(name, clip)
    expect(made.filmstrip).toEqual({ mime: 'image/jpeg', width: 10 * TILE.width, height: TILE.height })
    expect(await sharp(filmstrip).metadata()).toMatchObject({ width: 10 * TILE.width, height: TILE.height })
    const means: number[] = []
    for (let index = 0; index < 10; index += 1) {
      const cut = await sharp(filmstrip)
        .extract({ left: index * TILE.width, top: 0, ...TILE })
        .toBuffer()
      means.push((await sharp(cut).stats()).channels[0]?.mean ?? 0)
    }
    expect(new Set(means.map((mean) => mean.toFixed(1))).size).toBeGreaterThan(7)
  })

  it.each([
    ['read once', MANY_KEYS],
    ['read for each', FEW_KEYS],
  ])('makes the same poster beside a filmstrip as by itself, %s', async (name, encode) => {
    const clip = await writeClip(work.file(`both-${name}.mp4`), { seconds: 5, encode })
    const { poster, made } = await stillsOf(`both-${name}`, clip)
    const alone = work.file(`alone-${name}.jpg`)
    expect(await makePoster(ffmpeg, clip, alone, signal)).toEqual({ ok: true, value: made.poster })
    expect((await readFile(poster)).equals(await readFile(alone))).toBe(true)
  })

  it('makes fewer tiles of a video with fewer frames', async () => {
    const clip = await writeClip(work.file('tiny.mp4'), { seconds: 0.1 })
    expect((await stillsOf('tiny', clip)).made.filmstrip.width).toBe(3 * TILE.width)
  })
})
