import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { profile, type FrameRate, type StitchClip, type StitchPlan } from '../../server/media/index.ts'

const execute = promisify(execFile)

export interface FlashClip {
  readonly width: number
  readonly height: number
  readonly frameRate: FrameRate
  readonly seconds: number
  /** Tells clips apart, by colour and by what moves. */
  readonly number: number
  readonly audio?: boolean
}

/** Seconds into each clip at which one frame is white and a click is heard. */
export const FLASH_AT = 1

/** Writes a clip in the profile: a moving picture, one white frame, and a click that begins with it. */
export async function writeFlashClip(path: string, clip: FlashClip): Promise<string> {
  const { width, height, frameRate, seconds, number, audio = true } = clip
  const picture = `testsrc2=size=${width}x${height}:rate=${frameRate}:duration=${seconds}`
  const flash = `drawbox=t=fill:c=white:enable='eq(n,${FLASH_AT * frameRate})'`
  const filters = `hue=h=${number * 37}:b=-1.5,${flash},setsar=1,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p`
  const click = `aevalsrc='0.8*sin(2*PI*1000*t)*between(t,${FLASH_AT},${FLASH_AT + 0.02})':s=48000:d=${seconds},aformat=channel_layouts=stereo`
  const sound = audio ? ['-f', 'lavfi', '-i', click] : []
  const { videoArguments, containerArguments } = profile(frameRate)
  const encode = [...videoArguments, '-c:a', 'aac', '-b:a', '192k', ...containerArguments]
  await execute('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, ...sound, '-vf', filters, ...encode, path])
  return path
}

/** A plan of whole clips, all joined alike; what is given replaces the rest. */
export function planOf(
  clips: readonly { readonly path: string; readonly duration: number }[],
  plan: Pick<StitchPlan, 'frameRate' | 'width' | 'height' | 'output'> & Partial<StitchPlan>,
  next: StitchClip['next'] = { kind: 'fade', seconds: 0.5 },
): StitchPlan {
  const whole = clips.map(({ path, duration }): StitchClip => ({ path, duration, in: 0, out: duration, sound: 'keep', next }))
  return { clips: whole, soundtrack: null, layers: [], subtitles: null, joins: null, ...plan }
}

/** A hash of each frame as it is decoded, in the order of showing. */
export async function frameHashes(path: string): Promise<readonly string[]> {
  const { stdout } = await execute(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framemd5', '-'],
    {
      maxBuffer: 1 << 26,
    },
  )
  return stdout.split('\n').flatMap((line) => (line.startsWith('#') || line === '' ? [] : [line.split(',').at(-1)?.trim() ?? '']))
}

/** Numbers of the frames that are nearly white all over. */
export async function whiteFrames(path: string): Promise<readonly number[]> {
  const small = ['-map', '0:v', '-vf', 'scale=16:9:flags=area,format=gray', '-f', 'rawvideo', '-']
  const { stdout } = await execute('ffmpeg', ['-v', 'error', '-i', path, ...small], { encoding: 'buffer', maxBuffer: 1 << 28 })
  return Array.from({ length: stdout.length / 144 }, (_, frame) => frame).filter((frame) =>
    stdout.subarray(frame * 144, (frame + 1) * 144).every((luma) => luma > 225),
  )
}

/** Seconds at which something loud begins after at least a tenth of a second of quiet. */
export async function clickTimes(path: string): Promise<readonly number[]> {
  const mono = ['-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 's16le', '-']
  const { stdout } = await execute('ffmpeg', ['-v', 'error', '-i', path, ...mono], { encoding: 'buffer', maxBuffer: 1 << 28 })
  const times: number[] = []
  let last = Number.NEGATIVE_INFINITY
  for (let index = 0; index * 2 + 1 < stdout.length; index += 1) {
    if (Math.abs(stdout.readInt16LE(index * 2)) < 4000) continue
    if (index - last > 4800) times.push(index / 48_000)
    last = index
  }
  return times
}

const packets = z.object({ packets: z.array(z.object({ pts: z.int(), dts: z.int(), flags: z.string() })) })

/** What is wrong with the times of a film's packets; nothing where they are decoded in order and shown one frame apart from 0 on. */
export async function timeFaults(path: string, frameRate: number): Promise<readonly string[]> {
  const entries = [
    '-select_streams',
    'v:0',
    '-show_entries',
    'packet=pts,dts,flags',
    '-show_entries',
    'stream=time_base',
    '-of',
    'json',
    path,
  ]
  const { stdout } = await execute('ffprobe', ['-v', 'error', ...entries], { maxBuffer: 1 << 28 })
  const parsed = packets.extend({ streams: z.array(z.object({ time_base: z.string() })) }).parse(JSON.parse(stdout))
  const ticks = Number(parsed.streams[0]?.time_base.split('/')[1]) / frameRate
  const decoded = parsed.packets.every(({ dts }, index) => index === 0 || dts > (parsed.packets[index - 1]?.dts ?? 0))
  const shown = parsed.packets.map(({ pts }) => pts).sort((one, other) => one - other)
  const even = shown.every((pts, index) => Math.abs(pts - index * ticks) < 1)
  return [...(decoded ? [] : ['not decoded in order']), ...(even ? [] : ['not shown evenly from 0 on'])]
}
