import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { refuse, succeed } from 'shared/wire'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type Ffmpeg,
  joinSound,
  probeVideo,
  profile,
  renderJoin,
  stitch,
  type StitchPlan,
  type StitchReport,
} from '../../server/media/index.ts'
import { clickTimes, FLASH_AT, frameHashes, planOf, timeFaults, whiteFrames, writeFlashClip } from '../harness/film.ts'
import { decodeErrors, ffprobe, makeWorkDirectory, systemFfmpeg, writeClip } from '../harness/media.ts'
import { startsFast } from '../harness/probe.ts'

const execute = promisify(execFile)
const { signal } = new AbortController()
const FILM = { frameRate: 30, width: 192, height: 108 } as const
let ffmpeg: Ffmpeg
let work: Awaited<ReturnType<typeof makeWorkDirectory>>
let clips: readonly { readonly path: string; readonly duration: number }[]

beforeAll(async () => {
  ffmpeg = await systemFfmpeg()
  work = await makeWorkDirectory()
  const made: { path: string; duration: number }[] = []
  for (const number of [0, 1, 2, 3]) {
    made.push({
      path: await writeFlashClip(work.file(`clip${number}.mp4`), { ...FILM, seconds: 2, number, audio: number !== 2 }),
      duration: 2,
    })
  }
  clips = made
})
afterAll(() => work[Symbol.asyncDispose]())

function plan(name: string, more: Partial<StitchPlan> = {}): StitchPlan {
  return planOf(clips, { ...FILM, output: work.file(name), ...more })
}

async function make(order: StitchPlan, onProgress?: (done: number) => void): Promise<StitchReport> {
  const done = await stitch(ffmpeg, order, { signal, ...(onProgress === undefined ? {} : { onProgress }) })
  if (!done.ok) throw new Error(done.problem.detail)
  return done.value
}

