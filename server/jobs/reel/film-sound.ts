import { type Outcome, succeed, type TimedWord } from 'shared/wire'
import { hasSound, joinSound, mixSoundtrack, type PlacedVoice, probeSound, type StitchPlan } from '../../media/index.ts'
import type { Story, StoryPart as Segment } from '../../storyboards/index.ts'
import { findHeard } from './film-heard.ts'
import { pathOf } from './local-files.ts'
import { musicRequest, speechRequest } from './requests.ts'
import type { ReelRooms } from './rooms.ts'
import { findMusic, findSpoken } from './sound-of-story.ts'

/** A narration at its time of the film. */
export interface Narration {
  readonly segment: Segment
  /** Null where nobody speaks it: then it is only read. */
  readonly assetId: string | null
  /** Seconds of the film. */
  readonly start: number
  readonly end: number
  /** As they were spoken; seconds of the film. Empty where the voice told no times. */
  readonly words: readonly TimedWord[]
}

/** Everything that is heard over a film besides its clips' own sound. */
export interface Voices {
  readonly narrations: readonly Narration[]
  /** Asset of the music, own or made. */
  readonly music: string | null
  /** Asset of an own recording, which begins with the film. */
  readonly recording: string | null
  /** What was heard in a film that sounds as this one, where its captions show that; null where it was not listened to. */
  readonly heard: readonly TimedWord[] | null
}

/** Seconds between two narrations of which the first runs into the second's segment. */
const BREATH = 0.15
/** Seconds in which music dies away at the end of the film. */
const FADE_OUT = 1.5

/**
 * Finds what was spoken and composed for a story, and when each narration is heard: with its segment, or as soon as the one before it has
 * ended.
 */
export async function findVoices(
  rooms: Pick<ReelRooms, 'db'> & { readonly library: Pick<ReelRooms['library'], 'get'> },
  story: Story,
): Promise<Voices> {
  const narrations: Narration[] = []
  for (const segment of story.segments) {
    if (segment.narration.trim() === '') continue
    const asked = speechRequest(story, segment)
    const spoken = asked === null ? null : await findSpoken(rooms.db, { storyboardId: story.id, segmentId: segment.id }, asked)
    const asset = spoken === null ? null : await rooms.library.get(story.userId, spoken.assetId)
    const before = narrations.at(-1)
    const start = Math.max(segment.place.start, before === undefined || before.assetId === null ? 0 : before.end + BREATH)
    const end = asset?.duration === undefined ? segment.place.end - segment.place.overlap : start + asset.duration
    const words = (spoken?.words ?? []).map(({ text, start: from, end: to }) => ({ text, start: start + from, end: start + to }))
    narrations.push({ segment, assetId: asset?.id ?? null, start, end: Math.min(end, story.duration), words })
  }
  const { music, voice } = story.soundtrack
  const asked = musicRequest(story)
  const spoken = { narrations, recording: voice?.asset ?? null }
  return {
    ...spoken,
    music: music?.asset ?? (asked === null ? null : await findMusic(rooms.db, story.id, asked)),
    heard: await findHeard(rooms, story, spoken),
  }
}

/** The assets whose files the sound is made from. */
export function soundAssets({ narrations, music, recording }: Voices): readonly string[] {
  return [...narrations.map(({ assetId }) => assetId), music, recording].filter((id) => id !== null)
}

/**
 * Writes the film's sound, mixed and at its loudness, to `output`; null where there is nothing to be mixed, and the clips' own sound is
 * joined as it is.
 */
export async function writeSoundtrack(
  rooms: ReelRooms,
  story: Story,
  film: { readonly plan: StitchPlan; readonly voices: Voices; readonly paths: ReadonlyMap<string, string>; readonly output: string },
  signal: AbortSignal,
): Promise<Outcome<string | null>> {
  const { plan, voices, paths, output } = film
  const { soundtrack, duration } = story
  const own = await hasOwnSound(plan)
  const placed = placedVoices(story, voices, paths)
  if (placed.length === 0 && voices.music === null && (soundtrack.loudness === null || !own)) return succeed(null)
  const joined = `${output}.film.wav`
  const clips = own ? await joinSound(rooms.ffmpeg, plan, joined, { signal }) : succeed(null)
  if (!clips.ok) return clips
  const music = await placedMusic(rooms, story, voices.music, paths, signal)
  if (!music.ok) return music
  const mix = {
    seconds: duration,
    film: clips.value?.path ?? null,
    voices: placed,
    music: music.value,
    ducking: soundtrack.ducking,
    loudness: soundtrack.loudness,
    fadeOut: voices.music === null ? 0 : Math.min(FADE_OUT, duration / 4),
  }
  const mixed = await mixSoundtrack(rooms.ffmpeg, mix, output, { signal })
  return mixed.ok ? succeed(mixed.value.path) : mixed
}

function placedVoices(
  { soundtrack }: Story,
  { narrations, recording }: Voices,
  paths: ReadonlyMap<string, string>,
): readonly PlacedVoice[] {
  const gain = soundtrack.voice?.gain ?? 0
  const spoken = narrations.flatMap(({ assetId, start }) => (assetId === null ? [] : [{ path: pathOf(paths, assetId), at: start, gain }]))
  return recording === null ? spoken : [...spoken, { path: pathOf(paths, recording), at: 0, gain }]
}

async function placedMusic(
  { ffmpeg }: ReelRooms,
  { soundtrack, duration }: Story,
  music: string | null,
  paths: ReadonlyMap<string, string>,
  signal: AbortSignal,
) {
  if (music === null) return succeed(null)
  const path = pathOf(paths, music)
  const sound = await probeSound(ffmpeg, path, signal)
  if (!sound.ok) return sound
  return succeed({ path, gain: soundtrack.music?.gain ?? 0, loop: sound.value.duration + 0.5 < duration })
}

async function hasOwnSound({ clips }: StitchPlan): Promise<boolean> {
  const found = await Promise.all(clips.map(async ({ path, sound }) => sound === 'keep' && (await hasSound(path))))
  return found.includes(true)
}
