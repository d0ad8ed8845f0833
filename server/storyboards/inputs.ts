import { createHash } from 'node:crypto'
import type { CastMember } from 'shared/wire'
import type { StoryDocument, StorySegment } from './document.ts'

/** The cast that a segment shows: those whose name stands in its words, in any case. */
export function castOf(prompt: string, cast: readonly CastMember[]): readonly CastMember[] {
  const words = prompt.toLocaleLowerCase('en')
  return cast.filter(({ name }) => words.includes(name.toLocaleLowerCase('en')))
}

/**
 * Hash of everything that people decide and that a take of the segment is made from. What only lies around the picture (narration,
 * captions, sound, how it goes over into the next) is not among it, nor the frame rate, to which a clip is conformed.
 */
export function hashInputs({ settings, cast }: Pick<StoryDocument, 'settings' | 'cast'>, segment: StorySegment): string {
  const made = {
    style: settings.style,
    styleText: settings.styleText,
    aspectRatio: settings.aspectRatio,
    resolution: settings.resolution,
    quality: settings.quality,
    seed: settings.seed,
    mood: settings.mood,
    provider: segment.provider ?? settings.provider,
    model: segment.model ?? settings.model,
    prompt: segment.prompt,
    image: segment.image,
    startFrame: segment.startFrame,
    endFrame: segment.endFrame,
    duration: segment.duration,
    camera: segment.camera,
    lighting: segment.lighting,
    cast: castOf(segment.prompt, cast).map(({ name, description, images }) => ({ name, description, images })),
  }
  return createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 32)
}
