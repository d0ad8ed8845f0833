import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { startProgram, type Ending } from './process-group.ts'

/** What ffmpeg reports while it works. */
export interface FfmpegProgress {
  /** Frames written so far. */
  readonly frames: number
  /** Seconds of output written so far. */
  readonly seconds: number
}

export interface FfmpegOptions {
  readonly signal: AbortSignal
  readonly onProgress?: (progress: FfmpegProgress) => void
  /** `inherited` inside a child of a pool, which is killed as a group; else `own`. */
  readonly group?: 'own' | 'inherited'
}

export interface RunningFfmpeg {
  /** What is piped to ffmpeg. Write errors end in `done`, so they need no handler. */
  readonly stdin: Writable
  readonly done: Promise<Outcome<null>>
}

export interface ReadFfmpeg {
  /** What ffmpeg writes to `pipe:1`. */
  readonly stdout: Readable
  readonly done: Promise<Outcome<null>>
}

const STDERR_TAIL = 4000

/**
 * Runs ffmpeg to its end. When the signal fires, the process and its group are killed at once: outputs are temporary files,
 * so there is nothing to finish. Progress comes by `-progress`, about twice a second.
 *
 * Problems: `cancelled` when aborted, `storage_full`, `media_invalid` for any other failure, with ffmpeg's last line.
 */
export async function runFfmpeg(ffmpeg: Ffmpeg, args: readonly string[], options: FfmpegOptions): Promise<Outcome<null>> {
  return launch(ffmpeg, args, options, { input: 'lifeline', captureOutput: false }).done
}

/** Like `runFfmpeg`, for arguments that read `pipe:0`: gives the stream to write to. ffmpeg ends when that stream ends. */
export function pipeToFfmpeg(ffmpeg: Ffmpeg, args: readonly string[], options: FfmpegOptions): RunningFfmpeg {
  const { stdin, done } = launch(ffmpeg, args, options, { input: 'pipe', captureOutput: false })
  if (stdin === null) throw new Error('ffmpeg was started without an input')
  return { stdin, done }
}

/** Like `runFfmpeg`, for arguments that write to `pipe:1`: gives the stream, which has to be read for `done` to come. */
export function readFromFfmpeg(ffmpeg: Ffmpeg, args: readonly string[], options: FfmpegOptions): ReadFfmpeg {
  const { stdout, done } = launch(ffmpeg, args, options, { input: 'lifeline', captureOutput: true })
  if (stdout === null) throw new Error('ffmpeg was started without an output')
  return { stdout, done }
}

function launch(
  ffmpeg: Ffmpeg,
  args: readonly string[],
  options: FfmpegOptions,
  { input, captureOutput }: { readonly input: 'pipe' | 'lifeline'; readonly captureOutput: boolean },
): { stdin: Writable | null; stdout: Readable | null; done: Promise<Outcome<null>> } {
  const { signal, onProgress } = options
  const program = startProgram(
    ffmpeg.ffmpeg,
    [
      '-hide_banner',
      '-nostats',
      '-y',
      '-loglevel',
      'error',
      ...(onProgress === undefined ? [] : ['-progress', 'pipe:3']),
      ...(input === 'pipe' ? [] : ['-nostdin']),
      ...args,
    ],
    { group: options.group ?? 'own', input, captureOutput, extraPipe: onProgress !== undefined },
  )
  const messages = readTail(program.child.stderr)
  const reports = program.child.stdio[3]
  if (onProgress !== undefined && reports !== null && reports !== undefined && 'read' in reports) followProgress(reports, onProgress)
  if (signal.aborted) program.kill()
  signal.addEventListener('abort', program.kill)
  const done = program.ended.then((ending) => {
    signal.removeEventListener('abort', program.kill)
    return judge(ending, messages(), signal)
  })
  return { stdin: program.child.stdin, stdout: program.child.stdout, done }
}

function judge(ending: Ending, messages: string, signal: AbortSignal): Outcome<null> {
  if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
  if (ending.code === 0) return succeed(null)
  if (!ending.started) return refuse('internal_error', 'ffmpeg could not be started.')
  if (/no space left on device|disk quota exceeded/i.test(messages)) return refuse('storage_full', 'The disk is full.')
  return refuse('media_invalid', 'The media could not be processed.', { params: { reason: lastLine(messages) } })
}

/** ffmpeg's last message without addresses of its internals and without paths. */
export function lastLine(messages: string): string {
  const line = messages.trim().split('\n').at(-1) ?? ''
  return line
    .replaceAll(/ ?@ 0x[0-9a-f]+/g, '')
    .replaceAll(/(?:[A-Za-z]:)?[\\/][^\s:'"]+/g, 'FILE')
    .slice(0, 300)
}

function readTail(stream: Readable | null): () => string {
  let tail = ''
  stream?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_TAIL)
  })
  return () => tail
}

/** Reads the `key=value` lines of `-progress`; a block ends with `progress=`. See ffmpeg's manual, "Main options". */
function followProgress(stream: NodeJS.ReadableStream, onProgress: (progress: FfmpegProgress) => void): void {
  let frames = 0
  let seconds = 0
  createInterface({ input: stream }).on('line', (line) => {
    const [key, value = ''] = line.split('=', 2)
    if (key === 'frame') frames = finite(value, frames)
    else if (key === 'out_time_us') seconds = finite(value, seconds * 1e6) / 1e6
    else if (key === 'progress') onProgress({ frames, seconds })
  })
}

function finite(text: string, otherwise: number): number {
  const number = Number.parseInt(text, 10)
  return Number.isFinite(number) && number >= 0 ? number : otherwise
}
