import { ASPECT_RATIOS, type AspectRatio, CAMERA_MOVES, INTENSITIES, type PathKeyframe } from 'shared/camera'
import { LIGHTINGS, MOOD_RANGE, OVERLAYS, PLATFORMS, STYLES, TEMPLATES } from 'shared/strategy'
import { AUDIOS, type ComposerForm, DEFAULT_FORM, type FitKind, type FormCamera, type OptionValue } from './form.ts'
import { WHOLE } from './hand-box.ts'
import {
  DURATION,
  FRAME_RATES,
  PATH,
  QUALITIES,
  REEL_SECONDS,
  REFERENCES_MAXIMUM,
  RESOLUTIONS,
  SEED_MAXIMUM,
  SMOOTHINGS,
} from './limits.ts'
import type { Maker } from './maker/reach.ts'

/** Version of the drafts that are written now. */
export const DRAFT_VERSION = 2

type Fields = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

function between(value: unknown, low: number, high: number): number | null {
  return typeof value === 'number' && value >= low && value <= high ? value : null
}

/**
 * A form as a draft kept it; what cannot be understood takes its default.
 * @param version that the draft was written by; the first knew no mood, so that its camera was never left open
 */
export function readForm(value: unknown, version: number = DRAFT_VERSION): ComposerForm {
  if (!isRecord(value)) return DEFAULT_FORM
  const among = <T>(key: string, allowed: readonly T[], fallback: T): T => allowed.find((each) => each === value[key]) ?? fallback
  const orNull = <T>(key: string, allowed: readonly T[]): T | null => among<T | null>(key, allowed, null)
  const flag = (key: string, fallback: boolean): boolean => (typeof value[key] === 'boolean' ? value[key] : fallback)
  const hand = isRecord(value['hand']) ? value['hand'] : {}
  const steps = (between(value['duration'], DURATION.minimum, DURATION.named) ?? DURATION.default) / DURATION.step
  const camera = orNull<FormCamera>('camera', [...CAMERA_MOVES, 'path'])
  return {
    prompt: typeof value['prompt'] === 'string' ? value['prompt'] : '',
    duration: Math.round(steps) * DURATION.step,
    reelSeconds: orNull('reelSeconds', REEL_SECONDS),
    aspectRatio: orNull<AspectRatio>('aspectRatio', ASPECT_RATIOS),
    resolution: among('resolution', RESOLUTIONS, DEFAULT_FORM.resolution),
    frameRate: among('frameRate', FRAME_RATES, DEFAULT_FORM.frameRate),
    camera: version < 2 && camera === 'dolly_slow' ? null : camera,
    path: readPath(value['path']) ?? DEFAULT_FORM.path,
    motionIntensity: among('motionIntensity', INTENSITIES, DEFAULT_FORM.motionIntensity),
    fit: among<FitKind>('fit', ['crop', 'blur', 'rectangle'], DEFAULT_FORM.fit),
    hand: {
      x: between(hand['x'], 0, 1) ?? WHOLE.x,
      y: between(hand['y'], 0, 1) ?? WHOLE.y,
      scale: between(hand['scale'], 0, 1) ?? WHOLE.scale,
    },
    style: among('style', STYLES, DEFAULT_FORM.style),
    lighting: orNull('lighting', LIGHTINGS),
    lightingStrength: between(value['lightingStrength'], 0, 1),
    mood: between(value['mood'], MOOD_RANGE.minimum, MOOD_RANGE.maximum),
    platform: orNull('platform', PLATFORMS),
    template: orNull('template', TEMPLATES),
    overlay: orNull('overlay', OVERLAYS),
    bars: flag('bars', DEFAULT_FORM.bars),
    parallax: flag('parallax', DEFAULT_FORM.parallax),
    smoothing: among('smoothing', SMOOTHINGS, DEFAULT_FORM.smoothing),
    quality: among('quality', QUALITIES, DEFAULT_FORM.quality),
    fallback: flag('fallback', DEFAULT_FORM.fallback),
    maker: readMaker(value['maker']),
    modelOptions: readOptions(value['modelOptions']),
    negativePrompt: typeof value['negativePrompt'] === 'string' ? value['negativePrompt'] : '',
    audio: among('audio', AUDIOS, DEFAULT_FORM.audio),
    lastImage: typeof value['lastImage'] === 'string' ? value['lastImage'] : null,
    references: readIds(value['references']),
    seed: typeof value['seed'] === 'string' ? value['seed'] : '',
    rolledSeed: Math.floor(between(value['rolledSeed'], 0, SEED_MAXIMUM) ?? DEFAULT_FORM.rolledSeed),
  }
}

function readMaker(value: unknown): Maker | null {
  if (!isRecord(value) || typeof value['provider'] !== 'string') return null
  return { provider: value['provider'], model: typeof value['model'] === 'string' ? value['model'] : null }
}

function readOptions(value: unknown): Readonly<Record<string, OptionValue>> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, option]) =>
      typeof option === 'string' || typeof option === 'number' || typeof option === 'boolean' ? [[name, option]] : [],
    ),
  )
}

function readIds(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(0, REFERENCES_MAXIMUM) : []
}

/** An own path; null when it is none that could be asked for. */
export function readPath(value: unknown): readonly PathKeyframe[] | null {
  if (!Array.isArray(value)) return null
  const path = value.flatMap((each: unknown) => readKeyframe(each) ?? [])
  const { minimum, maximum } = PATH.keyframes
  if (path.length !== value.length || path.length < minimum || path.length > maximum) return null
  const ascends = path.every(({ t }, index) => index === 0 || t > (path[index - 1]?.t ?? 0))
  return ascends && path[0]?.t === 0 && path.at(-1)?.t === 1 ? path : null
}

function readKeyframe(value: unknown): PathKeyframe | null {
  if (!isRecord(value)) return null
  const [t, x, y] = [between(value['t'], 0, 1), between(value['x'], 0, 1), between(value['y'], 0, 1)]
  const [zoom, roll] = [between(value['zoom'], PATH.zoom.minimum, PATH.zoom.maximum), between(value['roll'], -PATH.roll, PATH.roll)]
  return t === null || x === null || y === null || zoom === null || roll === null ? null : { t, x, y, zoom, roll }
}
