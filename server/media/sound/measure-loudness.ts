import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { startProgram } from '../process-group.ts'
import { lastLine } from '../run-ffmpeg.ts'
import { LOCKED_SOUND } from './mix-graph.ts'

/** As EBU R 128 measures it (ITU-R BS.1770). */
export interface Loudness {
  /** Integrated, in LUFS; null where nothing is louder than its gate of -70 LUFS. */
  readonly integrated: number | null
  /** In dBTP; null for silence. */
  readonly truePeak: number | null
  /** In LU. */
  readonly range: number
}

/** At the end of a graph: measures what passes and tells it when all has passed. */
export const METER = 'ebur128=peak=true:framelog=verbose'

/** Measures the first sound track of a file. Problems: `cancelled`, `media_invalid`. */
export async function measureLoudness(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<Outcome<Loudness>> {
  return runMeasured(ffmpeg, [...LOCKED_SOUND, '-i', path, '-map', '0:a:0', '-af', METER, '-f', 'null', '-'], signal)
}

/** Runs ffmpeg with a graph that has one `METER` in it, and gives what that measured. Problems: `cancelled`, `media_invalid`. */
export async function runMeasured(ffmpeg: Ffmpeg, args: readonly string[], signal: AbortSignal): Promise<Outcome<Loudness>> {
  const said = await listen(ffmpeg, args, signal)
  if (!said.ok) return said
  const loudness = readSummary(said.value)
  return loudness === null ? refuse('media_invalid', 'The sound could not be measured.') : succeed(loudness)
}

/**
 * Runs ffmpeg to its end and gives what it said, the last 100,000 characters of it: for filters that tell what they found in words.
 * Problems: `cancelled` when aborted, `media_invalid` where it failed.
 */
export async function listen(ffmpeg: Ffmpeg, args: readonly string[], signal: AbortSignal): Promise<Outcome<string>> {
  const program = startProgram(ffmpeg.ffmpeg, ['-hide_banner', '-nostats', '-nostdin', '-y', '-loglevel', 'info', ...args], {
    group: 'own',
    input: 'lifeline',
  })
  let said = ''
  program.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LONGEST)
  })
  if (signal.aborted) program.kill()
  signal.addEventListener('abort', program.kill)
  const ending = await program.ended
  signal.removeEventListener('abort', program.kill)
  if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
  if (/no space left on device|disk quota exceeded/i.test(said)) return refuse('storage_full', 'The disk is full.')
  if (ending.code === 0) return succeed(said)
  return refuse('media_invalid', 'The sound could not be processed.', { params: { reason: lastLine(said) } })
}

const LONGEST = 100_000

/** Reads the last summary that ffmpeg's ebur128 has printed; null where there is none. */
export function readSummary(said: string): Loudness | null {
  const summary = said.slice(said.lastIndexOf('Summary:'))
  const read = (pattern: RegExp): number | null => {
    const text = pattern.exec(summary)?.[1]
    return text === undefined ? null : Number(text)
  }
  const integrated = read(/\bI:\s+(-?[\d.]+|-?inf|nan) LUFS/)
  const range = read(/\bLRA:\s+(-?[\d.]+|nan) LU/)
  if (integrated === null || range === null) return null
  const peak = read(/Peak:\s+(-?[\d.]+|-?inf) dBFS/)
  const heard = Number.isFinite(integrated) && integrated > GATE
  return {
    integrated: heard ? integrated : null,
    truePeak: peak !== null && Number.isFinite(peak) ? peak : null,
    range: Number.isFinite(range) ? range : 0,
  }
}

const GATE = -70