describe('a film of clips that fade into each other', () => {
  it('keeps every frame of the bodies as it was, bit for bit', async () => {
    const report = await make(plan('bodies.mp4'))
    expect(report).toMatchObject({ frames: 195, copiedFrames: 150, encodedFrames: 45, seconds: 6.5 })
    const film = await frameHashes(report.path)
    expect(film).toHaveLength(195)
    for (const [index, { path }] of clips.entries()) {
      const [from, to] = [index === 0 ? 0 : 15, index === 3 ? 60 : 45]
      expect(film.slice(index * 45 + from, index * 45 + to)).toEqual((await frameHashes(path)).slice(from, to))
    }
  })

  it('decodes without a complaint, in order and evenly, under the avcC of its clips, and starts while it loads', async () => {
    const { path } = await make(plan('strict.mp4'))
    expect(await decodeErrors(path)).toBe('')
    expect(await timeFaults(path, 30)).toEqual([])
    expect(await startsFast(path)).toBe(true)
    const [film, clip] = [await probeVideo(ffmpeg, path), await probeVideo(ffmpeg, clips[0]?.path ?? '')]
    if (!film.ok || !clip.ok) throw new Error('not probed')
    expect(film.value).toMatchObject({
      avccSha256: clip.value.avccSha256,
      frames: 195,
      startTime: 0,
      constantFrameRate: true,
      hasAudio: true,
      bt709: true,
    })
  })

  it('joins as well as encoding the whole anew does, both against a lossless film', async () => {
    const { path } = await make(plan('alike.mp4', { clips: plan('').clips.slice(0, 2) }))
    const inputs = clips.slice(0, 2).flatMap((clip) => ['-i', clip.path])
    const fade = ['-filter_complex', '[0:v][1:v]xfade=transition=fade:duration=0.5:offset=1.5,format=yuv420p', '-an']
    await execute('ffmpeg', ['-v', 'error', '-y', ...inputs, ...fade, '-c:v', 'libx264', '-qp', '0', work.file('lossless.mp4')])
    await execute('ffmpeg', ['-v', 'error', '-y', ...inputs, ...fade, ...profile(30).videoArguments, work.file('whole.mp4')])
    const [ours, whole] = [await joinLikeness(path), await joinLikeness(work.file('whole.mp4'))]
    expect(ours).toBeGreaterThan(0.9)
    expect(ours).toBeGreaterThan(whole - 0.002)
  })

  async function joinLikeness(path: string): Promise<number> {
    const graph = ['0:v', '1:v']
      .map((input, index) => `[${input}]settb=1/30,setpts=N,trim=start_frame=45:end_frame=60[i${index}]`)
      .join(';')
    const files = ['-i', path, '-i', work.file('lossless.mp4')]
    const { stderr } = await execute('ffmpeg', [...files, '-filter_complex', `${graph};[i0][i1]ssim`, '-f', 'null', '-'])
    // Luma: xfade's way over 4:4:4 and back blurs the chroma of the reference itself.
    return Number(/Y:([\d.]+)/.exec(stderr)?.[1])
  }

  it('keeps sound and picture together over two dozen clips', async () => {
    const many = Array.from({ length: 24 }, (_, index) => clips[[0, 1, 3][index % 3] ?? 0] ?? { path: '', duration: 2 })
    const report = await make(planOf(many, { ...FILM, output: work.file('many.mp4') }, { kind: 'dissolve', seconds: 0.5 }))
    const expected = report.bounds.map(({ start }) => start + FLASH_AT)
    expect((await whiteFrames(report.path)).map((frame) => frame / 30)).toEqual(expected.map((time) => expect.closeTo(time, 3)))
    const clicks = await clickTimes(report.path)
    expect(clicks).toHaveLength(24)
    clicks.forEach((time, index) => expect(Math.abs(time - (expected[index] ?? 0))).toBeLessThan(1 / 60))
  })

  it('takes the joins that were rendered ahead, and keeps those that were not', async () => {
    const joins = { directory: work.file('joins') }
    const order = plan('ahead.mp4', { joins })
    const missing = order.clips.map((clip, index) => (index > 1 ? { ...clip, path: work.file('not-there-yet.mp4') } : clip))
    expect(await renderJoin(ffmpeg, { ...order, clips: missing }, 0, { signal })).toMatchObject({ ok: true })
    const first = await make(order)
    expect(first.encodedFrames).toBe(30)
    const hashes = await frameHashes(first.path)
    expect((await make(order)).encodedFrames).toBe(0)
    expect(await frameHashes(first.path)).toEqual(hashes)
    const other = order.clips.map((clip, index) => (index === 2 ? { ...clip, next: { kind: 'wipe', seconds: 0.5 } } : clip))
    expect((await make({ ...order, clips: other })).encodedFrames).toBe(15)
  })
})

