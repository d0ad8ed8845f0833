import { rm, writeFile } from 'node:fs/promises'
import { FilePathSource, Input, MP4 } from 'mediabunny'
import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { AAC } from '../profile.ts'
import { readFromFfmpeg, runFfmpeg } from '../run-ffmpeg.ts'
import type { JoinCache, StitchOptions, StitchPlan } from './face.ts'
import { storedPackets, streamedPackets, type FilmPackets } from './film-packets.ts'
import { findKept, keep, soundKey } from './join-cache.ts'
import { graphArguments } from './render-pieces.ts'
import { heardClips, SOUND_RATE, soundGraph, STEREO, type HeardClip } from './sound-graph.ts'
import type { Timeline } from './timeline.ts'

const ADTS = [...AAC, '-ar', String(SOUND_RATE), '-ac', '2', '-f', 'adts', 'pipe:1']
const WAV = ['-c:a', 'pcm_s16le', '-f', 'wav']

/** Reads the sound of a clip: without it ffmpeg decodes pictures of each first, to tell what streams there are. */
const SOUND_ONLY = ['-nofind_stream_info', '-vn'] as const

/** Seconds that a soundtrack may differ from its film and still be taken as it is: half a frame at 30 a second. */
const LENGTH_SLACK = 0.017

export interface ClipSounds {
  readonly plan: Pick<StitchPlan, 'clips' | 'frameRate' | 'joins'>
  readonly timeline: Timeline
  readonly hasAudio: readonly boolean[]
}

/** The sound of a film, exactly as long as that, while it is still encoded. */
export interface FilmSound extends Disposable {
  readonly packets: FilmPackets
  /** How encoding ended. */
  readonly done: Promise<Outcome<null>>
}

/** Starts to encode the sound that the clips bring along; null where none is heard. `script` is where its filter graph is written. */
export async function encodeClipSound(
  ffmpeg: Ffmpeg,
  sounds: ClipSounds,
  script: string,
  options: StitchOptions,
): Promise<FilmSound | null> {
  const input = await heardInput(ffmpeg, sounds, script)
  return input === null ? null : encode(ffmpeg, input, sounds, options)
}

/** Writes the sound that the clips bring along as a WAV, exactly as long as the film and silent where no clip is heard. */
export async function writeClipSound(
  ffmpeg: Ffmpeg,
  sounds: ClipSounds,
  output: string,
  { signal }: Pick<StitchOptions, 'signal'>,
): Promise<Outcome<null>> {
  const script = `${output}.graph`
  try {
    const total = samplesOf(sounds.timeline.frames, sounds.plan.frameRate)
    const silence = ['-f', 'lavfi', '-i', `anullsrc=r=${SOUND_RATE}:cl=stereo,atrim=end_sample=${total}`]
    return await runFfmpeg(ffmpeg, [...((await heardInput(ffmpeg, sounds, script)) ?? silence), ...WAV, output], { signal })
  } finally {
    await rm(script, { force: true })
  }
}

/** Starts to bring a soundtrack to what a film takes: AAC, 48 kHz, stereo, as long as the film. One that is so already is taken as it is. */
export async function fitSoundtrack(
  ffmpeg: Ffmpeg,
  path: string,
  film: Pick<ClipSounds, 'plan' | 'timeline'>,
  options: StitchOptions,
): Promise<FilmSound> {
  const { frames } = film.timeline
  const stored = (await isFilmSound(path, frames / film.plan.frameRate)) ? await storedPackets(path) : null
  if (stored !== null) return { packets: stored, done: Promise.resolve(succeed(null)), [Symbol.dispose]: () => stored[Symbol.dispose]() }
  const filters = [...STEREO, 'apad', `atrim=end_sample=${samplesOf(frames, film.plan.frameRate)}`].join(',')
  return encode(ffmpeg, ['-vn', '-i', path, '-map', '0:a:0', '-af', filters], film, options)
}

function encode(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  { plan, timeline }: Pick<ClipSounds, 'plan' | 'timeline'>,
  { signal, onProgress }: StitchOptions,
): FilmSound {
  const { stdout, done } = readFromFfmpeg(ffmpeg, [...input, ...ADTS], {
    signal,
    ...(onProgress === undefined
      ? {}
      : { onProgress: ({ seconds }) => onProgress(Math.min(1, (seconds * plan.frameRate) / timeline.frames)) }),
  })
  const packets = streamedPackets(stdout, samplesOf(timeline.frames, plan.frameRate))
  return { packets, done, [Symbol.dispose]: () => packets[Symbol.dispose]() }
}

/** Arguments that read and join all that is heard; null where nothing is. */
async function heardInput(ffmpeg: Ffmpeg, { plan, timeline, hasAudio }: ClipSounds, script: string): Promise<readonly string[] | null> {
  const clips = plan.clips.map(({ sound }, index) => ({ sound, hasAudio: hasAudio[index] ?? false }))
  const heard = heardClips(timeline, clips, plan.frameRate)
  if (heard.length === 0) return null
  const kept = await keptSounds(plan, heard)
  const files = kept ?? heard.map(({ clip }) => plan.clips[clip]?.path ?? '')
  await writeFile(script, soundGraph(heard, samplesOf(timeline.frames, plan.frameRate), kept !== null))
  return [...files.flatMap((file) => [...SOUND_ONLY, '-i', file]), ...graphArguments(ffmpeg, script), '-map', '[sound]']
}

/** Every rate of ours divides 48 000. */
function samplesOf(frames: number, frameRate: number): number {
  return (frames * SOUND_RATE) / frameRate
}

/** Keeps the decoded sound of one clip, so that joining later only has to add. */
export async function keepClipSound(
  ffmpeg: Ffmpeg,
  sounds: ClipSounds,
  cache: JoinCache,
  index: number,
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const { plan, timeline, hasAudio } = sounds
  const clips = plan.clips.map(({ sound }, clip) => ({ sound, hasAudio: hasAudio[clip] ?? false }))
  const heard = heardClips(timeline, clips, plan.frameRate).find(({ clip }) => clip === index)
  const path = plan.clips[index]?.path
  if (heard === undefined || path === undefined) return succeed(null)
  const name = await soundName(path, heard)
  if ((await findKept(cache, name)) !== null) return succeed(null)
  const filters = [...STEREO, 'apad', `atrim=start_sample=${heard.from}:end_sample=${heard.to}`].join(',')
  const kept = await keep(cache, name, (temporary) => {
    return runFfmpeg(ffmpeg, ['-vn', '-i', path, '-map', '0:a:0', '-af', filters, ...WAV, temporary], { signal })
  })
  return kept.ok ? succeed(null) : kept
}

/** The kept files of all that is heard; null where one is missing. */
async function keptSounds(plan: ClipSounds['plan'], heard: readonly HeardClip[]): Promise<readonly string[] | null> {
  const files: string[] = []
  if (plan.joins === null) return null
  for (const sound of heard) {
    const file = await findKept(plan.joins, await soundName(plan.clips[sound.clip]?.path ?? '', sound))
    if (file === null) return null
    files.push(file)
  }
  return files
}

async function soundName(path: string, { from, to }: HeardClip): Promise<string> {
  return `${await soundKey(path, { from, to })}.wav`
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
