import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { conform } from '../conform.ts'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { probeVideo } from '../probe-video.ts'
import { profile, type FrameRate } from '../profile.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { openClip, sameAvcc, type ClipFile } from './clip-file.ts'
import type { StitchPlan } from './face.ts'

export interface ReadyClips extends Disposable {
  readonly clips: readonly ClipFile[]
}

type Film = Pick<StitchPlan, 'clips' | 'frameRate' | 'width' | 'height'>

const canonical = new Map<string, Promise<Uint8Array | null>>()

/**
 * Opens the clips of a film for copying. One whose packets cannot stand beside what is rendered (another size, rate, encoder or
 * setting, told by its avcC) is conformed again, into `directory`.
 */
export async function readyClips(ffmpeg: Ffmpeg, film: Film, directory: string, signal: AbortSignal): Promise<Outcome<ReadyClips>> {
  const avcc = await profileAvcc(ffmpeg, film, directory)
  if (avcc === null) return refuse('internal_error', 'ffmpeg could not encode a frame in the profile.')
  const clips: ClipFile[] = []
  const opened = new Map<string, ClipFile>()
  const dispose = (): void => {
    for (const clip of opened.values()) clip[Symbol.dispose]()
  }
  for (const [index, { path, duration }] of film.clips.entries()) {
    const known = opened.get(path)
    const clip =
      known === undefined
        ? await readyClip(ffmpeg, { path, duration, avcc, film, output: join(directory, `clip${index}.mp4`) }, signal)
        : succeed(known)
    if (!clip.ok) {
      dispose()
      return clip
    }
    opened.set(path, clip.value)
    clips.push(clip.value)
  }
  return succeed({ clips, [Symbol.dispose]: dispose })
}

interface Wanted {
  readonly path: string
  readonly duration: number
  readonly avcc: Uint8Array
  readonly film: Film
  readonly output: string
}

async function readyClip(ffmpeg: Ffmpeg, wanted: Wanted, signal: AbortSignal): Promise<Outcome<ClipFile>> {
  if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
  const asIs = await openClip(wanted.path, wanted.film.frameRate)
  if (asIs !== null && fits(asIs, wanted)) return succeed(asIs)
  asIs?.[Symbol.dispose]()
  const probed = await probeVideo(ffmpeg, wanted.path, signal)
  if (!probed.ok) return probed
  const { width, height, frameRate } = wanted.film
  const target = { width, height, frameRate, duration: wanted.duration, output: wanted.output, again: true }
  const conformed = await conform(ffmpeg, { path: wanted.path, probed: probed.value }, target, { signal })
  if (!conformed.ok) return conformed
  const clip = await openClip(conformed.value.path, frameRate)
  if (clip === null || !fits(clip, wanted)) {
    clip?.[Symbol.dispose]()
    return refuse('internal_error', 'A clip could not be brought to the profile.')
  }
  return succeed(clip)
}

/** Whether a clip's packets can be copied into the film. */
export function fits(clip: ClipFile, { avcc, duration, film }: Pick<Wanted, 'avcc' | 'duration' | 'film'>): boolean {
  const frames = Math.round(duration * film.frameRate)
  return clip.width === film.width && clip.height === film.height && clip.frames === frames && sameAvcc(clip.avcc, avcc)
}

/** The avcC that this ffmpeg writes in the profile; found by encoding one frame, once for each size and rate. */
export async function profileAvcc(
  ffmpeg: Ffmpeg,
  film: { readonly frameRate: FrameRate; readonly width: number; readonly height: number },
  directory: string,
): Promise<Uint8Array | null> {
  const key = [ffmpeg.ffmpeg, film.frameRate, film.width, film.height].join(' ')
  const found = canonical.get(key) ?? encodeOne(ffmpeg, film, join(directory, 'profile.mp4'))
  canonical.set(key, found)
  const avcc = await found
  if (avcc === null) canonical.delete(key)
  return avcc
}

async function encodeOne(
  ffmpeg: Ffmpeg,
  { frameRate, width, height }: { readonly frameRate: FrameRate; readonly width: number; readonly height: number },
  output: string,
): Promise<Uint8Array | null> {
  const { videoArguments } = profile(frameRate)
  const picture = ['-f', 'lavfi', '-i', `color=s=${width}x${height}:r=${frameRate},format=yuv420p`, '-frames:v', '1']
  const done = await runFfmpeg(ffmpeg, [...picture, ...videoArguments, '-f', 'mp4', output], { signal: AbortSignal.timeout(30_000) })
  if (!done.ok) return null
  const clip = await openClip(output, frameRate)
  const avcc = clip === null ? null : Uint8Array.from(clip.avcc)
  clip?.[Symbol.dispose]()
  await rm(output, { force: true })
  return avcc
}
