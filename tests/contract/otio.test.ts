import * as fc from 'fast-check'
import { timelineOf } from 'shared/story'
import { describe, expect, it } from 'vitest'
import { timelineOfStory, type TimelineMedia } from '../../server/jobs/exchange/timeline.ts'
import type { Voices } from '../../server/jobs/reel/film-sound.ts'
import type { Story, StoryPart } from '../../server/storyboards/index.ts'
import { type OtioTimeline, otioTimeline, placesOfTrack } from '../harness/otio.ts'

interface Shot {
  /** Seconds; null: nothing is shown yet. */
  readonly clip: { readonly in: number; readonly seconds: number; readonly hasAudio: boolean } | null
  readonly length: number
  readonly boundary: { readonly kind: string; readonly seconds: number }
  readonly audio: 'keep' | 'mute'
}

const SETTINGS: Omit<Story['settings'], 'frameRate'> = {
  style: 'realistic',
  styleText: '',
  aspectRatio: '9:16',
  resolution: '720p',
  quality: 'draft',
  seed: 1,
  flow: 'independent',
  frames: 'predicted',
  checkFrames: false,
  provider: null,
  model: null,
  imageProvider: null,
  platform: null,
  mood: null,
}
const NO_VOICES: Voices = { narrations: [], music: null, recording: null, heard: null }

function partOf({ clip, length, boundary, audio }: Shot, index: number, place: StoryPart['place']): StoryPart {
  const chosen =
    clip === null
      ? null
      : { id: `tak_${index}`, jobId: null, assetId: `ast_${index}`, in: clip.in, out: null, seconds: clip.seconds, basis: null }
  const found = { foundStartFrame: null, foundEndFrame: null, continuity: null, error: null, estimatedUsdMicros: null, settledUsdMicros: 0 }
  const asked = { image: null, startFrame: null, endFrame: null, camera: null, lighting: null, provider: null, model: null, take: null }
  return {
    ...found,
    ...asked,
    id: `seg_${index}`,
    index,
    place,
    length,
    duration: length,
    boundary,
    audio,
    chosen,
    takes: chosen === null ? [] : [chosen],
    prompt: `shot ${index + 1}`,
    titleText: null,
    narration: '',
    stale: false,
    inputs: '',
    continuous: false,
    status: 'queued',
    progress: 0,
  }
}

function storyOf(shots: readonly Shot[], frameRate: 24 | 30 | 60): Story {
  const { parts, duration } = timelineOf(shots, frameRate)
  const segments = shots.map((shot, index) => partOf(shot, index, parts[index] ?? { start: 0, end: 0, overlap: 0 }))
  return {
    id: 'stb_1',
    userId: 'usr_1',
    version: 1,
    title: 'A mug',
    settings: { ...SETTINGS, frameRate },
    segments,
    duration,
    cast: [],
    overlays: [],
    planned: null,
    source: null,
    canUndo: false,
    canRedo: false,
    createdAt: 0,
    updatedAt: 0,
    soundtrack: { music: null, voice: null, ducking: true, loudness: null },
    captions: { mode: 'soft', source: 'script', style: 'plain', place: 'bottom' },
    brand: { colours: [], headingFont: null, bodyFont: null, logo: null },
  }
}

function mediaOf(shots: readonly Shot[]): ReadonlyMap<string, TimelineMedia> {
  return new Map(
    shots.flatMap(({ clip }, index) =>
      clip === null ? [] : [[`ast_${index}`, { name: `media/shot-${index}.mp4`, seconds: clip.seconds, hasAudio: clip.hasAudio }] as const],
    ),
  )
}

/** As it is read from a file. */
function written(story: Story, sound: Parameters<typeof timelineOfStory>[1]): OtioTimeline {
  return otioTimeline.parse(JSON.parse(JSON.stringify(timelineOfStory(story, sound))))
}

function trackOf({ tracks }: OtioTimeline, name: string) {
  const track = tracks.children.find((each) => each.name === name)
  return track === undefined ? [] : placesOfTrack(track)
}

const shot: fc.Arbitrary<Shot> = fc
  .record({
    length: fc.double({ min: 0.2, max: 20, noNaN: true }),
    in: fc.double({ min: 0, max: 5, noNaN: true }),
    spare: fc.double({ min: 0, max: 5, noNaN: true }),
    boundary: fc.record({
      kind: fc.constantFrom('cut', 'continuous', 'dissolve', 'fade', 'wipe', 'circleopen'),
      seconds: fc.double({ min: 0, max: 3, noNaN: true }),
    }),
    audio: fc.constantFrom('keep', 'mute'),
    shown: fc.constantFrom('sound', 'silent', 'nothing'),
  })
  .map(({ length, in: from, spare, boundary, audio, shown }) => ({
    length,
    boundary,
    audio,
    clip: shown === 'nothing' ? null : { in: from, seconds: from + length + spare, hasAudio: shown === 'sound' },
  }))

