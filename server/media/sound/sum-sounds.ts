import { type Outcome, succeed } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { AAC } from '../profile.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { LOCKED_SOUND, SOUND_RATE } from './mix-graph.ts'

/**
 * Adds sounds up, sample by sample from their beginnings, into one file of AAC (48 kHz, stereo), as long as the longest: stems of one
 * recording give what they were taken out of. Problems: those of `runFfmpeg`.
 */
export async function sumSounds(
  ffmpeg: Ffmpeg,
  paths: readonly string[],
  output: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Outcome<string>> {
  const inputs = paths.flatMap((path) => [...LOCKED_SOUND, '-i', path])
  const each = paths.map((_, index) => `[${index}:a:0]aresample=${SOUND_RATE},aformat=sample_fmts=fltp:channel_layouts=stereo[in${index}]`)
  const names = paths.map((_, index) => `[in${index}]`).join('')
  const graph = [...each, `${names}amix=inputs=${paths.length}:normalize=0:duration=longest[sum]`].join(';')
  const plain = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact']
  const encode = [...AAC, '-movflags', '+faststart', '-f', 'mp4']
  const done = await runFfmpeg(ffmpeg, [...inputs, '-filter_complex', graph, '-map', '[sum]', ...plain, ...encode, output], { signal })
  return done.ok ? succeed(output) : done
}
