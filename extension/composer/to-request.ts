import type { FrameSize } from 'shared/camera'
import type { AssetOrigin, ClipRequest } from 'shared/wire'
import type { ChosenClip } from './chosen-clip.ts'
import { askedCamera, cameraOf, type ComposerForm, fitOf, seedOf, shapeOf, templateOf } from './form.ts'

type Wish = Omit<ClipRequest, 'image' | 'maxCostUsdMicros'>

/** The request for the form, without the picture's id and the price. What a mood chooses is left to it. */
export function toRequest(form: ComposerForm, picture: FrameSize | null, origin: AssetOrigin | null): Wish {
  const prompt = form.prompt.trim()
  const template = templateOf(form, picture !== null)
  const camera = form.mood === null ? cameraOf(form) : askedCamera(form)
  return {
    kind: 'clip',
    ...(prompt === '' ? {} : { prompt }),
    duration: form.duration,
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
    ...withOptions({
      ...lightOptions(form),
      ...(template === null ? {} : { template }),
      ...(form.overlay === null ? {} : { overlay: form.overlay }),
      ...(picture === null || form.parallax ? {} : { parallax: 'off' }),
    }),
    seed: seedOf(form),
    ...(picture === null ? {} : { fit: fitOf(form, picture) }),
    ...(picture === null || origin === null ? {} : { source: origin }),
  }
}

/** The request to restyle a clip, without the price. Its length, shape and size stay as they are. */
export function toRestyle(form: ComposerForm, clip: ChosenClip): Wish {
  return {
    kind: 'clip',
    ...(clip.prompt === null ? {} : { prompt: clip.prompt }),
    video: clip.assetId,
    videoMode: 'restyle',
    frameRate: form.frameRate,
    motionIntensity: form.motionIntensity,
    ...lookOf(form),
    ...(form.smoothing === 'none' ? {} : { smoothing: form.smoothing }),
    ...withOptions(lightOptions(form)),
    seed: seedOf(form),
    ...(clip.origin === null ? {} : { source: clip.origin }),
  }
}

function lookOf({ style, lighting }: ComposerForm): Pick<ClipRequest, 'style' | 'lighting'> {
  return { style, ...(lighting === null ? {} : { lighting }) }
}

function lightOptions({ style, bars, lightingStrength }: ComposerForm): NonNullable<ClipRequest['providerOptions']> {
  return { ...(lightingStrength === null ? {} : { lightingStrength }), ...(bars && style === 'cinematic' ? { bars } : {}) }
}

function withOptions(providerOptions: NonNullable<ClipRequest['providerOptions']>): Pick<ClipRequest, 'providerOptions'> {
  return Object.keys(providerOptions).length === 0 ? {} : { providerOptions }
}
