import { randomInt } from 'node:crypto'
import { overlaps } from 'shared/story'
import { PLATFORM_RULES } from 'shared/strategy'
import {
  type Boundary,
  type Brand,
  type Captions,
  SEGMENT_DURATION,
  type SegmentInput,
  type Soundtrack,
  type StorySettings,
  TRANSITION_SECONDS,
} from 'shared/wire'
import { newId } from '../db/index.ts'
import type { StorySegment } from './document.ts'

/** What is asked for, where a field that is left out may also be there without a value. */
export type Given<T> = { readonly [Key in keyof T]?: T[Key] | undefined }

/** Settings with what was not given filled in; the shape is that of the platform, else upright. */
export function fillSettings(given: Given<StorySettings>): StorySettings {
  const platform = given.platform ?? null
  return {
    style: given.style ?? 'realistic',
    styleText: given.styleText ?? '',
    aspectRatio: given.aspectRatio ?? (platform === null ? '9:16' : PLATFORM_RULES[platform].aspectRatio),
    resolution: given.resolution ?? '1080p',
    frameRate: given.frameRate ?? 30,
    quality: given.quality ?? 'draft',
    seed: given.seed ?? randomInt(2 ** 32),
    flow: given.flow ?? 'independent',
    frames: given.frames ?? 'predicted',
    checkFrames: given.checkFrames ?? false,
    provider: given.provider ?? null,
    model: given.model ?? null,
    imageProvider: given.imageProvider ?? null,
    platform,
    mood: given.mood ?? null,
  }
}

/** A soundtrack with what was not given filled in: silent, at the loudness that platforms play at. */
export function fillSoundtrack(given: Given<Soundtrack>): Soundtrack {
  return {
    music: given.music ?? null,
    voice: given.voice ?? null,
    ducking: given.ducking ?? true,
    loudness: given.loudness === undefined ? -14 : given.loudness,
  }
}

export function fillCaptions(given: Given<Captions>): Captions {
  return {
    mode: given.mode ?? 'off',
    source: given.source ?? 'script',
    style: given.style ?? 'highlight',
    place: given.place ?? 'bottom',
  }
}

export function fillBrand(given: Given<Brand>): Brand {
  return {
    colours: given.colours ?? [],
    headingFont: given.headingFont ?? null,
    bodyFont: given.bodyFont ?? null,
    logo: given.logo ?? null,
  }
}

/** A new segment from what was given of it. */
export function fillSegment(given: SegmentInput, flow: StorySettings['flow']): StorySegment {
  return {
    id: newId('seg'),
    prompt: given.prompt ?? '',
    titleText: given.titleText ?? null,
    narration: given.narration ?? '',
    image: given.image ?? null,
    startFrame: given.startFrame ?? null,
    endFrame: given.endFrame ?? null,
    duration: given.duration ?? SEGMENT_DURATION.default,
    boundary: settleBoundary(given.boundary ?? { kind: flow === 'continuous' ? 'continuous' : 'cut', seconds: 0 }),
    camera: given.camera ?? null,
    lighting: given.lighting ?? null,
    provider: given.provider ?? null,
    model: given.model ?? null,
    audio: given.audio ?? 'keep',
    take: null,
  }
}

/** A boundary whose length fits its kind: none where nothing overlaps, else no shorter than what can be seen. */
export function settleBoundary({ kind, seconds }: Boundary): Boundary {
  if (!overlaps(kind)) return { kind, seconds: 0 }
  return { kind, seconds: seconds === 0 ? TRANSITION_SECONDS.default : Math.max(TRANSITION_SECONDS.minimum, seconds) }
}
