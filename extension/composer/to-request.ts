import type { FrameSize } from 'shared/camera'
import type { AssetOrigin, ClipRequest, ReelRequest } from 'shared/wire'
import type { ChosenClip } from './chosen-clip.ts'
import { askedCamera, cameraOf, type ComposerForm, fitOf, type OptionValue, seedOf, shapeOf, templateOf } from './form.ts'
import type { Reach } from './maker/reach.ts'

type Wish = Omit<ClipRequest, 'image' | 'maxCostUsdMicros'>

/**
 * The request for the form, without the picture's id and the price. What a mood chooses is left to it, and what nobody who may make it
 * takes is left out.
 */
export function toRequest(form: ComposerForm, picture: FrameSize | null, origin: AssetOrigin | null, reach: Reach): Wish {
  const prompt = form.prompt.trim()
  const template = templateOf(form, picture !== null)
  const camera = form.mood === null ? cameraOf(form) : askedCamera(form)
  return {
    kind: 'clip',
    ...(prompt === '' ? {} : { prompt }),
    ...generationOf(form, picture !== null, reach),
    duration: Math.min(form.duration, reach.durationMaximum),
    aspectRatio: shapeOf(form, picture),
    resolution: form.resolution,
    frameRate: form.frameRate,
    ...(camera === null
      ? {}
      : { camera: typeof camera === 'string' ? camera : { path: camera.path.map((keyframe) => ({ ...keyframe })) } }),
    motionIntensity: form.motionIntensity,
    ...lookOf(form),
    ...(form.mood === null ? {} : { mood: form.mood }),
    ...(form.platform === null ? {} : { platform: form.platform }),
    ...withOptions(reach, {
      ...lightOptions(form),
      ...(template === null ? {} : { template }),
      ...(form.overlay === null ? {} : { overlay: form.overlay }),
      ...(picture === null || form.parallax ? {} : { parallax: 'off' }),
      ...form.modelOptions,
    }),
    ...makerOf(form),
    seed: seedOf(form),
    ...(picture === null ? {} : { fit: fitOf(form, picture) }),
    ...(picture === null || origin === null ? {} : { source: origin }),
  }
}

/** The request for a reel of several segments, without the price: planned from the words, from the picture or from both. */
export function toReel(form: ComposerForm, picture: (FrameSize & { readonly assetId: string | null }) | null): ReelRequest | null {
  if (form.reelSeconds === null) return null
  const prompt = form.prompt.trim()
  return {
    kind: 'reel',
    ...(prompt === '' ? {} : { prompt }),
    ...(picture?.assetId === undefined || picture.assetId === null ? {} : { image: picture.assetId }),
    duration: form.reelSeconds,
    style: form.style,
    aspectRatio: shapeOf(form, picture),
    quality: form.quality,
  }
}

/** The request to restyle a clip, without the price. Its length, shape and size stay as they are. */
export function toRestyle(form: ComposerForm, clip: ChosenClip, reach: Reach): Wish {
  return {
    kind: 'clip',
    ...(clip.prompt === null ? {} : { prompt: clip.prompt }),
    video: clip.assetId,
    videoMode: 'restyle',
    frameRate: form.frameRate,
    motionIntensity: form.motionIntensity,
    ...lookOf(form),
    ...(form.smoothing === 'none' ? {} : { smoothing: form.smoothing }),
    ...withOptions(reach, { ...lightOptions(form), ...form.modelOptions }),
    ...makerOf(form),
    seed: seedOf(form),
    ...(clip.origin === null ? {} : { source: clip.origin }),
  }
}

/** Who is to make it: by name, else the best of a quality. */
function makerOf({ quality, maker }: ComposerForm): Pick<ClipRequest, 'quality' | 'provider' | 'model'> {
  if (maker === null) return quality === 'draft' ? {} : { quality }
  return { provider: maker.provider, ...(maker.model === null ? {} : { model: maker.model }) }
}

function generationOf(
  form: ComposerForm,
  hasPicture: boolean,
  reach: Reach,
): Pick<ClipRequest, 'negativePrompt' | 'lastImage' | 'references' | 'audio' | 'fallback'> {
  const negativePrompt = form.negativePrompt.trim()
  const references = form.references.slice(0, reach.references)
  return {
    ...(negativePrompt === '' || !reach.negativePrompt ? {} : { negativePrompt }),
    ...(form.lastImage === null || !hasPicture || !reach.lastImage ? {} : { lastImage: form.lastImage }),
    ...(references.length === 0 ? {} : { references }),
    ...(form.fallback || reach.embedded ? {} : { fallback: false }),
    ...(form.audio === 'auto' || !reach.audio ? {} : { audio: form.audio === 'on' }),
  }
}

function lookOf({ style, lighting }: ComposerForm): Pick<ClipRequest, 'style' | 'lighting'> {
  return { style, ...(lighting === null ? {} : { lighting }) }
}

function lightOptions({ style, bars, lightingStrength }: ComposerForm): Readonly<Record<string, OptionValue>> {
  return { ...(lightingStrength === null ? {} : { lightingStrength }), ...(bars && style === 'cinematic' ? { bars } : {}) }
}

function withOptions(reach: Reach, options: Readonly<Record<string, OptionValue>>): Pick<ClipRequest, 'providerOptions'> {
  const taken = Object.entries(options).filter(([name]) => reach.options.has(name))
  return taken.length === 0 ? {} : { providerOptions: Object.fromEntries(taken) }
}
