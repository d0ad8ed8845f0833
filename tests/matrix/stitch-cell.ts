import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { conform, type Ffmpeg, probeVideo, stitch } from '../../server/media/index.ts'
import { clickTimes, FLASH_AT, planOf, whiteFrames } from '../harness/film.ts'
import { decodeErrors, turnClip } from '../harness/media.ts'

const execute = promisify(execFile)
const { signal } = new AbortController()

export const CODECS = ['h264', 'hevc', 'vp9', 'av1'] as const
export const RATES = ['24000/1001', '24', '25', '30000/1001', '30', '60', 'varying'] as const
export const SHAPES = ['wide', 'tall', 'anamorphic', 'turned', 'deep'] as const
export const SOUNDS = ['none', 'mono 44.1', 'stereo 48', 'shorter', 'longer', 'late'] as const

/** What a clip from elsewhere may be. */
export interface StitchCell {
  readonly codec: (typeof CODECS)[number]
  readonly rate: (typeof RATES)[number]
  readonly shape: (typeof SHAPES)[number]
  readonly sound: (typeof SOUNDS)[number]
}

const FILM = { width: 160, height: 90, frameRate: 30 } as const
const SECONDS = 1.5
const OVERLAP = 0.2
const ENCODE: Readonly<Record<StitchCell['codec'], readonly string[]>> = {
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast'],
  hevc: ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-x265-params', 'log-level=none'],
  vp9: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  av1: ['-c:v', 'libaom-av1', '-usage', 'realtime', '-cpu-used', '8'],
}

export function nameOf({ codec, rate, shape, sound }: StitchCell): string {
  return [codec, rate.replace('/', '-'), shape, sound].join(' ')
}

/** Brings clips of all kinds to the profile and joins them; gives what is wrong for each, by its place. */
export async function tryTogether(
  ffmpeg: Ffmpeg,
  cells: readonly StitchCell[],
  directory: string,
): Promise<readonly (readonly string[])[]> {
  const clips: { path: string; duration: number }[] = []
  for (const [index, cell] of cells.entries()) {
    const path = await writeCell(cell, directory)
    const probed = await probeVideo(ffmpeg, path)
    if (!probed.ok) return cells.map((_, place) => (place === index ? [`not probed: ${probed.problem.detail}`] : []))
    const output = join(directory, `conformed${index}.mp4`)
    const done = await conform(ffmpeg, { path, probed: probed.value }, { ...FILM, duration: SECONDS, output }, { signal })
    if (!done.ok) return cells.map((_, place) => (place === index ? [`not conformed: ${done.problem.detail}`] : []))
    clips.push({ path: done.value.path, duration: SECONDS })
  }
  const output = join(directory, 'film.mp4')
  const film = await stitch(ffmpeg, planOf(clips, { ...FILM, output }, { kind: 'fade', seconds: OVERLAP }), { signal })
  if (!film.ok) return cells.map(() => [`not joined: ${film.problem.detail}`])
  const { bounds, frames } = film.value
  const [errors, dark, flashes, clicks] = [
    await decodeErrors(output),
    await darkFrames(output),
    onsets(await whiteFrames(output)),
    await clickTimes(output),
  ]
  return cells.map((cell, index) => {
    const { start = 0, end = 0 } = bounds[index] ?? {}
    const [flash, click] = [flashes.find((time) => time > start && time < end), clicks.find((time) => time > start + 0.5 && time < end)]
    const length = cells.length * SECONDS * FILM.frameRate - (cells.length - 1) * OVERLAP * FILM.frameRate
    return [
      ...(errors === '' ? [] : ['decodes with errors']),
      ...(frames === length ? [] : [`${frames} frames in place of ${length}`]),
      ...(dark.some((frame) => frame >= start * 30 && frame < end * 30) ? ['black frames'] : []),
      ...misplaced('flash', flash, start),
      ...(cell.sound === 'none' || cell.sound === 'shorter' ? [] : misplaced('click', click, start)),
    ]
  })
}

/** Off by more than a frame of the source's and of the film's rate together. */
function misplaced(what: string, time: number | undefined, start: number): readonly string[] {
  if (time === undefined) return [`no ${what}`]
  const off = (time - start - FLASH_AT) * FILM.frameRate
  return Math.abs(off) <= 1.05 ? [] : [`${what} off by ${off.toFixed(2)} frames`]
}

function onsets(frames: readonly number[]): readonly number[] {
  return frames.filter((frame) => !frames.includes(frame - 1)).map((frame) => frame / FILM.frameRate)
}

async function darkFrames(path: string): Promise<readonly number[]> {
  const args = ['-vf', 'scale=1:1:flags=area,format=gray', '-f', 'rawvideo', '-']
  const { stdout } = await execute('ffmpeg', ['-v', 'error', '-i', path, ...args], { encoding: 'buffer', maxBuffer: 1 << 24 })
  return [...stdout].flatMap((luma, frame) => (luma < 30 ? [frame] : []))
}

/** Writes the clip of a cell once: a moving picture that is white for a tenth of a second, with a click that begins with it. */
async function writeCell(cell: StitchCell, directory: string): Promise<string> {
  const { codec, rate, shape, sound } = cell
  const container = codec === 'h264' || codec === 'hevc' ? 'mp4' : 'webm'
  const path = join(directory, `${nameOf(cell).replaceAll(' ', '-')}.${container}`)
  if (await exists(path)) return path
  const size = shape === 'tall' ? '120x192' : shape === 'anamorphic' ? '144x128' : '192x108'
  const frames = rate === 'varying' ? '30' : rate
  const picture = `testsrc2=size=${size}:rate=${frames}:duration=${SECONDS + 0.1}`
  const filters = [
    `drawbox=t=fill:c=white:enable='between(t,${FLASH_AT},${FLASH_AT + 0.1})'`,
    ...(rate === 'varying' ? ["select='lt(n,12)+gte(n,28)+not(mod(n,3))'"] : []),
    ...(shape === 'anamorphic' ? ['setsar=4/3'] : []),
    `format=${shape === 'deep' && codec !== 'av1' && codec !== 'vp9' ? 'yuv420p10le' : 'yuv420p'}`,
  ]
  const hdr =
    shape === 'deep' && codec === 'hevc' ? ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'] : []
  const audio = container === 'mp4' ? ['-c:a', 'aac'] : ['-c:a', 'libopus']
  const target = shape === 'turned' && container === 'mp4' ? `${path}.upright.mp4` : path
  const inputs = ['-f', 'lavfi', '-i', picture, ...soundInput(sound)]
  await execute('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...inputs,
    '-vf',
    filters.join(','),
    '-fps_mode',
    rate === 'varying' ? 'vfr' : 'cfr',
    ...ENCODE[codec],
    ...hdr,
    ...audio,
    target,
  ])
  if (target !== path) await turnClip(target, path)
  return path
}

function soundInput(sound: StitchCell['sound']): readonly string[] {
  if (sound === 'none') return []
  const seconds = sound === 'shorter' ? 0.6 : sound === 'longer' ? SECONDS + 1 : SECONDS
  const rate = sound === 'mono 44.1' ? 44_100 : 48_000
  const late = sound === 'late' ? 0.5 : 0
  const click = `aevalsrc='0.8*sin(2*PI*1000*t)*between(t,${FLASH_AT - late},${FLASH_AT - late + 0.02})':s=${rate}:d=${seconds - late}`
  const layout = sound === 'mono 44.1' ? 'mono' : 'stereo'
  return [...(late > 0 ? ['-itsoffset', String(late)] : []), '-f', 'lavfi', '-i', `${click},aformat=channel_layouts=${layout}`]
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