describe('a story as an OpenTimelineIO document', () => {
  it('shows every frame of the film where the film does, with the frames that its transitions need', () => {
    fc.assert(
      fc.property(fc.array(shot, { minLength: 1, maxLength: 20 }), fc.constantFrom(24, 30, 60), (shots, frameRate) => {
        const story = storyOf(shots, frameRate)
        const document = written(story, { voices: NO_VOICES, cues: [], media: mediaOf(shots) })
        const { parts, duration } = timelineOf(shots, frameRate)
        const places = trackOf(document, 'Picture')
        expect(places.map(({ kind, shownStart, shownEnd }) => ({ kind, shownStart, shownEnd }))).toEqual(
          parts.map(({ start, end }) => ({
            kind: 'clip',
            shownStart: Math.round(start * frameRate),
            shownEnd: Math.round(end * frameRate),
          })),
        )
        expect(places.at(-1)?.end).toBe(Math.round(duration * frameRate))
        for (const [index, { mediaStart, mediaEnd, available, target, start, end }] of places.entries()) {
          expect(end).toBeGreaterThan(start)
          const clip = shots[index]?.clip ?? null
          expect(target).toBe(clip === null ? null : `media/shot-${index}.mp4`)
          if (clip === null) continue
          expect(mediaStart).toBe(Math.round(clip.in * frameRate))
          expect(mediaEnd).toBeLessThanOrEqual(available ?? 0)
          expect(available).toBeLessThanOrEqual(Math.ceil(clip.seconds * frameRate) + 1)
        }
        const heard = shots.map(({ clip, audio }) => audio === 'keep' && clip?.hasAudio === true)
        const sound = trackOf(document, 'Clip sound')
        expect(sound.map(({ kind }) => kind === 'clip')).toEqual(heard.includes(true) ? heard : [])
        if (sound.length > 0) expect(sound.at(-1)?.end).toBe(Math.round(duration * frameRate))
      }),
    )
  })

  it('names transitions as the format does, and keeps what they are called here', () => {
    const shots = ['dissolve', 'wipe', 'cut', 'cut'].map((kind) => ({
      length: 3,
      audio: 'mute' as const,
      boundary: { kind, seconds: 0.5 },
      clip: { in: 1, seconds: 5, hasAudio: false },
    }))
    const document = written(storyOf(shots, 30), { voices: NO_VOICES, cues: [], media: mediaOf(shots) })
    const transitions = (document.tracks.children[0]?.children ?? []).flatMap((child) =>
      child.OTIO_SCHEMA === 'Transition.1' ? [[child.transition_type, child.name, child.in_offset.value, child.out_offset.value]] : [],
    )
    expect(transitions).toEqual([
      ['SMPTE_Dissolve', 'dissolve', 7, 8],
      ['Custom_Transition', 'wipe', 7, 8],
    ])
  })

  it('has voices at their times, music to the end of the film, and captions as markers', () => {
    const shots = [1, 2].map(() => ({
      length: 4,
      audio: 'mute' as const,
      boundary: { kind: 'cut', seconds: 0 },
      clip: { in: 0, seconds: 4, hasAudio: false },
    }))
    const story = storyOf(shots, 24)
    const narrations = story.segments.map((segment, index) => ({
      segment,
      assetId: `voice_${index}`,
      start: segment.place.start + 0.5,
      end: segment.place.start + 2,
      words: [],
    }))
    const heard = ['voice_0', 'voice_1', 'music'].map((id): readonly [string, TimelineMedia] => [
      id,
      { name: `media/${id}.m4a`, seconds: id === 'music' ? 3 : 1.5, hasAudio: true },
    ])
    const cues = [{ start: 0.5, end: 2, text: 'Two\nlines', words: [] }]
    const voices = { narrations, music: 'music', recording: null, heard: null }
    const document = written(story, { voices, cues, media: new Map([...mediaOf(shots), ...heard]) })
    const lines = (name: string) => trackOf(document, name).map(({ kind, start, end }) => [kind, start, end])
    expect(lines('Voice')).toEqual([
      ['gap', 0, 12],
      ['clip', 12, 48],
      ['gap', 48, 108],
      ['clip', 108, 144],
    ])
    expect(lines('Music')).toEqual([
      ['clip', 0, 72],
      ['clip', 72, 144],
      ['clip', 144, 192],
    ])
    expect(document.tracks.markers).toMatchObject([
      { name: 'Two lines', marked_range: { start_time: { value: 12, rate: 24 }, duration: { value: 36 } } },
    ])
  })
})
