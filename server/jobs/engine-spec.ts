import { frameSize, INTENSITY_SCALE, type Intensity } from 'shared/camera'
import type { ResolvedClip, ResolvedImage } from 'shared/wire'
import type { MotionSpec, RestyleSpec } from '../motion/index.ts'
import { type EngineOptions, engineOptions } from '../providers/index.ts'
import { showsWords } from './adjustments.ts'
import { framesOf } from './resolve-clip.ts'

/** How strong a lighting is where its strength was left to the intensity of the motion. */
const LIGHT_OF_MOTION: Readonly<Record<Intensity, number>> = { low: 0.4, medium: 0.6, high: 0.85 }

/**
 * What the engine is asked for, to make a clip.
 * @param made.sideBySide whether the clip is one of many that are made at the same time
 */
export function motionSpec(
  request: ResolvedClip,
  picture: MotionSpec['picture'],
  made: Pick<MotionSpec, 'output' | 'sideBySide'>,
): MotionSpec {
  const options = optionsOf(request)
  return {
    ...common(request, options),
    picture,
    title: titleOf(request, options),
    overlay: options.overlay ?? null,
    fit: request.fit,
    camera: request.camera,
    cameraFrom: request.cameraFrom ?? 'move',
    parallax: options.parallax !== 'off',
    ...made,
  }
}

/** The clip that a picture of the engine is a frame of, where nothing is asked: as clips are then. */
const STILL = { frameRate: 30, duration: 5 } as const
/** Where a layout of words has come in and not begun to go. */
const WORDS_STAND_AT = 0.6

/** What the engine is asked for, to make a picture: one frame along the camera's way. */
export function stillSpec(request: ResolvedImage, picture: MotionSpec['picture'], output: string): MotionSpec {
  const { prompt, motionIntensity, lighting = null, camera = 'dolly_slow', cameraFrom = 'move', style, seed, at } = request
  const { frameRate = STILL.frameRate, duration = STILL.duration } = request
  const frames = Math.max(1, Math.round(duration * frameRate))
  const title = picture === null && prompt !== undefined ? { text: prompt, template: null, platform: null } : null
  const share = title !== null && request.asked?.includes('at') !== true ? WORDS_STAND_AT : at
  return {
    ...frameSize(request.aspectRatio, request.resolution),
    frameRate,
    frames,
    style,
    lighting,
    lightingStrength: LIGHT_OF_MOTION[motionIntensity],
    bars: false,
    intensity: INTENSITY_SCALE[motionIntensity],
    seed,
    picture,
    title,
    overlay: null,
    fit: 'crop',
    camera,
    cameraFrom,
    parallax: true,
    still: Math.round(share * (frames - 1)),
    sideBySide: false,
    output,
  }
}

/** What the engine is asked for, to restyle a clip that exists. */
export function restyleSpec(request: ResolvedClip, input: string, output: string): RestyleSpec {
  return { ...common(request, optionsOf(request)), input, smoothing: request.smoothing, sound: request.audio !== false, output }
}

function common(request: ResolvedClip, options: EngineOptions) {
  return {
    ...frameSize(request.aspectRatio, request.resolution),
    frameRate: request.frameRate,
    frames: framesOf(request),
    style: request.style,
    lighting: request.lighting ?? null,
    lightingStrength: options.lightingStrength ?? LIGHT_OF_MOTION[request.motionIntensity],
    bars: options.bars ?? false,
    intensity: INTENSITY_SCALE[request.motionIntensity],
    seed: request.seed,
  }
}

/** The person's own words: what a mood wove into them is for models that generate. */
function titleOf(request: ResolvedClip, { template }: EngineOptions): MotionSpec['title'] {
  if (request.prompt === undefined || !showsWords(request)) return null
  return { text: request.titleText ?? request.prompt, template: template ?? null, platform: request.platform ?? null }
}

function optionsOf(request: ResolvedClip): EngineOptions {
  return engineOptions.parse(request.providerOptions ?? {})
}
