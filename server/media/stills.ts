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

export interface Filmstrip {
  /** Tiles in the one row. */
  readonly columns: number
  /** Pixels of one tile. */
  readonly width: number
  readonly height: number
}

const POSTER_SHORT_SIDE = 720
const POSTER_SECONDS = 2
const TILE_HEIGHT = 120
const KEYS_ONLY = ['-skip_frame', 'nokey'] as const
const JPEG = ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-f', 'image2', '-update', '1']

/**
 * Writes the poster of a video as JPEG: the most typical frame of its first two seconds, its short side at most 720 px. Of videos of the
 * profile only key frames are looked at, which takes a quarter of the time.
 */
export async function makePoster(ffmpeg: Ffmpeg, input: string, output: string, signal: AbortSignal): Promise<Outcome<Still>> {
  const probed = await probeVideo(ffmpeg, input, signal)
  if (!probed.ok) return probed
  const decode = evenKeys(probed.value) && probed.value.longestGop <= probed.value.frameRate / 2 ? KEYS_ONLY : []
  const short = `min(${POSTER_SHORT_SIDE}\\,min(iw\\,ih))`
  const scale = `scale=w='if(gt(iw\\,ih)\\,-2\\,${short})':h='if(gt(iw\\,ih)\\,${short}\\,-2)':flags=lanczos`
  const filter = `thumbnail=50,${scale},setsar=1`
  const first = [...LOCKED_INPUT, ...decode, '-t', String(POSTER_SECONDS), '-i', input]
  const args = [...first, '-an', '-vf', filter, '-frames:v', '1', ...JPEG, output]
  const done = await runFfmpeg(ffmpeg, args, { signal })
  if (!done.ok) return done
  const { width, height } = await sharp(output).metadata()
  return succeed({ mime: 'image/jpeg', width, height })
}

/**
 * Writes evenly spread frames of a video side by side, as one JPEG: at most `frames` tiles, fewer where the video has fewer
 * frames. Only key frames are decoded where there are half as many of them at least, and then no more tiles than those are made.
 */
export async function makeFilmstrip(
  ffmpeg: Ffmpeg,
  input: string,
  output: string,
  options: { readonly frames: number; readonly signal: AbortSignal },
): Promise<Outcome<Filmstrip>> {
  const probed = await probeVideo(ffmpeg, input, options.signal)
  if (!probed.ok) return probed
  const keysOnly = probed.value.keyFrames * 2 >= options.frames && evenKeys(probed.value)
  const available = keysOnly ? probed.value.keyFrames : probed.value.frames
  const columns = Math.min(options.frames, available)
  const chosen = Array.from({ length: columns }, (_, tile) => `eq(n\\,${Math.floor(((tile + 0.5) * available) / columns)})`)
  const filter = `select='${chosen.join('+')}',scale=-2:${TILE_HEIGHT}:flags=lanczos,setsar=1,tile=${columns}x1`
  const decode = keysOnly ? KEYS_ONLY : []
  const args = [...LOCKED_INPUT, ...decode, '-i', input, '-an', '-vf', filter, '-frames:v', '1', ...JPEG, output]
  const done = await runFfmpeg(ffmpeg, args, { signal: options.signal })
  if (!done.ok) return done
  const sprite = await sharp(output).metadata()
  if (sprite.height !== TILE_HEIGHT) return refuse('internal_error', 'The filmstrip has an unexpected size.')
  return succeed({ columns, width: sprite.width / columns, height: sprite.height })
}

/** Key frames stand for the whole only where they come at an even pace. */
function evenKeys({ frames, keyFrames, longestGop }: ProbedVideo): boolean {
  return longestGop <= Math.ceil(frames / keyFrames) + 1
}
