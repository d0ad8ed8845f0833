import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const HEARD_RATE = 48_000

/** Writes a sound by a source of ffmpeg's `lavfi`, such as `sine=frequency=440:duration=3`, as WAV. */
export async function writeSound(path: string, source: string): Promise<string> {
  await run('ffmpeg', ['-y', '-loglevel', 'error', '-f', 'lavfi', '-i', source, '-ar', String(HEARD_RATE), path])
  return path
}

/** The samples of a file's sound, brought to one channel of 48 kHz, -1 to 1, after a filter of ffmpeg's where one is given. */
export async function hear(path: string, filter = 'anull'): Promise<Float32Array> {
  const form = ['-ac', '1', '-ar', String(HEARD_RATE), '-f', 'f32le', '-']
  const { stdout } = await run('ffmpeg', ['-loglevel', 'error', '-i', path, '-af', filter, ...form], {
    encoding: 'buffer',
    maxBuffer: 512 * 1024 * 1024,
  })
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength))
}

/** Root mean square of a stretch in seconds, in decibels against full scale; -120 for silence. */
export function levelOf(samples: Float32Array, from: number, to: number): number {
  const part = samples.subarray(Math.round(from * HEARD_RATE), Math.round(to * HEARD_RATE))
  const power = part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length)
  return Math.max(-120, 10 * Math.log10(power + 1e-12))
}
