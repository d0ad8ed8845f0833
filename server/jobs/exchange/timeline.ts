import type { Cue } from 'shared/captions'
import type { Story, StoryPart as Segment } from '../../storyboards/index.ts'
import type { Voices } from '../reel/film-sound.ts'
import { type TimelineDocument, timelineParts, type Track, type TrackChild } from './timeline-parts.ts'

/** A file that a time line refers to. */
export interface TimelineMedia {
  /** Its address relative to the document. */
  readonly name: string
  /** Seconds; null where that is not known. */
  readonly seconds: number | null
  readonly hasAudio: boolean
}

/** What a time line is made of besides its story. */
export interface TimelineSound {
  readonly voices: Voices
  readonly cues: readonly Cue[]
  /** By asset id. */
  readonly media: ReadonlyMap<string, TimelineMedia>
}

/** A segment in frames of the film. `before` and `behind` are the parts of its transitions that lie on its own side of the cuts. */
interface Cut {
  readonly segment: Segment
  /** First frame that is shown of its clip, transitions among it. */
  readonly from: number
  readonly length: number
  readonly before: number
  readonly behind: number
  /** The transition into the next: how much lies before the cut, how much behind it. */
  readonly next: readonly [before: number, behind: number] | null
}

/**
 * A story as an OpenTimelineIO document (https://opentimelineio.readthedocs.io, file format): a picture track with transitions, a track of
 * the clips' own sound, one of voices, one of music, and captions as markers. Everything counts frames of the story's rate, so the picture
 * track lasts exactly as many as the film does.
 */
export function timelineOfStory(story: Story, sound: TimelineSound): TimelineDocument {
  const { settings, title, captions } = story
  const parts = timelineParts(settings.frameRate)
  const cuts = cutsOf(story)
  const tracks = [
    parts.track('Picture', 'Video', picture(story, cuts, sound.media)),
    clipSound(story, cuts, sound.media),
    voiceTrack(story, sound),
    musicTrack(story, sound),
  ]
  const markers = sound.cues.map(({ text, start, end }) => {
    const from = Math.round(start * settings.frameRate)
    return parts.marker(text.replaceAll('\n', ' '), from, Math.max(1, Math.round(end * settings.frameRate) - from))
  })
  const { aspectRatio, resolution, frameRate } = settings
  const metadata = { pagereel: { aspectRatio, resolution, frameRate, captions: captions.mode } }
  return parts.timeline(
    title,
    tracks.filter((track) => track !== null),
    markers,
    metadata,
  )
}

/** A transition is parted by its cut in the middle; where it has an odd number of frames, the longer half lies behind. */
function cutsOf({ segments, settings: { frameRate } }: Story): readonly Cut[] {
  const halves = segments.map(({ place }): readonly [number, number] => {
    const shared = Math.round(place.overlap * frameRate)
    return [Math.floor(shared / 2), Math.ceil(shared / 2)]
  })
  return segments.map((segment, index) => {
    const [before = 0] = halves[index - 1] ?? []
    const [own, behind] = halves[index] ?? [0, 0]
    return {
      segment,
      from: Math.round((segment.chosen?.in ?? 0) * frameRate),
      length: Math.round(segment.place.end * frameRate) - Math.round(segment.place.start * frameRate),
      before,
      behind,
      next: own + behind === 0 ? null : [own, behind],
    }
  })
}

function picture(story: Story, cuts: readonly Cut[], media: TimelineSound['media']): readonly TrackChild[] {
  return cuts.flatMap((cut) => [clipOf(story, cut, media), ...transitionOf(story, cut)])
}

function clipOf({ settings: { frameRate } }: Story, cut: Cut, media: TimelineSound['media']): TrackChild {
  const parts = timelineParts(frameRate)
  const { segment, from, length, before, behind } = cut
  const file = media.get(segment.chosen?.assetId ?? '')
  const seconds = segment.chosen?.seconds ?? file?.seconds ?? 0
  const available = Math.max(Math.round(seconds * frameRate), from + length)
  const reference = file === undefined ? parts.missing() : parts.external(file.name, available)
  const metadata = { pagereel: { segment: segment.index + 1, prompt: segment.prompt } }
  const name = segment.prompt === '' ? `Segment ${segment.index + 1}` : segment.prompt.slice(0, 80)
  return parts.clip(name, parts.range(from + before, length - before - behind), reference, metadata)
}

