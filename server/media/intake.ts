import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Storage } from '../storage/index.ts'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { ingestPicture } from './ingest-picture.ts'
import { ingestSound } from './ingest-sound.ts'
import { LOCKED_INPUT } from './probe-ffprobe.ts'
import { probeVideo } from './probe-video.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import { sniffFile } from './sniff.ts'
import { holdsSoundAlone } from './sound-file.ts'
import type { Subject } from './subjects/index.ts'

/** A stored file that came from outside, with what was measured about it. */
export interface TakenIn {
  readonly type: 'image' | 'video' | 'audio'
  readonly sha256: string
  readonly bytes: number
  readonly mime: string
  readonly width?: number
  readonly height?: number
  readonly focus?: { readonly x: number; readonly y: number }
  /** Left out where nobody looked, or looking failed. */
  readonly subject?: Subject | undefined
  readonly duration?: number
  readonly frameRate?: number
  readonly codec?: string
  readonly bitrate?: number
  readonly hasAudio?: boolean
  readonly avccSha256?: string | null
}

/** Looks at a picture for its subject; nothing where that cannot be done. */
export type Look = (picture: { readonly path: string; readonly width: number; readonly height: number }) => Promise<Subject | undefined>

const DECODE_SECONDS = 10
const SOUND_MS = 60_000

/** Judges a file from outside and stores it: a picture or a sound written anew, a video as it is. The file is consumed when it is stored. */
export async function takeIn(storage: Storage, ffmpeg: Ffmpeg, path: string, look: Look): Promise<Outcome<TakenIn>> {
  const sniffed = await sniffFile(path)
  if (!sniffed.ok) return sniffed
  const { kind } = sniffed.value
  return guardSpace(() => {
    if (kind === 'picture') return takePicture(storage, path, look)
    return kind === 'sound' ? takeSound(storage, ffmpeg, path) : takeVideo(storage, ffmpeg, path)
  })
}

/** sha256 of a file in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function takePicture(storage: Storage, path: string, look: Look): Promise<Outcome<TakenIn>> {
  await using written = await storage.temporary('picture')
  const picture = await ingestPicture(path, written.path)
  if (!picture.ok) return picture
  const { mime, width, height, focus } = picture.value
  const subject = await look({ path: written.path, width, height })
  return succeed({ type: 'image', mime, width, height, focus, subject, ...(await storage.commit(written.path)) })
}

async function takeVideo(storage: Storage, ffmpeg: Ffmpeg, path: string): Promise<Outcome<TakenIn>> {
  const probed = await probeVideo(ffmpeg, path)
  if (!probed.ok) {
    const isSound = await holdsSoundAlone(ffmpeg, path, AbortSignal.timeout(SOUND_MS))
    return isSound ? await takeSound(storage, ffmpeg, path) : probed
  }
  const decode = [...LOCKED_INPUT, '-xerror', '-i', path, '-map', '0:v:0', '-frames:v', '1', '-f', 'null', '-']
  const decoded = await runFfmpeg(ffmpeg, decode, { signal: AbortSignal.timeout(DECODE_SECONDS * 1000) })
  if (!decoded.ok) return refuse('media_invalid', 'The video cannot be decoded.', { params: { reason: 'damaged' } })
  const { mime, width, height, duration, frameRate, codec, bitrate, hasAudio, avccSha256 } = probed.value
  const measured = { mime, width, height, duration, frameRate, codec, bitrate, hasAudio, avccSha256 }
  return succeed({ type: 'video', ...measured, ...(await storage.commit(path)) })
}

async function takeSound(storage: Storage, ffmpeg: Ffmpeg, path: string): Promise<Outcome<TakenIn>> {
  await using written = await storage.temporary('sound')
  const sound = await ingestSound(ffmpeg, path, written.path, AbortSignal.timeout(SOUND_MS))
  if (!sound.ok) return sound
  const { mime, codec, duration, bitrate } = sound.value
  return succeed({ type: 'audio', mime, codec, duration, bitrate, hasAudio: true, ...(await storage.commit(written.path)) })
}

async function guardSpace<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work()
  } catch (error) {
    const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    if (full) return refuse('storage_full', 'The disk is full.')
    throw error
  }
}
