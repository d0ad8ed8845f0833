import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { hdrCube } from '../hdr-cube.ts'
import { filterValue, matrixOf } from '../picture-colours.ts'
import { LOCKED_INPUT } from '../probe-ffprobe.ts'
import { probeVideo } from '../probe-video.ts'
import type { ProbedVideo } from '../probed-video.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'

/** Seconds before the end from which on frames are decoded; a seek goes back to the key frame before. */
const TAIL_SECONDS = 0.5

/**
 * Writes the last frame of a video that can be decoded, as PNG in sRGB, upright and with square pixels. It is the last one shown: of
 * frames that are stored in another order, of varying lengths, and where the end of the file is damaged.
 */
export async function lastFrame(
  ffmpeg: Ffmpeg,
  path: string,
  output: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Outcome<{ readonly path: string; readonly width: number; readonly height: number }>> {
  const probed = await probeVideo(ffmpeg, path, signal)
  if (!probed.ok) return probed
  const { startTime, duration, width, height } = probed.value
  const [raw, cube] = [`${output}.raw`, `${output}.cube`]
  try {
    if (probed.value.hdr !== null) await writeFile(cube, hdrCube(probed.value.hdr))
    const size = wholePixels({ width, height })
    const picture = [
      '-an',
      '-vf',
      toRgb(probed.value, size, cube),
      '-fps_mode',
      'passthrough',
      '-c:v',
      'rawvideo',
      '-f',
      'image2',
      '-update',
      '1',
      raw,
    ]
    const input = [...LOCKED_INPUT, '-i', path, '-map', '0:v:0']
    const seek = ['-ss', Math.max(0, startTime + duration - TAIL_SECONDS).toFixed(3)]
    const tail = await runFfmpeg(ffmpeg, [...seek, ...input, ...picture], { signal })
    if (signal.aborted && !tail.ok) return tail
    // An end that cannot be decoded leaves nothing: then all is.
    const whole = (await exists(raw)) ? succeed(null) : await runFfmpeg(ffmpeg, [...input, ...picture], { signal })
    if (!(await exists(raw)))
      return whole.ok ? refuse('media_invalid', 'No frame of the video can be decoded.', { params: { reason: 'damaged' } }) : whole
    await sharp(await readFile(raw), { raw: { ...size, channels: 3 } })
      .png({ compressionLevel: 3 })
      .toFile(output)
    return succeed({ path: output, ...size })
  } finally {
    await Promise.all([rm(raw, { force: true }), rm(cube, { force: true })])
  }
}

function toRgb(probed: ProbedVideo, { width, height }: { readonly width: number; readonly height: number }, cube: string): string {
  const exact = 'flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp'
  const decode = `scale=${width}:${height}:${exact}:in_color_matrix=${matrixOf(probed)}:out_range=pc`
  return probed.hdr === null ? `${decode},format=rgb24` : `${decode},format=gbrp10le,lut3d=file=${filterValue(cube)},format=rgb24`
}

/** Sizes of anamorphic pixels need not be whole. */
function wholePixels({ width, height }: { readonly width: number; readonly height: number }): {
  readonly width: number
  readonly height: number
} {
  return { width: Math.round(width), height: Math.round(height) }
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size > 0
  } catch {
    return false
  }
}
