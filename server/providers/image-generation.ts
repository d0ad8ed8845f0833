import { frameSize } from 'shared/camera'
import { enrich, LIGHTING_WORDS } from 'shared/strategy'
import { type Adjustment, CLIP_RESOLUTIONS, type Issue, type ResolvedImage } from 'shared/wire'
import { type ImageModel, type NativeImages, type NativeSize } from './catalog.ts'
import { STYLE_WORDS } from './clip-generation.ts'
import { oneOf, unless } from './faults.ts'
import { enlargementOf, nativeSizeFor } from './native-size.ts'
import type { ImageGeneration, ImageMode } from './port.ts'

/** What a picture is made from. */
export function imageModeOf({ image, references = [] }: Pick<ResolvedImage, 'image' | 'references'>): ImageMode {
  if (references.length > 0) return 'references'
  return image === undefined ? 'text' : 'image'
}

/** Pictures that a request gives to its model. */
export function picturesOf({ image, references = [] }: Pick<ResolvedImage, 'image' | 'references'>): number {
  return references.length + (image === undefined ? 0 : 1)
}

/** What of a request for a picture a model cannot honour, each by its path. */
export function imageFaults(model: ImageModel, request: ResolvedImage): readonly Issue[] {
  const { id } = model
  const mode = imageModeOf(request)
  const able = model.native === null ? model.own : model.native
  const modes = unless(able.modes.includes(mode), { path: PATHS[mode], message: `${id} cannot ${TASKS[mode]}` })
  if (modes.length > 0) return modes
  if (model.native === null) return []
  const { native } = model
  const { prompt = '', aspectRatio, camera, cameraFrom, duration, at } = request
  const frame = frameSize(aspectRatio, request.resolution)
  const sizes = CLIP_RESOLUTIONS.filter((each) => sizeFor(native, mode, frameSize(aspectRatio, each)) !== null)
  return [
    ...unless(prompt.length <= native.promptLength, {
      path: 'prompt',
      message: `${id} takes prompts of ${native.promptLength} characters at most`,
      range: { maximum: native.promptLength },
    }),
    ...unless(prompt !== '' || !native.promptNeeded, { path: 'prompt', message: `${id} needs words beside a picture` }),
    ...unless(mode !== 'references' || picturesOf(request) <= native.pictures.references, {
      path: 'references',
      message: `${id} takes ${native.pictures.references} reference pictures at most`,
      range: { maximum: native.pictures.references },
    }),
    ...(sizeFor(native, mode, frame) === null ? oneOf('resolution', request.resolution, sizes) : []),
    ...unless(camera === undefined && cameraFrom === undefined && duration === undefined && at === 0, {
      path: 'camera',
      message: `${id} does not move a camera; say in the prompt what is to be seen`,
    }),
  ]
}

/** A request for a picture as a remote model takes it. Only for models that can honour it; throws for another. */
export function imageGenerationFor(model: ImageModel, native: NativeImages, request: ResolvedImage): ImageGeneration {
  const mode = imageModeOf(request)
  const size = sizeFor(native, mode, frameSize(request.aspectRatio, request.resolution))
  if (size === null) throw new Error(`${model.id} cannot make what it was chosen for`)
  const { name, tier, width, height } = size
  return {
    kind: 'image',
    model: model.id,
    mode,
    prompt: promptFor(native, request),
    size: { name, tier, width, height },
    seed: native.seed ? request.seed : null,
    options: {},
  }
}

/** What is done otherwise than the request reads, because of how the model works. */
export function imageAdjustments(model: ImageModel, native: NativeImages, request: ResolvedImage): readonly Adjustment[] {
  const { width, height } = imageGenerationFor(model, native, request).size
  const frame = frameSize(request.aspectRatio, request.resolution)
  const factor = Math.round(enlargementOf({ width, height }, frame) * 100) / 100
  const made = `${width}x${height}`
  const adjustments: Adjustment[] = []
  if (factor > 1.01) {
    const why = `${model.id} makes ${made} pixels; they are enlarged ${factor} times.`
    adjustments.push({ field: 'resolution', asked: request.resolution, bought: made, got: request.resolution, code: 'upscaledFrom', why })
  }
  if (Math.abs(Math.log((width / height) * (frame.height / frame.width))) > 0.02) {
    const why = `${model.id} makes ${made} pixels; they are cut to ${request.aspectRatio}.`
    adjustments.push({
      field: 'aspectRatio',
      asked: request.aspectRatio,
      bought: made,
      got: request.aspectRatio,
      code: 'cut_to_shape',
      why,
    })
  }
  if (!native.seed && (request.asked ?? []).includes('seed')) {
    const why = `${model.id} takes no seed; the same request makes another picture each time.`
    adjustments.push({ field: 'seed', asked: request.seed, code: 'seed_not_used', why })
  }
  return adjustments
}

const PATHS: Readonly<Record<ImageMode, string>> = { text: 'prompt', image: 'image', references: 'references' }
const TASKS: Readonly<Record<ImageMode, string>> = {
  text: 'make pictures from words alone',
  image: 'change a picture',
  references: 'work from reference pictures',
}

function sizeFor(
  { modes, sizes }: NativeImages,
  mode: ImageMode,
  frame: { readonly width: number; readonly height: number },
): NativeSize | null {
  return nativeSizeFor({ modes, sizes }, mode, frame)
}

/** The person's words, and after them the style and the light that were asked for. */
function promptFor(native: NativeImages, { prompt = '', style, lighting, asked = [] }: ResolvedImage): string {
  const directions = [
    asked.includes('style') ? STYLE_WORDS[style] : '',
    asked.includes('lighting') && lighting !== undefined ? LIGHTING_WORDS[lighting] : '',
  ]
  return enrich(prompt, directions, native.promptLength).slice(0, native.promptLength)
}