function transitionOf({ settings: { frameRate } }: Story, { segment, next }: Cut): readonly TrackChild[] {
  if (next === null) return []
  return [timelineParts(frameRate).transition(segment.boundary.kind, ...next)]
}

/** The sound that clips have of their own, at their places; null where none is heard. */
function clipSound(story: Story, cuts: readonly Cut[], media: TimelineSound['media']): Track | null {
  const parts = timelineParts(story.settings.frameRate)
  const isHeard = ({ segment }: Cut): boolean => segment.audio === 'keep' && media.get(segment.chosen?.assetId ?? '')?.hasAudio === true
  if (!cuts.some(isHeard)) return null
  const children = cuts.flatMap((cut, index) => {
    const following = cuts[index + 1]
    const joins = isHeard(cut) || (following !== undefined && isHeard(following))
    const gap = parts.gap(cut.length - cut.before - cut.behind)
    return [isHeard(cut) ? clipOf(story, cut, media) : gap, ...(joins ? transitionOf(story, cut) : [])]
  })
  return parts.track('Clip sound', 'Audio', children)
}

/** Every voice at its time of the film, with what was recorded for all of it; null where nobody speaks. */
function voiceTrack({ settings: { frameRate }, soundtrack, duration }: Story, { voices, media }: TimelineSound): Track | null {
  const parts = timelineParts(frameRate)
  const recording = voices.recording === null ? [] : [{ assetId: voices.recording, start: 0, end: duration, name: 'Voice' }]
  const spoken = voices.narrations.map(({ assetId, start, end, segment }) => ({
    assetId,
    start,
    end,
    name: segment.narration.slice(0, 80),
  }))
  const children: TrackChild[] = []
  let at = 0
  for (const { assetId, start, end, name } of [...recording, ...spoken]) {
    const file = assetId === null ? undefined : media.get(assetId)
    if (file === undefined) continue
    const from = Math.max(at, Math.round(start * frameRate))
    const available = framesOf(file, frameRate)
    const length = Math.min(available, Math.round(end * frameRate) - from)
    if (length <= 0) continue
    if (from > at) children.push(parts.gap(from - at))
    children.push(parts.clip(name, parts.range(0, length), parts.external(file.name, available)))
    at = from + length
  }
  return children.length === 0 ? null : parts.track('Voice', 'Audio', children, gainOf(soundtrack.voice?.gain))
}

/** The music from the film's beginning, again from its own where it is shorter than the film; null where there is none. */
function musicTrack({ settings: { frameRate }, soundtrack, duration }: Story, { voices, media }: TimelineSound): Track | null {
  const parts = timelineParts(frameRate)
  const file = voices.music === null ? undefined : media.get(voices.music)
  const available = file === undefined ? 0 : framesOf(file, frameRate)
  if (file === undefined || available === 0) return null
  const film = Math.round(duration * frameRate)
  const loops = (file.seconds ?? 0) + LOOPED_BELOW < duration
  const times = loops ? Math.ceil(film / available) : 1
  const children = Array.from({ length: times }, (_, index) => {
    const length = Math.min(available, film - index * available)
    return parts.clip('Music', parts.range(0, length), parts.external(file.name, available))
  })
  return parts.track('Music', 'Audio', children, gainOf(soundtrack.music?.gain))
}

/** Music that ends this much before the film is not begun again, as in the film itself. */
const LOOPED_BELOW = 0.5

function framesOf({ seconds }: TimelineMedia, frameRate: number): number {
  return Math.floor((seconds ?? 0) * frameRate)
}

/** Decibels; the format has no field for loudness. */
function gainOf(gain: number | undefined) {
  return gain === undefined || gain === 0 ? {} : { pagereel: { gain } }
}
