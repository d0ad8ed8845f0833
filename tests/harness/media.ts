import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mulberry32 } from 'shared/camera'
import sharp from 'sharp'
import { z } from 'zod'
import { discoverFfmpeg, type Ffmpeg } from '../../server/media/index.ts'

const run = promisify(execFile)

/** The machine's ffmpeg; throws with its one sentence where there is none. */
export async function systemFfmpeg(): Promise<Ffmpeg> {
  const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
  if (!found.ok) throw new Error(found.message)
  return found.ffmpeg
}

/** A directory for the files of one suite. */
export async function makeWorkDirectory(): Promise<AsyncDisposable & { readonly path: string; file(name: string): string }> {
  const path = await mkdtemp(join(tmpdir(), 'pagereel-media-'))
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/**
 * RGB pixels with the statistics of a photograph: noise whose amplitude falls with frequency (1/f), the same for the same seed.
 * Made as a sum of octaves of value noise, each half as strong and twice as fine as the one before.
 */
export async function photoPixels(width: number, height: number, seed: number): Promise<Buffer> {
  const random = mulberry32(seed)
  const sum = new Float32Array(width * height * 3)
  for (let cells = 4, strength = 64; cells <= Math.max(width, height) && strength >= 1; cells *= 2, strength /= 2) {
    const across = Math.max(1, Math.min(width, cells))
    const down = Math.max(1, Math.min(height, Math.round((cells * height) / width)))
    const grid = Buffer.alloc(across * down * 3)
    for (let index = 0; index < grid.length; index += 1) grid[index] = Math.floor(random() * 256)
    const octave = await sharp(grid, { raw: { width: across, height: down, channels: 3 } })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer()
    octave.forEach((value, index) => {
      sum[index] = (sum[index] ?? 0) + ((value - 128) / 128) * strength
    })
  }
  return Buffer.from(Uint8ClampedArray.from(sum, (value) => 128 + value))
}

/** A photograph-like picture as JPEG (quality 92), the same for the same seed. */
export async function photo(width: number, height: number, seed = 1): Promise<Buffer> {
  const pixels = await photoPixels(width, height, seed)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

export interface ClipOptions {
  readonly width?: number
  readonly height?: number
  readonly frameRate?: string
  readonly seconds?: number
  /** ffmpeg arguments after the inputs; H.264 with ffmpeg's own defaults when left out. */
  readonly encode?: readonly string[]
  readonly audio?: boolean
}

/** Writes a clip of ffmpeg's moving test picture. */
export async function writeClip(path: string, options: ClipOptions = {}): Promise<string> {
  const { width = 320, height = 180, frameRate = '30', seconds = 1, audio = false } = options
  const encode = options.encode ?? ['-c:v', 'libx264', '-pix_fmt', 'yuv420p']
  const sound = audio ? ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=44100:duration=${seconds}`] : []
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${frameRate}:duration=${seconds}`]
  await run('ffmpeg', ['-v', 'error', '-y', ...picture, ...sound, ...encode, path])
  return path
}

/** Copies an MP4 with its picture marked to be shown a quarter turn clockwise: the matrix of `tkhd`, ISO/IEC 14496-12 section 8.3.2. */
export async function turnClip(input: string, output: string): Promise<string> {
  const bytes = await readFile(input)
  const header = bytes.indexOf('tkhd', 0, 'latin1') + 4
  const matrix = header + (bytes[header] === 1 ? 52 : 40)
  const turned = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000]
  turned.forEach((value, index) => bytes.writeInt32BE(value, matrix + index * 4))
  await writeFile(output, bytes)
  return output
}

const report = z.object({
  streams: z.array(z.record(z.string(), z.unknown())),
  frames: z.array(z.object({ key_frame: z.int(), pict_type: z.string(), pts_time: z.coerce.number() })).default([]),
})

/** What ffprobe says of a file's streams and, in order of showing, of every frame of its picture. */
export async function ffprobe(path: string): Promise<z.infer<typeof report>> {
  const entries = ['-show_streams', '-show_frames', '-show_entries', 'frame=key_frame,pict_type,pts_time']
  const args = ['-v', 'error', '-select_streams', 'v:0', ...entries, '-of', 'json', path]
  const { stdout } = await run('ffprobe', args, { maxBuffer: 64 * 1024 * 1024 })
  return report.parse(JSON.parse(stdout))
}

/** Decodes a whole file and gives what ffmpeg complains of; empty where nothing is wrong. */
export async function decodeErrors(path: string): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-v', 'error', '-err_detect', 'explode', '-i', path, '-f', 'null', '-'])
  return stderr.trim()
}