describe('what is asked for besides', () => {
  it('cuts, trims off the edges, and mutes', async () => {
    const [one, two, , four] = plan('').clips
    if (one === undefined || two === undefined || four === undefined) throw new Error('clips are missing')
    const order = [
      { ...one, in: 0.3, out: 1.7, next: null },
      { ...two, sound: 'mute' as const, next: { kind: 'continuous', seconds: 0 } },
      { ...four, in: 0.5 },
    ]
    const report = await make(plan('trimmed.mp4', { clips: order }))
    expect(report).toMatchObject({ frames: 42 + 60 + 45, encodedFrames: 6 + 6, bounds: [{ start: 0 }, { start: 1.4 }, { start: 3.4 }] })
    expect(await whiteFrames(report.path)).toEqual([21, 42 + 30, 102 + 15])
    expect(await clickTimes(report.path)).toEqual([expect.closeTo(0.7, 2), expect.closeTo(3.9, 2)])
    expect(await decodeErrors(report.path)).toBe('')
  })

  it('knows all transitions that have a name here, and says which there are', async () => {
    const names = ['fade', 'dissolve', 'wipe', 'slide', 'zoom', 'whip', 'through_black', 'circleopen']
    const many = names.map((kind, index) => ({
      ...(plan('').clips[index % 2] ?? { path: '', duration: 2 }),
      in: 0,
      out: 1,
      sound: 'keep' as const,
      next: { kind, seconds: 0.3 },
    }))
    const report = await make(plan('named.mp4', { clips: [...many, ...plan('').clips.slice(0, 1)] }))
    expect(report.frames).toBe(8 * 30 + 60 - 8 * 9)
    expect(await decodeErrors(report.path)).toBe('')
    const unknown = await stitch(ffmpeg, planOf(clips, { ...FILM, output: work.file('no.mp4') }, { kind: 'sparkle', seconds: 0.5 }), {
      signal,
    })
    expect(unknown).toMatchObject({ ok: false, problem: { code: 'unsupported_option', detail: expect.stringContaining('through_black') } })
  })

  it('draws layers into the GOPs they lie over and leaves the rest as it is', async () => {
    const square = work.file('square.png')
    await sharp({ create: { width: 40, height: 20, channels: 4, background: { r: 250, g: 128, b: 0, alpha: 1 } } })
      .png()
      .toFile(square)
    const layers = [
      { start: 0.7, end: 0.8, path: square, x: 100, y: 50 },
      { start: 0.8, end: 0.9, path: square, x: 100, y: 50 },
      { start: 0.75, end: 0.85, path: square, x: 10, y: 50 },
    ]
    const [bare, drawn] = [await make(plan('bare.mp4')), await make(plan('drawn.mp4', { layers }))]
    expect(drawn.encodedFrames).toBe(bare.encodedFrames + 15)
    const [before, after] = [await frameHashes(bare.path), await frameHashes(drawn.path)]
    const copied = (_: string, frame: number): boolean => (frame < 15 || frame >= 30) && (frame < 45 || frame % 45 >= 15)
    expect(after.filter(copied)).toEqual(before.filter(copied))
    expect(after.slice(21, 27).some((hash, index) => hash === before[21 + index])).toBe(false)
    expect(await layerFrames(drawn.path, { left: 105, top: 55 })).toEqual([21, 22, 23, 24, 25, 26])
    expect(await layerFrames(drawn.path, { left: 15, top: 55 })).toEqual([23, 24, 25])
  })

  async function layerFrames(path: string, at: { left: number; top: number }): Promise<readonly number[]> {
    const args = ['-vf', `crop=20:10:${at.left}:${at.top},scale=1:1:flags=area:in_color_matrix=bt709,format=rgb24`, '-f', 'rawvideo', '-']
    const { stdout } = await execute('ffmpeg', ['-v', 'error', '-i', path, ...args], { encoding: 'buffer', maxBuffer: 1 << 24 })
    const near = (value: number | undefined, wanted: number): boolean => Math.abs((value ?? 0) - wanted) < 20
    const frames = Array.from({ length: stdout.length / 3 }, (_, frame) => [...stdout.subarray(frame * 3, frame * 3 + 3)])
    return frames.flatMap(([red, green, blue], frame) => (near(red, 250) && near(green, 128) && near(blue, 0) ? [frame] : []))
  }

  it('carries subtitles that can be switched on, over the same packets', async () => {
    const path = work.file('words.srt')
    await writeFile(path, '1\n00:00:00,500 --> 00:00:01,500\nHello there\n\n')
    const [bare, spoken] = [await make(plan('mute.mp4')), await make(plan('spoken.mp4', { subtitles: { path, language: 'en-GB' } }))]
    const { stdout } = await execute('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name:stream_tags=language',
      '-of',
      'csv',
      spoken.path,
    ])
    expect(stdout).toContain('mov_text,eng')
    expect(await frameHashes(spoken.path)).toEqual(await frameHashes(bare.path))
    expect(await timeFaults(spoken.path, 30)).toEqual([])
    expect(await startsFast(spoken.path)).toBe(true)
  })

  it('takes clips that were never conformed', async () => {
    // What was made from JPEGs says that chroma lies in the centre, which must not come through into the avcC.
    const encode = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-chroma_sample_location', 'center']
    const foreign = await writeClip(work.file('foreign.mp4'), { width: 320, height: 240, frameRate: '24', seconds: 2, audio: true, encode })
    const report = await make(planOf([...clips.slice(0, 1), { path: foreign, duration: 2 }], { ...FILM, output: work.file('mixed.mp4') }))
    expect(report).toMatchObject({ frames: 105, encodedFrames: 15 })
    expect(await decodeErrors(report.path)).toBe('')
    expect((await ffprobe(report.path)).streams[0]).toMatchObject({ width: 192, height: 108 })
  })

  it('joins the sound of the clips for mixing, exactly as long as the film, and takes a mix in its place', async () => {
    const order = plan('mixed-sound.mp4')
    const joined = await joinSound(ffmpeg, order, work.file('sound.wav'), { signal })
    expect(joined).toMatchObject({ ok: true, value: { seconds: 6.5 } })
    const { stdout } = await execute('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=duration_ts,sample_rate,channels',
      '-of',
      'csv=p=0',
      work.file('sound.wav'),
    ])
    expect(stdout.trim()).toBe(`48000,2,${6.5 * 48_000}`)
    const report = await make({ ...order, soundtrack: work.file('sound.wav') })
    expect(await clickTimes(report.path)).toEqual([1, 2.5, 5.5].map((time) => expect.closeTo(time, 2)))
  })

  it('has its soundtrack made beside what is rendered, or the sound of its clips where none is', async () => {
    const order = plan('beside.mp4')
    const path = work.file('beside.wav')
    let rendered = 0
    const report = await make(
      {
        ...order,
        soundtrack: async (stopped) => {
          // What is rendered does not wait for it.
          await vi.waitFor(() => expect(rendered).toBeGreaterThan(0), { timeout: 10_000, interval: 20 })
          const joined = await joinSound(ffmpeg, order, path, { signal: stopped })
          return joined.ok ? succeed(joined.value.path) : joined
        },
      },
      (done) => (rendered = done),
    )
    expect(await clickTimes(report.path)).toEqual([1, 2.5, 5.5].map((time) => expect.closeTo(time, 2)))
    const own = await make(plan('own.mp4', { soundtrack: () => Promise.resolve(succeed(null)) }))
    expect(await clickTimes(own.path)).toEqual([1, 2.5, 5.5].map((time) => expect.closeTo(time, 2)))
  })

  it('gives the problem of a soundtrack that could not be made, and stops what is rendered', async () => {
    const output = work.file('unmixed/film.mp4')
    await mkdir(dirname(output), { recursive: true })
    const soundtrack = () => Promise.resolve(refuse('storage_full', 'The disk is full.'))
    const done = await stitch(ffmpeg, plan('', { output, soundtrack }), { signal })
    expect(done).toMatchObject({ ok: false, problem: { code: 'storage_full' } })
    expect(await readdir(dirname(output))).toEqual([])
  })

  it('throws what making its soundtrack throws, and nothing beside it', async () => {
    const soundtrack = () => Promise.reject(new Error('a fault'))
    await expect(stitch(ffmpeg, plan('faulty.mp4', { soundtrack }), { signal })).rejects.toThrow('a fault')
  })

  it('says that a soundtrack cannot be read, whether anything is rendered meanwhile or not', async () => {
    const path = work.file('no-sound.wav')
    await writeFile(path, 'no sound')
    const joins = { directory: work.file('joins-of-mute') }
    await make(plan('with-joins.mp4', { joins }))
    for (const order of [
      plan('no-sound.mp4'),
      plan('no-sound.mp4', { joins }),
      plan('no-sound.mp4', { clips: plan('').clips.slice(0, 1) }),
    ]) {
      const done = await stitch(ffmpeg, { ...order, soundtrack: path }, { signal })
      expect(done).toMatchObject({
        ok: false,
        problem: { code: 'media_invalid', params: { reason: expect.stringContaining('Invalid data') } },
      })
    }
  })

  it('stops when aborted and leaves nothing behind', async () => {
    const stop = new AbortController()
    const order = plan('stopped/film.mp4')
    await execute('mkdir', ['-p', dirname(order.output)])
    const done = stitch(ffmpeg, order, { signal: stop.signal, onProgress: () => stop.abort() })
    expect(await done).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect((await readdir(dirname(order.output))).filter((name) => name !== 'film.mp4')).toEqual([])
  })
})
