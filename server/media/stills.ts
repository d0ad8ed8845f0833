import sharp from 'sharp'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { LOCKED_INPUT } from './probe-ffprobe.ts'
import { probeVideo } from './probe-video.ts'
import type { ProbedVideo } from './probed-video.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

export interface Still {
  readonly mime: 'image/jpeg'
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** What shows a video where it is not played. */
export interface Stills {
  readonly poster: Still
  /** Tiles in one row, from left to right. */
  readonly filmstrip: Still
}

const POSTER_SHORT_SIDE = 720
const POSTER_SECONDS = 2
const TILE_HEIGHT = 120
const FILMSTRIP_FRAMES = 12
/** Key frames are decoded by themselves: more threads only cost memory. */
const KEYS_ONLY = ['-threads', '1', '-skip_frame', 'nokey'] as const
const JPEG = ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-f', 'image2', '-update', '1']

/**
 * Writes the poster of a video as JPEG: the most typical frame of its first two seconds, its short side at most 720 px. Of videos of the
 * profile only key frames are looked at, which takes a quarter of the time.
 */
export async function makePoster(ffmpeg: Ffmpeg, input: string, output: string, signal: AbortSignal): Promise<Outcome<Still>> {
  const probed = await probeVideo(ffmpeg, input, signal)
  if (!probed.ok) return probed
  const done = await draw(ffmpeg, input, [{ ...posterOf(probed.value), output }], signal)
  return done.ok ? succeed(await stillAt(output)) : done
}

/**
 * Writes the poster of a video, as `makePoster` does, and its filmstrip: evenly spread frames side by side, as one JPEG; at most `frames`
 * tiles, fewer where the video has fewer frames. Only key frames are decoded where there are half as many of them at least, and then no
 * more tiles than those are made. Where that is enough for both, the video is read once.
 *
 * Problems: `media_invalid`, `storage_full`, `cancelled`.
 */
export async function makeStills(
  ffmpeg: Ffmpeg,
  input: { readonly path: string; readonly probed: ProbedVideo },
  output: { readonly poster: string; readonly filmstrip: string },
  { frames = FILMSTRIP_FRAMES, signal }: { readonly frames?: number; readonly signal: AbortSignal },
): Promise<Outcome<Stills>> {
  const poster = { ...posterOf(input.probed), output: output.poster }
  const filmstrip = { ...filmstripOf(input.probed, frames), output: output.filmstrip }
  const isOneReading = poster.keysOnly && filmstrip.keysOnly
  const readings = isOneReading ? [[poster, filmstrip]] : [[poster], [filmstrip]]
  const done = await Promise.all(readings.map((pictures) => draw(ffmpeg, input.path, pictures, signal)))
  const failed = done.find((each) => !each.ok)
  if (failed !== undefined) return failed
  const [first, tiles] = await Promise.all([stillAt(output.poster), stillAt(output.filmstrip)])
  if (tiles.height !== TILE_HEIGHT) return refuse('internal_error', 'The filmstrip has an unexpected size.')
  return succeed({ poster: first, filmstrip: tiles })
}

/** One picture that is drawn from a video. */
interface Drawing {
  readonly keysOnly: boolean
  readonly filter: string
}

function posterOf(probed: ProbedVideo): Drawing {
  const short = `min(${POSTER_SHORT_SIDE}\\,min(iw\\,ih))`
  const scale = `scale=w='if(gt(iw\\,ih)\\,-2\\,${short})':h='if(gt(iw\\,ih)\\,${short}\\,-2)':flags=lanczos`
  return {
    keysOnly: evenKeys(probed) && probed.longestGop <= probed.frameRate / 2,
    filter: `trim=duration=${POSTER_SECONDS},thumbnail=50,${scale},setsar=1`,
  }
}

function filmstripOf(probed: ProbedVideo, frames: number): Drawing {
  const keysOnly = probed.keyFrames * 2 >= frames && evenKeys(probed)
  const available = keysOnly ? probed.keyFrames : probed.frames
  const columns = Math.min(frames, available)
  const chosen = Array.from({ length: columns }, (_, tile) => `eq(n\\,${Math.floor(((tile + 0.5) * available) / columns)})`)
  return { keysOnly, filter: `select='${chosen.join('+')}',scale=-2:${TILE_HEIGHT}:flags=lanczos,setsar=1,tile=${columns}x1` }
}

/** Draws pictures that need the same frames, each to its output. */
async function draw(
  ffmpeg: Ffmpeg,
  input: string,
  pictures: readonly (Drawing & { readonly output: string })[],
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const decode = pictures.every(({ keysOnly }) => keysOnly) ? KEYS_ONLY : []
  const copies = pictures.map((_, index) => `[copy${index}]`)
  const graph = [
    `[0:v:0]split=${pictures.length}${copies.join('')}`,
    ...pictures.map(({ filter }, index) => `${copies[index]}${filter}[drawn${index}]`),
  ]
  const outputs = pictures.flatMap(({ output }, index) => ['-map', `[drawn${index}]`, '-frames:v', '1', ...JPEG, output])
  const args = [...LOCKED_INPUT, ...decode, '-i', input, '-an', '-filter_complex', graph.join(';'), ...outputs]
  return await runFfmpeg(ffmpeg, args, { signal })
}

async function stillAt(path: string): Promise<Still> {
  const { width, height } = await sharp(path).metadata()
  return { mime: 'image/jpeg', width, height }
}

/** Key frames stand for the whole only where they come at an even pace. */
function evenKeys({ frames, keyFrames, longestGop }: ProbedVideo): boolean {
  return longestGop <= Math.ceil(frames / keyFrames) + 1
}
