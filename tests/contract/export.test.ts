import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportFilm, type Ffmpeg, type FilmExport, measureLoudness, profile } from '../../server/media/index.ts'
import { frameHashes } from '../harness/film.ts'
import { decodeErrors, makeWorkDirectory, systemFfmpeg } from '../harness/media.ts'
import { probe, startsFast } from '../harness/probe.ts'
import { frameOf } from '../harness/frames.ts'

const execute = promisify(execFile)
const { signal } = new AbortController()
let ffmpeg: Ffmpeg
let work: Awaited<ReturnType<typeof makeWorkDirectory>>
let film: string

beforeAll(async () => {
  ffmpeg = await systemFfmpeg()
  work = await makeWorkDirectory()
  film = work.file('film.mp4')
  // Grey, with a red square that is at the left for the first second and at the right for the second.
  const boxes = ["0:30:40:40:red:fill:enable='lt(n,30)'", "280:30:40:40:red:fill:enable='gte(n,30)'"].map((box) => `drawbox=${box}`)
  const picture = [...boxes, 'setsar=1', 'scale=out_color_matrix=bt709:out_range=tv', 'format=yuv420p'].join(',')
  const inputs = [
    '-f',
    'lavfi',
    '-i',
    'color=gray:size=320x180:rate=30:duration=2',
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=440:sample_rate=48000:duration=2',
  ]
  const { videoArguments, containerArguments } = profile(30)
  const encode = [...videoArguments, '-c:a', 'aac', '-ac', '2', ...containerArguments]
  await execute('ffmpeg', ['-v', 'error', '-y', ...inputs, '-vf', picture, ...encode, film])
})
afterAll(() => work[Symbol.asyncDispose]())

async function exported(preset: FilmExport['preset'], extension: string, focus: FilmExport['focus'] = []) {
  const done = await exportFilm(ffmpeg, film, { preset, focus, output: work.file(`${preset}.${extension}`) }, { signal })
  if (!done.ok) throw new Error(done.problem.detail)
  return done.value
}

describe('exporting a film', () => {
  it.each([
    ['webm', 'vp9'],
    ['webm_av1', 'av1'],
  ] as const)('writes %s', async (preset, codec) => {
    const { path, mime } = await exported(preset, 'webm')
    expect(mime).toBe('video/webm')
    expect(await probe(path)).toMatchObject({ codec_name: codec, width: 320, height: 180, nb_read_frames: '60' })
    expect(await decodeErrors(path)).toBe('')
  })

  it('writes a GIF of a size that can be sent', async () => {
    const { path, mime, width, height } = await exported('gif', 'gif')
    expect({ mime, width, height }).toEqual({ mime: 'image/gif', width: 320, height: 180 })
    expect(await probe(path)).toMatchObject({ codec_name: 'gif', nb_read_frames: '24' })
  })

  it('copies what a preset leaves as it is', async () => {
    const { path } = await exported('mp4', 'mp4')
    expect(await frameHashes(path)).toEqual(await frameHashes(film))
  })

  it('cuts a frame around what each stretch is about, and makes it as loud as the platform plays', async () => {
    const focus = [
      { start: 0, end: 1, x: 0.06, y: 0.3 },
      { start: 1, end: 2, x: 0.94, y: 0.3 },
    ]
    const { path, width, height } = await exported('feed_1x1', 'mp4', focus)
    expect([width, height]).toEqual([720, 720])
    expect(await startsFast(path)).toBe(true)
    for (const [frame, x] of [
      [0, 80],
      [29, 80],
      [30, 640],
      [59, 640],
    ] as const) {
      const { data } = await frameOf(path, frame)
      const at = (200 * 720 + x) * 3
      expect({ frame, red: (data[at] ?? 0) > 200 && (data[at + 1] ?? 255) < 60 }).toEqual({ frame, red: true })
    }
    const loudness = await measureLoudness(ffmpeg, path, signal)
    expect(loudness).toMatchObject({ ok: true, value: { integrated: expect.closeTo(-14, 0) } })
  })
})
