import { z } from 'zod'
import { CAMERA_MOVES, CAMERA_STARTS, type CameraChoice, type CameraStart, type Fit, type Point, type Rectangle } from 'shared/camera'
import {
  LIGHTINGS,
  type Lighting,
  type Overlay,
  OVERLAYS,
  type Platform,
  PLATFORMS,
  type Style,
  STYLES,
  type TemplateId,
  TEMPLATES,
} from 'shared/strategy'
import { point, rectangle } from 'shared/wire'

/** A picture that ingest has written, and what is known of it. */
export interface MotionPicture {
  readonly path: string
  readonly width: number
  readonly height: number
  /** The point that a crop keeps and a dolly goes to, as shares of the sides. */
  readonly focus: Point | null
  /** Box of the subject, as shares of the sides. */
  readonly subject: Rectangle | null
  /** The subject's cut-out: a grey PNG of 8 bits as base64, at most 320 pixels each way, stretched over the whole picture. */
  readonly mask: string | null
  /** Nearness, white nearest: a grey PNG of 8 bits as base64, at most 518 pixels each way, stretched over the whole picture. */
  readonly depth: string | null
}

/** The words of a clip. */
export interface MotionTitle {
  readonly text: string
  /** Null leaves the choice to the prompt and the style. */
  readonly template: TemplateId | null
  /** Whose safe zones the words keep to. */
  readonly platform: Platform | null
}

/** How a clip is styled and lit. */
export interface MotionLook {
  readonly style: Style
  readonly lighting: Lighting | null
  /** 0..1 */
  readonly lightingStrength: number
  /** Whether a cinematic clip is framed by bars. */
  readonly bars: boolean
}

/** What to render: a picture under a moving camera, words where there is no picture, or both. */
export interface MotionSpec extends MotionLook {
  readonly picture: MotionPicture | null
  readonly title: MotionTitle | null
  /** What flies over the clip, clear of its words. */
  readonly overlay: Overlay | null
  /** Pixels, even. */
  readonly width: number
  readonly height: number
  readonly frameRate: 24 | 30 | 60
  /** Length of the clip in frames. */
  readonly frames: number
  readonly fit: Fit
  readonly camera: CameraChoice
  /** Where the shot begins: `whole` is the picture as it is. */
  readonly cameraFrom: CameraStart
  /** Amplitude of the move: 1 is medium. */
  readonly intensity: number
  /** 0..4294967295 */
  readonly seed: number
  /** Whether the picture may be taken apart into layers where its mask or depth is known. */
  readonly parallax: boolean
  /** A picture of this frame alone, as PNG, instead of a clip. */
  readonly still?: number
  /** Whether other clips are made at the same time, so that processor time counts and not how soon this one is done. */
  readonly sideBySide: boolean
  /** Where the MP4 is put when it is complete. */
  readonly output: string
}

/** How an existing clip is to look. */
export interface RestyleSpec extends MotionLook {
  /** A local MP4 of the size, frame rate and length that follow. */
  readonly input: string
  readonly width: number
  readonly height: number
  readonly frameRate: 24 | 30 | 60
  readonly frames: number
  /** Strength of what follows the clip's motion: 1 is medium. */
  readonly intensity: number
  readonly smoothing: 'none' | 'motion'
  /** Whether the clip's own sound stays. */
  readonly sound: boolean
  /** 0..4294967295 */
  readonly seed: number
  /** Where the MP4 is put when it is complete. */
  readonly output: string
}

/** How a clip came about. */
export interface MotionReport {
  /** What was moved apart: the subject and what is behind it, parts by their depth, or nothing. */
  readonly parallax: 'cut_out' | 'depth_map' | 'whole_picture'
}

export interface MotionProgress {
  readonly phase: 'preparing' | 'rendering' | 'encoding'
  readonly framesDone: number
  readonly framesTotal: number
}

const side = z.int().min(1)
const even = z.int().min(2).max(4096).multipleOf(2)
const seed = z.int().min(0).max(4_294_967_295)
const intensity = z.number().min(0).max(4)
const keyframe = z.object({ t: z.number(), x: z.number(), y: z.number(), zoom: z.number(), roll: z.number() })
const look = {
  style: z.enum(STYLES),
  lighting: z.enum(LIGHTINGS).nullable(),
  lightingStrength: z.number().min(0).max(1),
  bars: z.boolean(),
}
const clip = { width: even, height: even, frameRate: z.literal([24, 30, 60]), frames: z.int().min(1).max(100_000) }

const motionSpec = z.object({
  ...look,
  ...clip,
  picture: z
    .object({
      path: z.string(),
      width: side,
      height: side,
      focus: point.nullable(),
      subject: rectangle.nullable(),
      mask: z.base64().nullable(),
      depth: z.base64().nullable(),
    })
    .nullable(),
  title: z
    .object({
      text: z.string(),
      template: z.enum(TEMPLATES).nullable(),
      platform: z.enum(PLATFORMS).nullable(),
    })
    .nullable(),
  overlay: z.enum(OVERLAYS).nullable(),
  fit: z.union([z.enum(['crop', 'blur']), rectangle]),
  camera: z.union([z.enum(CAMERA_MOVES), z.object({ path: z.array(keyframe).min(2).readonly() })]),
  cameraFrom: z.enum(CAMERA_STARTS),
  intensity,
  seed,
  parallax: z.boolean(),
  still: z.int().min(0).exactOptional(),
  sideBySide: z.boolean(),
  output: z.string(),
})

const restyleSpec = z.object({
  ...look,
  ...clip,
  input: z.string(),
  intensity,
  smoothing: z.enum(['none', 'motion']),
  sound: z.boolean(),
  seed,
  output: z.string(),
})

const common = {
  ffmpeg: z.object({ ffmpeg: z.string(), ffprobe: z.string(), version: z.string(), major: z.number() }),
  workers: z.int().min(1).max(64),
  /** The unfinished file; the engine renames it to `spec.output`. */
  partial: z.string(),
}

/** One task of the engine's child process. */
export const motionTask = z.discriminatedUnion('work', [
  z.object({ ...common, work: z.literal('render'), spec: motionSpec }),
  z.object({ ...common, work: z.literal('restyle'), spec: restyleSpec }),
])
export type MotionTask = z.infer<typeof motionTask>

/** What the child tells while it works: its progress, and once what it found that it can do. */
export const motionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    phase: z.enum(['preparing', 'rendering', 'encoding']),
    framesDone: z.int(),
    framesTotal: z.int(),
  }),
  z.object({ type: z.literal('report'), parallax: z.enum(['cut_out', 'depth_map', 'whole_picture']) }),
])
export type MotionEvent = z.infer<typeof motionEvent>
