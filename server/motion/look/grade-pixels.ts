import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Ffmpeg, pipeToFfmpeg } from '../../media/index.ts'
import { type Outcome, succeed } from 'shared/wire'
import type { Pixels } from '../sources.ts'
import { isPlain, type Look } from './look.ts'
import { withDirectory, writeGrade } from './look-files.ts'
import { styleFilters } from './style-filters.ts'

/**
 * Gives a still the style of a look and the colours of its lighting; the light itself is laid over it frame by frame. A plain look
 * gives the pixels back. Equal pixels and looks give equal pixels.
 *
 * Problems: `cancelled`, and those of ffmpeg.
 */
export async function gradePixels(ffmpeg: Ffmpeg, pixels: Pixels, look: Look, signal: AbortSignal): Promise<Outcome<Pixels>> {
  if (isPlain(look)) return succeed(pixels)
  return await withDirectory(async (directory) => {
    const grade = (await writeGrade(look, directory)) ?? 'null'
    const output = path.join(directory, 'graded.rgb')
    const { width, height, data } = pixels
    const input = ['-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', `${width}x${height}`, '-i', 'pipe:0']
    const filters = `format=gbrp,${styleFilters(look.style, pixels, grade)},format=rgb24`
    const args = [...input, '-vf', filters, '-frames:v', '1', '-f', 'rawvideo', output]
    const running = pipeToFfmpeg(ffmpeg, args, { signal, group: 'inherited' })
    running.stdin.end(data)
    const done = await running.done
    return done.ok ? succeed({ width, height, data: await readFile(output) }) : done
  })
}
