import { rm, writeFile } from 'node:fs/promises'
import { FilePathSource, Input, MP4 } from 'mediabunny'
import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import type { JoinCache, StitchOptions, StitchPlan } from './face.ts'
import { findKept, keep, soundKey, type FileHashes } from './join-cache.ts'
import { graphArguments } from './render-pieces.ts'
import { heardClips, SOUND_RATE, soundGraph, STEREO, type HeardClip } from './sound-graph.ts'
import type { Timeline } from './timeline.ts'

const AAC = ['-c:a', 'aac', '-b:a', '192k', '-ar', String(SOUND_RATE), '-ac', '2', '-f', 'mp4']
const WAV = ['-c:a', 'pcm_s16le', '-f', 'wav']

/** Seconds that a soundtrack may differ from its film and still be taken as it is: half a frame at 30 a second. */
const LENGTH_SLACK = 0.017

export interface ClipSounds {
  readonly plan: Pick<StitchPlan, 'clips' | 'frameRate' | 'joins'>
  readonly timeline: Timeline
  readonly hasAudio: readonly boolean[]
  readonly hashes: FileHashes
}

/**
 * Writes the sound that the clips bring along, exactly as long as the film: `aac` as MP4 for the film itself, `wav` for mixing.
 * Null where no clip is heard and the sound is for a film; a WAV is silent then.
 */
export async function writeClipSound(
  ffmpeg: Ffmpeg,
  { plan, timeline, hasAudio, hashes }: ClipSounds,
  to: { readonly format: 'aac' | 'wav'; readonly output: string },
  { signal, onProgress }: StitchOptions,
): Promise<Outcome<string | null>> {
  const clips = plan.clips.map(({ sound }, index) => ({ sound, hasAudio: hasAudio[index] ?? false }))
  const heard = heardClips(timeline, clips, plan.frameRate)
  const total = (timeline.frames * SOUND_RATE) / plan.frameRate
  const encode = [...(to.format === 'aac' ? AAC : WAV), to.output]
  if (heard.length === 0) {
    if (to.format === 'aac') return succeed(null)
    const silence = ['-f', 'lavfi', '-i', `anullsrc=r=${SOUND_RATE}:cl=stereo,atrim=end_sample=${total}`]
    const done = await runFfmpeg(ffmpeg, [...silence, ...encode], { signal })
    return done.ok ? succeed(to.output) : done
  }
  const kept = await keptSounds(plan, heard, hashes)
  const files = kept ?? heard.map(({ clip }) => plan.clips[clip]?.path ?? '')
  const script = `${to.output}.graph`
  try {
    await writeFile(script, soundGraph(heard, total, kept !== null))
    const args = [...files.flatMap((file) => ['-vn', '-i', file]), ...graphArguments(ffmpeg, script), '-map', '[sound]', ...encode]
    const done = await runFfmpeg(ffmpeg, args, {
      signal,
      ...(onProgress === undefined
        ? {}
        : { onProgress: ({ seconds }) => onProgress(Math.min(1, (seconds * plan.frameRate) / timeline.frames)) }),
    })
    return done.ok ? succeed(to.output) : done
  } finally {
    await rm(script, { force: true })
  }
}

/** Brings a soundtrack to what a film takes: AAC, 48 kHz, stereo, as long as the film. One that is so already is taken as it is. */
export async function fitSoundtrack(
  ffmpeg: Ffmpeg,
  path: string,
  film: { readonly frames: number; readonly frameRate: number; readonly output: string },
  signal: AbortSignal,
): Promise<Outcome<string>> {
  if (await isFilmSound(path, film.frames / film.frameRate)) return succeed(path)
  const total = (film.frames * SOUND_RATE) / film.frameRate
  const filters = [...STEREO, 'apad', `atrim=end_sample=${total}`].join(',')
  const done = await runFfmpeg(ffmpeg, ['-vn', '-i', path, '-map', '0:a:0', '-af', filters, ...AAC, film.output], { signal })
  return done.ok ? succeed(film.output) : done
}

/** Keeps the decoded sound of one clip, so that joining later only has to add. */
export async function keepClipSound(
  ffmpeg: Ffmpeg,
  sounds: ClipSounds,
  cache: JoinCache,
  index: number,
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const { plan, timeline, hasAudio, hashes } = sounds
  const clips = plan.clips.map(({ sound }, clip) => ({ sound, hasAudio: hasAudio[clip] ?? false }))
  const heard = heardClips(timeline, clips, plan.frameRate).find(({ clip }) => clip === index)
  const path = plan.clips[index]?.path
  if (heard === undefined || path === undefined) return succeed(null)
  const name = await soundName(path, heard, hashes)
  if ((await findKept(cache, name)) !== null) return succeed(null)
  const filters = [...STEREO, 'apad', `atrim=start_sample=${heard.from}:end_sample=${heard.to}`].join(',')
  const kept = await keep(cache, name, (temporary) => {
    return runFfmpeg(ffmpeg, ['-vn', '-i', path, '-map', '0:a:0', '-af', filters, ...WAV, temporary], { signal })
  })
  return kept.ok ? succeed(null) : kept
}

/** The kept files of all that is heard; null where one is missing. */
async function keptSounds(plan: ClipSounds['plan'], heard: readonly HeardClip[], hashes: FileHashes): Promise<readonly string[] | null> {
  const files: string[] = []
  if (plan.joins === null) return null
  for (const sound of heard) {
    const file = await findKept(plan.joins, await soundName(plan.clips[sound.clip]?.path ?? '', sound, hashes))
    if (file === null) return null
    files.push(file)
  }
  return files
}

async function soundName(path: string, { from, to }: HeardClip, hashes: FileHashes): Promise<string> {
  return `${await soundKey(path, { from, to }, hashes)}.wav`
}

async function isFilmSound(path: string, seconds: number): Promise<boolean> {
  using input = new Input({ formats: [MP4], source: new FilePathSource(path, { handleUnhandledError: ignore }) })
  try {
    const track = await input.getPrimaryAudioTrack()
    if (track === null || (await track.getCodec()) !== 'aac') return false
    const [rate, channels, length] = await Promise.all([track.getSampleRate(), track.getNumberOfChannels(), track.computeDuration()])
    return rate === SOUND_RATE && channels === 2 && Math.abs(length - seconds) <= LENGTH_SLACK + 1024 / SOUND_RATE
  } catch {
    return false
  }
}

/** What is no MP4 is encoded. */
function ignore(): void {}
