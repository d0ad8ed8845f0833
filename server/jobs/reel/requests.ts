import { PREDICTION_VERSION, predictionInstruction } from 'shared/strategy'
import { DURATION, type JobRequestOf, MOST_REFERENCES, MUSIC_DURATION, PROMPT_LENGTH, type ResolvedRequest } from 'shared/wire'
import { castOf, type Story, type StoryPart, titleTextOf, wordsOf } from '../../storyboards/index.ts'

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
  const [prompt, titleText] = [promptOf(story, part), titleTextOf(part)]
  const moves = frames.video === undefined
  return {
    kind: 'clip',
    ...madeFrom(frames),
    ...(prompt === '' ? {} : { prompt }),
    ...(frames.image === undefined && moves && titleText !== '' ? { titleText } : {}),
    ...(part.camera === null || !moves ? {} : { camera: part.camera }),
    ...(part.continuous && moves ? { cameraFrom: 'whole' as const } : {}),
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

/**
 * The same for this server's engine, which begins at a frame of the clip before it: that has its style and its light already. The camera
 * stays the one that was chosen with them.
 */
export function withoutLook(request: JobRequestOf<'clip'>, planned: ResolvedRequest): JobRequestOf<'clip'> {
  const { style: _style, lighting: _lighting, mood: _mood, ...rest } = request
  return planned.kind === 'clip' && request.video === undefined ? { ...rest, camera: planned.camera } : rest
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
  const words = [wordsOf(part), settings.styleText, ...seen.map(({ name, description }) => `${name}: ${description}`)]
  const whole = words
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('. ')
  // What is too short for a prompt, however its characters are counted, is said in more words.
  const isShort = whole !== '' && [...GRAPHEMES.segment(whole)].length < PROMPT_LENGTH.minimum
  return (isShort ? `${whole}, a scene of a film` : whole).slice(0, PROMPT_LENGTH.maximum)
}

/** Pictures of the people and products that a segment names, one of each before further ones: where not all can be taken, all are seen. */
export function castPictures({ cast }: Story, part: StoryPart): readonly string[] {
  const seen = castOf(part.prompt, cast).map(({ images }) => images)
  const most = Math.max(0, ...seen.map(({ length }) => length))
  const inTurn = Array.from({ length: most }, (_, turn) => seen.flatMap((images) => images.slice(turn, turn + 1))).flat()
  return [...new Set(inTurn)].slice(0, MOST_REFERENCES)
}

/** What is asked for the frame that a chain of segments begins with. */
export function startFrameRequest(story: Story, part: StoryPart, references: readonly string[]): JobRequestOf<'image'> {
  return { ...frameRequest(story), prompt: promptOf(story, part), ...(references.length === 0 ? {} : { references: [...references] }) }
}

/**
 * What is asked for the frame that a segment ends with, as a model that knows pictures predicts it from the one it begins with.
 * @param references pictures of those who are named, which the instruction tells apart by their place after the frame
 */
export function nextFrameRequest(story: Story, part: StoryPart, image: string, references: readonly string[]): JobRequestOf<'image'> {
  const { start } = part.place
  const prompt = predictionInstruction(PREDICTION_VERSION, {
    prompt: part.prompt,
    from: start,
    to: start + part.duration,
    total: story.duration,
    style: story.settings.styleText,
    camera: part.camera,
    lighting: part.lighting,
    cast: castOf(part.prompt, story.cast).map(({ name, description, images }) => ({
      name,
      description,
      pictures: references.flatMap((id, index) => (images.includes(id) ? [index + 2] : [])),
    })),
  })
  return { ...frameRequest(story), prompt, image, ...(references.length === 0 ? {} : { references: [...references] }) }
}

/**
 * The same by this server's engine: the last frame that the segment shows of its clip, styled and lit as the clip is.
 * @param clip the segment's clip as it is planned
 */
export function arrivalRequest(clip: Extract<ResolvedRequest, { kind: 'clip' }>, part: StoryPart, image: string): JobRequestOf<'image'> {
  const { aspectRatio, resolution, style, lighting, camera, cameraFrom, motionIntensity, seed, duration, frameRate, quality } = clip
  const [shown, frames] = [part.duration, duration].map((seconds) => Math.round(seconds * frameRate))
  return {
    kind: 'image',
    image,
    aspectRatio,
    resolution,
    style,
    seed,
    quality,
    motionIntensity,
    duration,
    frameRate,
    at: frames === undefined || shown === undefined || frames < 2 ? 1 : Math.min(1, (shown - 1) / (frames - 1)),
    ...(lighting === undefined ? {} : { lighting }),
    ...(typeof camera === 'string' ? { camera } : {}),
    ...(cameraFrom === undefined ? {} : { cameraFrom }),
    provider: 'local',
  }
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
