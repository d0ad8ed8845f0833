import { ASPECT_RATIOS, CAMERA_MOVES, frameSize } from 'shared/camera'
import { LIGHTINGS } from 'shared/strategy'
import { type Capabilities, CLIP_RESOLUTIONS, CLIP_STYLES, DURATION, FRAME_RATES } from 'shared/wire'
import type { ClipModel, NativeModel, NativeSize } from './catalog.ts'
import { longest, rangeOf } from './native-seconds.ts'
import { enlargementOf } from './native-size.ts'

/** What a provider's own description of a model leaves to be said. */
export interface RemoteModel extends Omit<ClipModel, 'capabilities' | 'limits' | 'native'> {
  readonly native: NativeModel
}

/**
 * A catalog model from a provider's own description. What can be delivered with it follows: results are cut to the shape that was asked
 * for, enlarged up to twice, shortened and brought to the frame rate here, and style, camera and light are put into the prompt.
 */
export function remoteModel({ native, ...model }: RemoteModel): ClipModel {
  return {
    ...model,
    native,
    capabilities: deliverable(native),
    limits: { promptSteersPicture: native.promptLength > 0, promptBecomesTitle: false, qualityTiers: false },
  }
}

/** The shapes and sizes that can be delivered by cutting what a model makes and enlarging it up to twice. */
export function framesOf(sizes: readonly NativeSize[]): Pick<Capabilities, 'aspectRatios' | 'resolutions'> {
  const reaches = (aspect: (typeof ASPECT_RATIOS)[number], resolution: (typeof CLIP_RESOLUTIONS)[number]): boolean =>
    sizes.some((size) => enlargementOf(size, frameSize(aspect, resolution)) <= 2)
  return {
    aspectRatios: ASPECT_RATIOS.filter((aspect) => CLIP_RESOLUTIONS.some((resolution) => reaches(aspect, resolution))),
    resolutions: CLIP_RESOLUTIONS.filter((resolution) => ASPECT_RATIOS.some((aspect) => reaches(aspect, resolution))),
  }
}

function deliverable(native: NativeModel): Capabilities {
  return {
    kinds: ['clip'],
    modes: [...native.modes],
    duration: { minimum: DURATION.minimum, maximum: longest(native), step: DURATION.step },
    ...framesOf(native.sizes),
    frameRates: [...FRAME_RATES],
    styles: [...CLIP_STYLES],
    cameras: [...CAMERA_MOVES],
    cameraPaths: false,
    lightings: [...LIGHTINGS],
    smoothing: true,
    audio: native.audio !== 'never',
    seed: native.seed,
    negativePrompt: native.negativePrompt,
    idempotency: native.idempotency,
    native: {
      durations: rangeOf(native.seconds),
      sizes: native.sizes.map(({ width, height, tier }) => ({ width, height, tier })),
      frameRate: typeof native.frameRate === 'number' ? native.frameRate : null,
      promptLength: native.promptLength,
      references: native.pictures.references,
      audio: native.audio,
      cancel: native.cancel,
      concurrency: native.concurrency,
      resultSeconds: native.resultSeconds,
      deadlineSeconds: native.deadlineSeconds,
    },
  }
}
