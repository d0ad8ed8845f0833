import { frameSize } from 'shared/camera'
import { CAMERA_WORDS, enrich, LIGHTING_WORDS } from 'shared/strategy'
import { type Adjustment, FRAME_RATES, type ResolvedClip } from 'shared/wire'
import type { ClipModel, NativeModel } from './catalog.ts'
import { modeOf } from './clip-faults.ts'
import { boughtSeconds } from './native-seconds.ts'
import { enlargementOf, nativeSizeFor } from './native-size.ts'
import type { ClipGeneration, Mode } from './port.ts'
import { pricesFor } from './price.ts'

export const STYLE_WORDS: Readonly<Record<ResolvedClip['style'], string>> = {
  realistic: 'photorealistic',
  cinematic: 'cinematic film look',
  cartoon: 'cartoon style',
  anime: 'anime style',
  'motion-graphics': 'motion graphics style, flat shapes',
  '3d': '3D render style',
}
const MOTION_WORDS: Readonly<Record<ResolvedClip['motionIntensity'], string>> = {
  low: 'subtle, minimal motion',
  medium: 'moderate motion',
  high: 'energetic, strong motion',
}

/**
 * A request for a clip as a remote model takes it. Only for models that can honour the request, as `clipFaults` says; throws for another.
 * @param settings the seed and options of the request are taken over where the model has them
 */
export function clipGenerationFor(model: ClipModel, native: NativeModel, request: ResolvedClip): ClipGeneration {
  const mode = modeOf(request)
  const size = nativeSizeFor(native, mode, frameSize(request.aspectRatio, request.resolution))
  const seconds = boughtSeconds(native, mode, request.duration)
  if (size === null || seconds === null) throw new Error(`${model.id} cannot make what it was chosen for`)
  const { name, tier, width, height } = size
  return {
    kind: 'clip',
    model: model.id,
    mode,
    prompt: promptFor(native, request),
    negativePrompt: native.negativePrompt ? (request.negativePrompt ?? null) : null,
    seconds,
    size: { name, tier, width, height },
    frameRate: frameRateFor(native, request.frameRate),
    audio: soundFor(model, native, request, mode, tier),
    seed: native.seed ? request.seed : null,
    options: { ...request.providerOptions },
  }
}

/** What is done otherwise than the request reads, because of how the model works. */
export function clipAdjustments(model: ClipModel, native: NativeModel, request: ResolvedClip): readonly Adjustment[] {
  const bought = clipGenerationFor(model, native, request)
  return [
    ...ofLength(model, bought, request),
    ...ofSize(model, bought, request),
    ...ofRate(model, native, request),
    ...ofSeed(model, native, request),
  ]
}

/** The person's words, and after them what was asked for besides and the model has no setting for. */
function promptFor(native: NativeModel, request: ResolvedClip): string {
  const { prompt = '', strategy, camera, lighting, style, motionIntensity, asked = [] } = request
  if (native.promptLength === 0) return ''
  const directions = [
    asked.includes('style') ? STYLE_WORDS[style] : '',
    asked.includes('camera') && typeof camera === 'string' ? CAMERA_WORDS[camera] : '',
    asked.includes('lighting') && lighting !== undefined ? LIGHTING_WORDS[lighting] : '',
    asked.includes('motionIntensity') ? MOTION_WORDS[motionIntensity] : '',
  ]
  return enrich(strategy?.prompt ?? prompt, directions, native.promptLength).slice(0, native.promptLength)
}

/** Sound is bought where it is asked for, and with `auto` where it costs nothing extra. */
function soundFor(model: ClipModel, native: NativeModel, { audio }: ResolvedClip, mode: Mode, tier: string): boolean {
  if (native.audio !== 'optional') return native.audio === 'always'
  if (audio !== 'auto') return audio
  const price = (sound: boolean) => pricesFor(model, { mode, tier, audio: sound })[0]?.usdMicros
  return price(true) === price(false)
}

/** The nearest that the model can be asked for and that loses no frames; null where it cannot be asked. */
function frameRateFor(native: NativeModel, wanted: (typeof FRAME_RATES)[number]): number | null {
  if (native.frameRate === null || typeof native.frameRate === 'number') return null
  const rates = native.frameRate.toSorted((a, b) => a - b)
  return rates.find((rate) => rate >= wanted) ?? rates.at(-1) ?? null
}

function ofLength({ id }: ClipModel, { seconds }: ClipGeneration, { duration, videoMode }: ResolvedClip): readonly Adjustment[] {
  if (seconds === duration || videoMode !== undefined) return []
  const why = `${id} makes ${seconds} s at least for this; they are bought and cut to ${duration} s.`
  return [{ field: 'duration', asked: duration, bought: seconds, got: duration, code: 'duration_bought_longer', why }]
}

function ofSize({ id }: ClipModel, { size }: ClipGeneration, { aspectRatio, resolution }: ResolvedClip): readonly Adjustment[] {
  const frame = frameSize(aspectRatio, resolution)
  const factor = enlargementOf(size, frame)
  const made = `${size.width}x${size.height}`
  const adjustments: Adjustment[] = []
  if (factor > 1.01) {
    const times = Math.round(factor * 100) / 100
    const why = `${id} makes ${made} pixels; they are enlarged ${times} times.`
    adjustments.push({ field: 'resolution', asked: resolution, bought: made, got: resolution, code: 'upscaledFrom', why })
  }
  if (Math.abs(Math.log((size.width / size.height) * (frame.height / frame.width))) > 0.02) {
    const why = `${id} makes ${made} pixels; they are cut to ${aspectRatio}.`
    adjustments.push({ field: 'aspectRatio', asked: aspectRatio, bought: made, got: aspectRatio, code: 'cut_to_shape', why })
  }
  return adjustments
}

function ofRate({ id }: ClipModel, native: NativeModel, request: ResolvedClip): readonly Adjustment[] {
  const own = typeof native.frameRate === 'number' ? native.frameRate : frameRateFor(native, request.frameRate)
  if (own === null || own === request.frameRate) return []
  const how = request.smoothing === 'motion' ? 'frames between are made by motion, except at scene cuts' : 'frames are repeated or dropped'
  const why = `${id} makes ${own} frames a second; ${how}.`
  return [{ field: 'frameRate', asked: request.frameRate, bought: own, got: request.frameRate, code: 'frameRateFrom', why }]
}

function ofSeed({ id }: ClipModel, native: NativeModel, { asked = [], seed }: ResolvedClip): readonly Adjustment[] {
  if (native.seed || !asked.includes('seed')) return []
  return [{ field: 'seed', asked: seed, code: 'seed_not_used', why: `${id} takes no seed; the same request makes another clip each time.` }]
}
