import type { ClipRequest, Segment, StorySettings } from 'shared/wire'

/** What a clip's request takes: characters of a prompt, seconds. */
const PROMPT = { minimum: 10, maximum: 500 } as const
const DURATION = { minimum: 3, maximum: 10 } as const
/** Stands for words that are too few to ask with; no price depends on them. */
const ANY_WORDS = 'A moving picture.'

/** A request whose price is that of another take of a segment, to be asked before anything is made. */
export function takeRequest(segment: Segment, settings: StorySettings): ClipRequest {
  const provider = segment.provider ?? settings.provider
  const model = segment.model ?? settings.model
  const image = segment.startFrame?.id ?? segment.image
  return {
    kind: 'clip',
    prompt: segment.prompt.length < PROMPT.minimum ? ANY_WORDS : segment.prompt.slice(0, PROMPT.maximum),
    ...(image === null ? {} : { image }),
    duration: Math.min(DURATION.maximum, Math.max(DURATION.minimum, segment.duration)),
    aspectRatio: settings.aspectRatio,
    resolution: settings.resolution,
    frameRate: settings.frameRate,
    style: settings.style,
    quality: settings.quality,
    ...(provider === null ? {} : { provider }),
    ...(provider === null || model === null ? {} : { model }),
  }
}
