import { randomInt } from 'node:crypto'
import { frameSize, type FrameSize, nearestAspectRatio, RESOLUTIONS, type Resolution } from 'shared/camera'
import { PLATFORM_RULES, strategy } from 'shared/strategy'
import { type Asset, DURATION, FRAME_RATES, type JobRequestOf, PROMPT_LENGTH, type ResolvedClip } from 'shared/wire'

const SEEDS = 2 ** 32

/**
 * A request with every default filled in. What is left to chance is drawn here and kept, so that it can be done again. A mood
 * chooses camera and lighting where none was asked for, a platform shape and length, and a clip that is restyled keeps its own.
 * @param input the picture or the clip that it is made from
 */
export function resolveClip(
  request: JobRequestOf<'clip'>,
  input: Asset | null,
  random: () => number = () => randomInt(SEEDS),
): ResolvedClip {
  const { maxCostUsdMicros: _shown, ...asked } = request
  const seed = asked.seed ?? random()
  const frameRate = asked.frameRate ?? (input?.frameRate === undefined ? 30 : nearestFrameRate(input.frameRate))
  const own =
    input?.type === 'video' && asked.videoMode !== 'extend'
      ? { duration: ownDuration(input, frameRate), resolution: nearestResolution(sizeOf(input)) }
      : null
  const platform = asked.platform === undefined ? null : PLATFORM_RULES[asked.platform]
  return {
    ...asked,
    ...filmed(asked, seed),
    duration: asked.duration ?? own?.duration ?? platform?.duration ?? DURATION.default,
    aspectRatio: asked.aspectRatio ?? platform?.aspectRatio ?? (input === null ? '16:9' : nearestAspectRatio(sizeOf(input))),
    resolution: asked.resolution ?? own?.resolution ?? '1080p',
    frameRate,
    fit: asked.fit ?? 'crop',
    style: asked.style ?? 'realistic',
    motionIntensity: asked.motionIntensity ?? 'medium',
    seed,
    audio: asked.audio ?? 'auto',
    smoothing: asked.smoothing ?? 'none',
    quality: asked.quality ?? 'draft',
    fallback: asked.fallback ?? true,
    asked: Object.keys(asked).filter((name) => name !== 'kind' && name !== 'source'),
  }
}

/** Camera and lighting, with what the mood stood for; the person's own prompt stays as it is. */
function filmed(asked: JobRequestOf<'clip'>, seed: number): Pick<ResolvedClip, 'camera' | 'lighting' | 'strategy'> {
  const { mood, camera, lighting, platform, prompt } = asked
  if (mood === undefined) return { camera: camera ?? 'dolly_slow' }
  const chosen = strategy({ prompt: prompt ?? '', mood, camera, lighting, platform, seed, maximumLength: PROMPT_LENGTH.maximum })
  const { category, keywords } = chosen
  return {
    camera: chosen.camera,
    lighting: chosen.lighting,
    strategy: { category, keywords: [...keywords], ...(prompt === undefined ? {} : { prompt: chosen.prompt }) },
  }
}

/** Frames of a clip; exact, as every duration is a multiple of half a second or of a frame. */
export function framesOf(request: ResolvedClip): number {
  return Math.round(request.duration * request.frameRate)
}

/** Frames times pixels: what the time of local work grows with. */
export function workPixels(request: ResolvedClip): number {
  return framesOf(request) * framePixels(request)
}

/** Pixels of one frame, or of a picture. */
export function framePixels({ aspectRatio, resolution }: Pick<ResolvedClip, 'aspectRatio' | 'resolution'>): number {
  const { width, height } = frameSize(aspectRatio, resolution)
  return width * height
}

/** Width and height of a picture or a clip. */
export function sizeOf(asset: Asset): FrameSize {
  return { width: asset.width ?? 1, height: asset.height ?? 1 }
}

/** As much of a clip as one clip may have, in whole frames; a container's length may be a little more than that of its frames. */
function ownDuration({ duration = 0 }: Asset, frameRate: number): number {
  const frames = Math.floor(Math.min(duration, DURATION.maximum) * frameRate + 0.1)
  return Math.max(1, frames) / frameRate
}

function nearestFrameRate(rate: number): ResolvedClip['frameRate'] {
  const distance = (each: number): number => Math.abs(Math.log(each / rate))
  return FRAME_RATES.reduce((best, each) => (distance(each) < distance(best) ? each : best))
}

/** The largest that needs no enlarging, or the smallest there is. */
function nearestResolution(size: FrameSize): Resolution {
  const fitting = RESOLUTIONS.filter((resolution) => frameSize('1:1', resolution).height <= Math.min(size.width, size.height))
  return fitting.at(-1) ?? RESOLUTIONS[0]
}
