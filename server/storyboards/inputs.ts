import { createHash } from 'node:crypto'
import { type CastMember, TITLE_TEXT_LENGTH } from 'shared/wire'
import type { StoryDocument, StorySegment } from './document.ts'

/** The cast that a segment shows: those whose name stands in its words, in any case and in the plural, and is no part of another word. */
export function castOf(prompt: string, cast: readonly CastMember[]): readonly CastMember[] {
  const words = prompt.toLocaleLowerCase('en')
  return cast.filter(({ name }) => isNamed(words, name.toLocaleLowerCase('en')))
}

function isNamed(words: string, name: string): boolean {
  for (let at = words.indexOf(name); at !== -1; at = words.indexOf(name, at + 1)) {
    const [before, after] = [words.slice(0, at), words.slice(at + name.length)]
    if (!isInWord(before, name) && (!isInWord(name, after) || PLURAL.test(after))) return true
  }
  return false
}

/** Whether one text goes on in the other in the middle of a word. Scripts that put no spaces between words have no such places. */
function isInWord(before: string, after: string): boolean {
  return WORD_END.test(before) && WORD_START.test(after)
}

const UNSPACED = String.raw`(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])`
const WORD_END = new RegExp(`${UNSPACED}[\\p{L}\\p{M}\\p{N}]$`, 'u')
const WORD_START = new RegExp(`^${UNSPACED}[\\p{L}\\p{M}\\p{N}]`, 'u')
const PLURAL = /^e?s(?![\p{L}\p{M}\p{N}])/u

/** What a segment says where there is nothing to show but words: its title, else what happens in it; '' where it says nothing. */
export function titleTextOf({ prompt, titleText }: Pick<StorySegment, 'prompt' | 'titleText'>): string {
  return titleText ?? prompt.trim().slice(0, TITLE_TEXT_LENGTH.maximum)
}

/** What a model is told of a segment: what happens in it, or its title where there is neither that nor a picture. */
export function wordsOf({
  prompt,
  titleText,
  image,
  startFrame,
}: Pick<StorySegment, 'prompt' | 'titleText' | 'image' | 'startFrame'>): string {
  return prompt === '' && image === null && startFrame === null ? (titleText ?? '') : prompt
}

/**
 * Hash of everything that people decide and that a take of the segment is made from. What only lies around the picture (narration,
 * captions, sound, how it goes over into the next, titles, which few takes show) is not among it, nor the frame rate, to which a clip is conformed.
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
    prompt: wordsOf(segment),
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
