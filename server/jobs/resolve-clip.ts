import { randomInt } from 'node:crypto'
import { coverRectangle, frameSize, type FrameSize, nearestAspectRatio, rectangleOfShape } from 'shared/camera'
import { type Adjustment, type Asset, DURATION, type JobRequest, type ResolvedClip } from 'shared/wire'
import type { CatalogModel } from '../providers/index.ts'

const SEEDS = 2 ** 32

/** A request with every default filled in. What is left to chance is drawn here and kept, so that it can be done again. */
export function resolveClip(request: JobRequest, picture: Asset | null, random: () => number = () => randomInt(SEEDS)): ResolvedClip {
  const { maxCostUsdMicros: _shown, ...asked } = request
  return {
    ...asked,
    duration: asked.duration ?? DURATION.default,
    aspectRatio: asked.aspectRatio ?? (picture === null ? '16:9' : nearestAspectRatio(sizeOf(picture))),
    resolution: asked.resolution ?? '1080p',
    frameRate: asked.frameRate ?? 30,
    fit: asked.fit ?? 'crop',
    style: asked.style ?? 'realistic',
    motionIntensity: asked.motionIntensity ?? 'medium',
    camera: asked.camera ?? 'dolly_slow',
    seed: asked.seed ?? random(),
    audio: asked.audio ?? 'auto',
    smoothing: asked.smoothing ?? 'none',
    quality: asked.quality ?? 'draft',
    fallback: asked.fallback ?? true,
  }
}

/** What a model will do otherwise than the request reads, said before it is done. */
export function adjustmentsFor(model: CatalogModel, request: ResolvedClip, picture: Asset | null): Adjustment[] {
  const { limits } = model
  const adjustments: Adjustment[] = []
  if (request.prompt !== undefined && picture !== null && !limits.promptSteersPicture) {
    const why = `${model.id} moves the camera over the picture; the words are kept with the clip but do not steer it.`
    adjustments.push({ field: 'prompt', code: 'prompt_not_steering', why })
  }
  if (picture === null && limits.promptBecomesTitle) {
    const why = 'Without a picture the words become an animated title, not generated footage.'
    adjustments.push({ field: 'prompt', code: 'animated_title', why })
  }
  if (request.quality !== model.quality && !limits.qualityTiers) {
    const why = `${model.id} has one quality.`
    adjustments.push({ field: 'quality', asked: request.quality, got: model.quality, code: 'single_quality', why })
  }
  const factor = picture === null ? 1 : upscaling(request, sizeOf(picture))
  if (factor > 1.01) {
    const why = `The part of the picture that fills the frame has fewer pixels than the frame; it is enlarged ${factor} times.`
    adjustments.push({ field: 'resolution', asked: request.resolution, got: factor, code: 'picture_enlarged', why })
  }
  return adjustments
}

/** Frames of a clip; exact, as every duration is a multiple of half a second. */
export function framesOf(request: ResolvedClip): number {
  return Math.round(request.duration * request.frameRate)
}

/** Frames times pixels: what the time of local work grows with. */
export function workPixels(request: ResolvedClip): number {
  const { width, height } = frameSize(request.aspectRatio, request.resolution)
  return framesOf(request) * width * height
}

/** How many times the picture is enlarged to fill the frame, to two digits. */
function upscaling(request: ResolvedClip, picture: FrameSize): number {
  const frame = frameSize(request.aspectRatio, request.resolution)
  if (request.fit === 'blur') return round(Math.min(frame.width / picture.width, frame.height / picture.height))
  const box = request.fit === 'crop' ? coverRectangle(picture, frame) : rectangleOfShape(request.fit, picture, frame)
  return round(frame.width / (box.width * picture.width))
}

function round(factor: number): number {
  return Math.round(factor * 100) / 100
}

function sizeOf(picture: Asset): FrameSize {
  return { width: picture.width ?? 1, height: picture.height ?? 1 }
}
