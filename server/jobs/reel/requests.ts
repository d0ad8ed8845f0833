import { PREDICTION_VERSION, predictionInstruction } from 'shared/strategy'
import { DURATION, type JobRequestOf, MUSIC_DURATION, PROMPT_LENGTH } from 'shared/wire'
import { castOf, type Story, type StoryPart } from '../../storyboards/index.ts'

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Asset ids, or promises of them, that a clip is made from. */
export interface ClipFrames {
  readonly image?: string
  readonly lastImage?: string
  readonly references?: readonly string[]
  /** The clip that it goes on with. */
  readonly video?: string
}

/** What is asked for a segment's clip. It is never shorter than models make them: what is too long is not shown. */
export function clipRequest(story: Story, part: StoryPart, frames: ClipFrames): JobRequestOf<'clip'> {
  const { settings } = story
  const [provider, model] = [part.provider ?? settings.provider, part.model ?? settings.model]
  const prompt = promptOf(story, part)
  const moves = frames.video === undefined
  return {
    kind: 'clip',
    ...madeFrom(frames),
    ...(prompt === '' ? {} : { prompt }),
    ...(part.camera === null || !moves ? {} : { camera: part.camera }),
    ...(part.lighting === null ? {} : { lighting: part.lighting }),
    ...(settings.mood === null || !moves ? {} : { mood: settings.mood }),
    ...(provider === null ? {} : { provider }),
    ...(model === null ? {} : { model }),
    duration: Math.max(DURATION.minimum, part.duration),
    aspectRatio: settings.aspectRatio,
    resolution: settings.resolution,
    frameRate: settings.frameRate,
    style: settings.style,
    quality: settings.quality,
    seed: settings.seed,
    audio: part.audio === 'mute' ? false : 'auto',
  }
}

function madeFrom({ image, lastImage, references = [], video }: ClipFrames): Partial<JobRequestOf<'clip'>> {
  return {
    ...(image === undefined ? {} : { image }),
    ...(lastImage === undefined ? {} : { lastImage }),
    ...(references.length === 0 ? {} : { references: [...references] }),
    ...(video === undefined ? {} : { video, videoMode: 'extend' as const }),
  }
}

/** The words of a segment with what all segments have in common: the style text, and who or what is seen. */
export function promptOf({ settings, cast }: Story, part: StoryPart): string {
  const seen = castOf(part.prompt, cast).filter(({ description }) => description !== '')
  const words = [part.prompt, settings.styleText, ...seen.map(({ name, description }) => `${name}: ${description}`)]
  const whole = words
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('. ')
  // What is too short for a prompt, however its characters are counted, is said in more words.
  const isShort = whole !== '' && [...GRAPHEMES.segment(whole)].length < PROMPT_LENGTH.minimum
  return (isShort ? `${whole}, a scene of a film` : whole).slice(0, PROMPT_LENGTH.maximum)
}

/** Pictures of the people and products that a segment names. */
export function castPictures({ cast }: Story, part: StoryPart): readonly string[] {
  return castOf(part.prompt, cast).flatMap(({ images }) => images)
}

/** What is asked for the frame that a chain of segments begins with. */
export function startFrameRequest(story: Story, part: StoryPart, references: readonly string[]): JobRequestOf<'image'> {
  return { ...frameRequest(story), prompt: promptOf(story, part), ...(references.length === 0 ? {} : { references: [...references] }) }
}

/** What is asked for the frame that a segment ends with, as a model that knows pictures predicts it from the one it begins with. */
export function nextFrameRequest(story: Story, part: StoryPart, image: string): JobRequestOf<'image'> {
  const { start } = part.place
  const prompt = predictionInstruction(PREDICTION_VERSION, {
    prompt: part.prompt,
    from: start,
    to: start + part.duration,
    total: story.duration,
    style: story.settings.styleText,
    camera: part.camera,
    lighting: part.lighting,
    cast: castOf(part.prompt, story.cast),
  })
  return { ...frameRequest(story), prompt, image }
}

/**
 * The same by this server's engine: where its camera arrives. Neither graded nor lit, as the clips that are made of it are.
 * @param clip what is asked for the segment's clip, whose camera this has to follow
 */
export function arrivalRequest(story: Story, clip: JobRequestOf<'clip'>, image: string): JobRequestOf<'image'> {
  const { style: _style, ...frame } = frameRequest(story)
  const camera = typeof clip.camera === 'string' ? clip.camera : 'dolly_slow'
  return { ...frame, image, camera, at: 1, provider: 'local' }
}

function frameRequest({ settings }: Story): JobRequestOf<'image'> {
  const { aspectRatio, resolution, style, seed, quality, imageProvider } = settings
  return { kind: 'image', aspectRatio, resolution, style, seed, quality, ...(imageProvider === null ? {} : { provider: imageProvider }) }
}

/** What is asked for a segment's narration; null where it has none, or the story is spoken by nobody or by an own recording. */
export function speechRequest({ soundtrack: { voice } }: Story, part: StoryPart): JobRequestOf<'speech'> | null {
  const text = part.narration.trim()
  if (voice === null || voice.asset !== null || text === '') return null
  return {
    kind: 'speech',
    text,
    speed: voice.speed,
    ...(voice.voice === null ? {} : { voice: voice.voice }),
    ...(voice.language === null ? {} : { language: voice.language }),
    ...(voice.provider === null ? {} : { provider: voice.provider }),
  }
}

/** What is asked for the story's music; null where it has none, or brings its own. */
export function musicRequest({ soundtrack: { music }, settings, duration }: Story): JobRequestOf<'music'> | null {
  if (music === null || music.asset !== null) return null
  const mood = music.mood ?? settings.mood ?? MIDDLE_MOOD
  return {
    kind: 'music',
    ...(music.prompt === null || music.prompt.trim().length < 3 ? { mood } : { prompt: music.prompt.trim() }),
    ...(music.mood === null ? {} : { mood: music.mood }),
    duration: Math.min(MUSIC_DURATION.maximum, Math.max(MUSIC_DURATION.minimum, duration)),
    seed: settings.seed,
    ...(music.provider === null ? {} : { provider: music.provider }),
  }
}

const MIDDLE_MOOD = 50
