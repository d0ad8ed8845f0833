import { stat } from 'node:fs/promises'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { AAC } from './profile.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import { LOCKED_SOUND, probeSound, type SoundFile } from './sound-file.ts'

export const SOUND_LIMITS = { bytes: 200 * 1024 * 1024, seconds: 1800 } as const

/** Seconds of a sound that are decoded to see whether it can be. */
const DECODED = 10
const PLAIN_WAV = /^pcm_(?:u8|s16le|s24le|f32le)$/
const ENCODED: readonly string[] = [...AAC, '-ar', '48000', '-ac', '2', '-movflags', '+faststart', '-f', 'mp4']
/** Containers in which browsers play what comes in these codecs, as it is. */
const COPIED: Readonly<Record<string, readonly string[]>> = {
  mp3: ['-c:a', 'copy', '-id3v2_version', '0', '-f', 'mp3'],
  aac: ['-c:a', 'copy', '-bsf:a', 'aac_adtstoasc', '-movflags', '+faststart', '-f', 'mp4'],
  flac: ['-c:a', 'copy', '-f', 'flac'],
  opus: ['-c:a', 'copy', '-f', 'ogg'],
  vorbis: ['-c:a', 'copy', '-f', 'ogg'],
}

/**
 * Judges a sound from outside and writes it to `output` without its tags, its cover and whatever else came with it. Its samples stay as
 * they are, but those that browsers cannot play become AAC.
 *
 * Problems: `payload_too_large`, `media_invalid` (damaged, without sound, beyond `SOUND_LIMITS`), `cancelled`, `storage_full`.
 */
export async function ingestSound(ffmpeg: Ffmpeg, path: string, output: string, signal: AbortSignal): Promise<Outcome<SoundFile>> {
  const { size } = await stat(path)
  if (size > SOUND_LIMITS.bytes) {
    const detail = `A sound may have ${SOUND_LIMITS.bytes} bytes.`
    return refuse('payload_too_large', detail, { params: { limitBytes: SOUND_LIMITS.bytes } })
  }
  const found = await probeSound(ffmpeg, path, signal)
  if (!found.ok) return found
  const { codec } = found.value
  const form = PLAIN_WAV.test(codec) ? ['-c:a', 'copy', '-f', 'wav'] : (COPIED[codec] ?? ENCODED)
  const bare = ['-map', '0:a:0', '-map_metadata', '-1', '-map_metadata:s:a', '-1', '-map_chapters', '-1', '-fflags', '+bitexact']
  const written = await runFfmpeg(ffmpeg, [...LOCKED_SOUND, '-i', `file:${path}`, ...bare, '-flags:a', '+bitexact', ...form, output], {
    signal,
  })
  if (!written.ok) return written.problem.code === 'media_invalid' ? damaged() : written
  const sound = await probeSound(ffmpeg, output, signal)
  if (!sound.ok) return sound
  if (sound.value.duration > SOUND_LIMITS.seconds) return tooLong(sound.value.duration)
  const decode = [...LOCKED_SOUND, '-abort_on', 'empty_output', '-t', String(DECODED), '-i', `file:${output}`, '-f', 'null', '-']
  const decoded = await runFfmpeg(ffmpeg, decode, { signal })
  if (decoded.ok) return succeed(sound.value)
  return decoded.problem.code === 'media_invalid' ? damaged() : decoded
}

function damaged(): Outcome<never> {
  return refuse('media_invalid', 'The sound cannot be decoded.', { params: { reason: 'damaged' } })
}

function tooLong(duration: number): Outcome<never> {
  const range = { maximum: SOUND_LIMITS.seconds }
  const detail = 'The sound is longer than half an hour.'
  return refuse('media_invalid', detail, { params: { duration, ...range }, issues: [{ path: 'file', message: detail, range }] })
}
