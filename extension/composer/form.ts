import {
  ASPECT_RATIOS,
  type AspectRatio,
  CAMERA_MOVES,
  type CameraMove,
  type Fit,
  frameSize,
  type FrameSize,
  INTENSITIES,
  type Intensity,
  nearestAspectRatio,
} from 'shared/camera'
import type { AssetOrigin, ClipRequest } from 'shared/wire'
import { type HandBox, rectangleOf, WHOLE } from './hand-box.ts'
import { DURATION, FRAME_RATES, RESOLUTIONS, SEED_MAXIMUM } from './limits.ts'

export type FitKind = 'crop' | 'blur' | 'rectangle'
export type FormResolution = (typeof RESOLUTIONS)[number]
export type FormFrameRate = (typeof FRAME_RATES)[number]

/** What the Create tab holds, apart from the picture. */
export interface ComposerForm {
  readonly prompt: string
  readonly duration: number
  /** Null follows the picture's shape. */
  readonly aspectRatio: AspectRatio | null
  readonly resolution: FormResolution
  readonly frameRate: FormFrameRate
  readonly camera: CameraMove
  readonly motionIntensity: Intensity
  readonly fit: FitKind
  readonly hand: HandBox
  /** What the person typed; empty for a new seed each time. */
  readonly seed: string
  /** The seed used where none was typed, so that the preview shows what will be made. */
  readonly rolledSeed: number
}

export const DEFAULT_FORM: ComposerForm = {
  prompt: '',
  duration: DURATION.default,
  aspectRatio: null,
  resolution: '1080p',
  frameRate: 30,
  camera: 'dolly_slow',
  motionIntensity: 'medium',
  fit: 'crop',
  hand: WHOLE,
  seed: '',
  rolledSeed: 1,
}

/** A new seed; takes the source of chance. */
export function rollSeed(random: () => number = Math.random): number {
  return Math.floor(random() * (SEED_MAXIMUM + 1))
}

/** The typed seed: null where none is typed, NaN where it is no seed. */
export function typedSeed(seed: string): number | null {
  const text = seed.trim()
  if (text === '') return null
  return /^\d{1,10}$/.test(text) && Number(text) <= SEED_MAXIMUM ? Number(text) : Number.NaN
}

/** The seed that the clip will have. */
export function seedOf(form: Pick<ComposerForm, 'seed' | 'rolledSeed'>): number {
  const typed = typedSeed(form.seed)
  return typed === null || Number.isNaN(typed) ? form.rolledSeed : typed
}

/** The shape that the clip will have: the chosen one, else the one nearest to the picture, else 16:9. */
export function shapeOf(form: Pick<ComposerForm, 'aspectRatio'>, picture: FrameSize | null): AspectRatio {
  return form.aspectRatio ?? (picture === null ? '16:9' : nearestAspectRatio(picture))
}

/** The clip's frame in pixels. */
export function frameOf(form: Pick<ComposerForm, 'aspectRatio' | 'resolution'>, picture: FrameSize | null): FrameSize {
  return frameSize(shapeOf(form, picture), form.resolution)
}

/** How the picture is to fill the frame, as requests say it. */
export function fitOf(form: ComposerForm, picture: FrameSize | null): Fit {
  if (form.fit !== 'rectangle') return form.fit
  return picture === null ? 'crop' : rectangleOf(form.hand, picture, frameOf(form, picture))
}

/** The request for the form, without the picture's id and the price. */
export function toRequest(
  form: ComposerForm,
  picture: FrameSize | null,
  origin: AssetOrigin | null,
): Omit<ClipRequest, 'image' | 'maxCostUsdMicros'> {
  const prompt = form.prompt.trim()
  return {
    kind: 'clip',
    ...(prompt === '' ? {} : { prompt }),
    duration: form.duration,
    aspectRatio: shapeOf(form, picture),
    resolution: form.resolution,
    frameRate: form.frameRate,
    camera: form.camera,
    motionIntensity: form.motionIntensity,
    seed: seedOf(form),
    ...(picture === null ? {} : { fit: fitOf(form, picture) }),
    ...(picture === null || origin === null ? {} : { source: origin }),
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** A form as a draft kept it; what cannot be understood takes its default. */
export function readForm(value: unknown): ComposerForm {
  if (!isRecord(value)) return DEFAULT_FORM
  const among = <T>(key: string, allowed: readonly T[], fallback: T): T => allowed.find((each) => each === value[key]) ?? fallback
  const number = (from: unknown, low: number, high: number, fallback: number): number =>
    typeof from === 'number' && from >= low && from <= high ? from : fallback
  const hand = isRecord(value['hand']) ? value['hand'] : {}
  const steps = number(value['duration'], DURATION.minimum, DURATION.maximum, DURATION.default) / DURATION.step
  return {
    prompt: typeof value['prompt'] === 'string' ? value['prompt'] : '',
    duration: Math.round(steps) * DURATION.step,
    aspectRatio: among<AspectRatio | null>('aspectRatio', ASPECT_RATIOS, null),
    resolution: among('resolution', RESOLUTIONS, DEFAULT_FORM.resolution),
    frameRate: among('frameRate', FRAME_RATES, DEFAULT_FORM.frameRate),
    camera: among('camera', CAMERA_MOVES, DEFAULT_FORM.camera),
    motionIntensity: among('motionIntensity', INTENSITIES, DEFAULT_FORM.motionIntensity),
    fit: among<FitKind>('fit', ['crop', 'blur', 'rectangle'], DEFAULT_FORM.fit),
    hand: { x: number(hand['x'], 0, 1, WHOLE.x), y: number(hand['y'], 0, 1, WHOLE.y), scale: number(hand['scale'], 0, 1, WHOLE.scale) },
    seed: typeof value['seed'] === 'string' ? value['seed'] : '',
    rolledSeed: Math.floor(number(value['rolledSeed'], 0, SEED_MAXIMUM, DEFAULT_FORM.rolledSeed)),
  }
}
