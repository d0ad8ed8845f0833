import { stat } from 'node:fs/promises'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { z } from 'zod'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { AAC } from './profile.ts'
import { startProgram } from './process-group.ts'
import { type FfmpegOptions, runFfmpeg } from './run-ffmpeg.ts'

/** A sound as the library keeps it. */
export interface SoundFile {
  readonly bytes: number
  readonly mime: string
  readonly codec: string
  /** Seconds. */
  readonly duration: number
  /** Bits per second. */
  readonly bitrate: number
}

/** Containers that sounds come in; nothing that they may point to is read. */
export const LOCKED_SOUND: readonly string[] = [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  'mov,matroska,webm,mp3,wav,ogg,flac,aac',
]
const MOST_OUTPUT_CHARACTERS = 64 * 1024
const PROBE_MS = 30_000

const MIMES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
  aac: 'audio/aac',
}

const report = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().optional(),
      disposition: z.object({ attached_pic: z.number().optional() }).optional(),
    }),
  ),
  format: z.object({ format_name: z.string(), duration: z.coerce.number() }),
})

/** Writes the sound of a file as AAC 48 kHz stereo in an MP4, as it is kept. Problems: those of `runFfmpeg`, `media_invalid` where it has none. */
export async function extractSound(ffmpeg: Ffmpeg, path: string, output: string, options: FfmpegOptions): Promise<Outcome<SoundFile>> {
  const format = ['-vn', ...AAC, '-ar', '48000', '-ac', '2', '-movflags', '+faststart', '-f', 'mp4']
  const done = await runFfmpeg(ffmpeg, [...LOCKED_SOUND, '-i', `file:${path}`, '-map', '0:a:0', ...format, output], options)
  return done.ok ? await probeSound(ffmpeg, output, options.signal) : done
}

/** Measures a file that has sound. `media_invalid` where it has none or cannot be read. */
export async function probeSound(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<Outcome<SoundFile>> {
  const found = await ask(ffmpeg, path, AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]))
  if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
  const sound = found?.streams.find(({ codec_type: type }) => type === 'audio')
  if (found === null || sound === undefined || !(found.format.duration > 0)) {
    return refuse('media_invalid', 'The sound is damaged, incomplete or empty.', { params: { reason: 'damaged' } })
  }
  const { size: bytes } = await stat(path)
  const { duration } = found.format
  const [name = ''] = found.format.format_name.split(',')
  const mime = MIMES[name] ?? 'audio/mp4'
  return succeed({ bytes, mime, codec: sound.codec_name ?? 'unknown', duration, bitrate: Math.round((bytes * 8) / duration) })
}

/** Whether a file holds sound and nothing that moves: a cover counts as none. */
export async function holdsSoundAlone(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<boolean> {
  const found = await ask(ffmpeg, path, AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]))
  const streams = found?.streams ?? []
  const moving = streams.some(({ codec_type: type, disposition }) => type === 'video' && disposition?.attached_pic !== 1)
  return !moving && streams.some(({ codec_type: type }) => type === 'audio')
}

async function ask(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<z.infer<typeof report> | null> {
  if (signal.aborted) return null
  const args = ['-v', 'error', ...LOCKED_SOUND, '-show_streams', '-show_format', '-of', 'json', '-i', `file:${path}`]
  const program = startProgram(ffmpeg.ffprobe, args, { group: 'own', input: 'lifeline', captureOutput: true })
  const stop = (): void => program.kill()
  signal.addEventListener('abort', stop)
  let text = ''
  program.child.stderr?.resume()
  program.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (text.length > MOST_OUTPUT_CHARACTERS) program.kill()
  })
  const { code } = await program.ended
  signal.removeEventListener('abort', stop)
  if (code !== 0) return null
  const parsed = report.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}
