import {
  type AspectRatio,
  type CameraChoice,
  type CameraMove,
  type Fit,
  frameSize,
  type FrameSize,
  type Intensity,
  nearestAspectRatio,
  type PathKeyframe,
} from 'shared/camera'
import {
  type Lighting,
  type Overlay,
  type Platform,
  PLATFORM_RULES,
  type Strategy,
  strategy,
  type Style,
  type TemplateId,
  TEMPLATES,
} from 'shared/strategy'
import { type HandBox, rectangleOf, WHOLE } from './hand-box.ts'
import { DURATION, FRAME_RATES, PROMPT, type QUALITIES, type REEL_SECONDS, RESOLUTIONS, SEED_MAXIMUM, SMOOTHINGS } from './limits.ts'
import type { Maker } from './maker/reach.ts'
import { FIRST_PATH } from './path/keyframes.ts'

export type FitKind = 'crop' | 'blur' | 'rectangle'
export type FormCamera = CameraMove | 'path'
export type FormResolution = (typeof RESOLUTIONS)[number]
export type FormFrameRate = (typeof FRAME_RATES)[number]
export type ReelSeconds = (typeof REEL_SECONDS)[number]
export type FormSmoothing = (typeof SMOOTHINGS)[number]

export type FormQuality = (typeof QUALITIES)[number]
export const AUDIOS = ['auto', 'on', 'off'] as const
export type FormAudio = (typeof AUDIOS)[number]
export type OptionValue = string | number | boolean

/** What the Create tab holds, apart from the picture or the clip. */
export interface ComposerForm {
  readonly prompt: string
  readonly duration: number
  /** Seconds of a reel of several segments; null makes one clip. */
  readonly reelSeconds: ReelSeconds | null
  /** Null follows the picture's shape. */
  readonly aspectRatio: AspectRatio | null
  readonly resolution: FormResolution
  readonly frameRate: FormFrameRate
  /** Null leaves it to the mood; without one it is the first of the moves. */
  readonly camera: FormCamera | null
  /** The own path, kept also while another move is chosen. */
  readonly path: readonly PathKeyframe[]
  readonly motionIntensity: Intensity
  readonly fit: FitKind
  readonly hand: HandBox
  readonly style: Style
  /** Null leaves it to the mood; without one the light stays as it is. */
  readonly lighting: Lighting | null
  /** 0..1; null follows the strength of the move. */
  readonly lightingStrength: number | null
  /** 0..100; null for none. */
  readonly mood: number | null
  readonly platform: Platform | null
  /** How words are laid out; null leaves it to the words. */
  readonly template: TemplateId | null
  /** What flies over the clip; null for nothing. */
  readonly overlay: Overlay | null
  readonly bars: boolean
  /** Whether the subject may be moved apart from what is behind it. */
  readonly parallax: boolean
  /** Of a clip that is restyled. */
  readonly smoothing: FormSmoothing
  readonly quality: FormQuality
  /** Who is to make it; null leaves it to the quality. */
  readonly maker: Maker | null
  /** Whether another may make it where the first fails. */
  readonly fallback: boolean
  /** What the chosen model takes besides, by its own names. */
  readonly modelOptions: Readonly<Record<string, OptionValue>>
  readonly negativePrompt: string
  readonly audio: FormAudio
  /** Assets that the clip ends on, and that it is to look like. */
  readonly lastImage: string | null
  readonly references: readonly string[]
  /** What the person typed; empty for a new seed each time. */
  readonly seed: string
  /** The seed used where none was typed, so that the preview shows what will be made. */
  readonly rolledSeed: number
}

export const DEFAULT_FORM: ComposerForm = {
  prompt: '',
  duration: DURATION.default,
  reelSeconds: null,
  aspectRatio: null,
  resolution: '1080p',
  frameRate: 30,
  camera: null,
  path: FIRST_PATH,
  motionIntensity: 'medium',
  fit: 'crop',
  hand: WHOLE,
  style: 'realistic',
  lighting: null,
  lightingStrength: null,
  mood: null,
  platform: null,
  template: null,
  overlay: null,
  bars: false,
  parallax: true,
  smoothing: 'none',
  quality: 'draft',
  maker: null,
  fallback: true,
  modelOptions: {},
  negativePrompt: '',
  audio: 'auto',
  lastImage: null,
  references: [],
  seed: '',
  rolledSeed: 1,
}

/** The move of a clip that says nothing of its camera. */
const FIRST_MOVE: CameraMove = 'dolly_slow'

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

/** The shape that the clip will have: the chosen one, else the platform's, else the one nearest to the picture, else 16:9. */
export function shapeOf({ aspectRatio, platform }: Pick<ComposerForm, 'aspectRatio' | 'platform'>, picture: FrameSize | null): AspectRatio {
  if (aspectRatio !== null) return aspectRatio
  if (platform !== null) return PLATFORM_RULES[platform].aspectRatio
  return picture === null ? '16:9' : nearestAspectRatio(picture)
}

/** The clip's frame in pixels. */
export function frameOf(form: Pick<ComposerForm, 'aspectRatio' | 'platform' | 'resolution'>, picture: FrameSize | null): FrameSize {
  return frameSize(shapeOf(form, picture), form.resolution)
}

/** How the picture is to fill the frame, as requests say it. */
export function fitOf(form: ComposerForm, picture: FrameSize | null): Fit {
  if (form.fit !== 'rectangle') return form.fit
  return picture === null ? 'crop' : rectangleOf(form.hand, picture, frameOf(form, picture))
}

/** The camera that the person asked for; null where it is left to the mood. */
export function askedCamera({ camera, path }: Pick<ComposerForm, 'camera' | 'path'>): CameraChoice | null {
  return camera === 'path' ? { path } : camera
}

/** What the mood stands for, as the backend will read it from the same seed; null without a mood. */
export function planOf(form: ComposerForm): Strategy<CameraChoice> | null {
  if (form.mood === null) return null
  return strategy<CameraChoice>({
    prompt: form.prompt.trim(),
    mood: form.mood,
    camera: askedCamera(form) ?? undefined,
    lighting: form.lighting ?? undefined,
    platform: form.platform ?? undefined,
    seed: seedOf(form),
    maximumLength: PROMPT.maximum,
  })
}

/** The camera that the clip will have. */
export function cameraOf(form: ComposerForm): CameraChoice {
  return askedCamera(form) ?? planOf(form)?.camera ?? FIRST_MOVE
}

/** The light that the clip will have; null for the picture's own. */
export function lightingOf(form: ComposerForm): Lighting | null {
  return form.lighting ?? planOf(form)?.lighting ?? null
}

/** The layouts that show a picture beside the words. */
const WITH_PICTURE: readonly TemplateId[] = ['product_card', 'before_after', 'offer']

/** The layouts of words that there are for a clip with or without a picture. */
export function offeredTemplates(hasPicture: boolean): readonly TemplateId[] {
  return hasPicture ? WITH_PICTURE : TEMPLATES
}

/** The layout that the clip asks for: null where there are no words, or where the words are to decide. */
export function templateOf({ template, prompt }: Pick<ComposerForm, 'template' | 'prompt'>, hasPicture: boolean): TemplateId | null {
  return template !== null && prompt.trim() !== '' && offeredTemplates(hasPicture).includes(template) ? template : null
}
