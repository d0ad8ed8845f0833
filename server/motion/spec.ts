import { z } from 'zod'
import { CAMERA_MOVES, type CameraMove, type Fit, type Point } from 'shared/camera'
import { point, rectangle } from 'shared/wire'

/** What to render: a picture under a moving camera, or a title card where there is no picture. */
export interface MotionSpec {
  /** A file that ingest has written. `focus` is the point that a crop keeps and a dolly goes to, as shares of its sides. */
  readonly picture: { readonly path: string; readonly width: number; readonly height: number; readonly focus: Point | null } | null
  /** The words of the title card; not used where there is a picture. */
  readonly title: { readonly text: string } | null
  /** Pixels, even. */
  readonly width: number
  readonly height: number
  readonly frameRate: 24 | 30 | 60
  /** Length of the clip in frames. */
  readonly frames: number
  readonly fit: Fit
  readonly move: CameraMove
  /** Amplitude of the move: 1 is medium. */
  readonly intensity: number
  /** 0..4294967295 */
  readonly seed: number
  /** Where the MP4 is put when it is complete. */
  readonly output: string
}

export interface MotionProgress {
  readonly phase: 'preparing' | 'rendering' | 'encoding'
  readonly framesDone: number
  readonly framesTotal: number
}

const even = z.int().min(2).max(4096).multipleOf(2)

const motionSpec = z.object({
  picture: z.object({ path: z.string(), width: z.int().min(1), height: z.int().min(1), focus: point.nullable() }).nullable(),
  title: z.object({ text: z.string() }).nullable(),
  width: even,
  height: even,
  frameRate: z.literal([24, 30, 60]),
  frames: z.int().min(1).max(100_000),
  fit: z.union([z.enum(['crop', 'blur']), rectangle]),
  move: z.enum(CAMERA_MOVES),
  intensity: z.number().min(0).max(4),
  seed: z.int().min(0).max(4_294_967_295),
  output: z.string(),
})

/** One task of the engine's child process. */
export const motionTask = z.object({
  ffmpeg: z.object({ ffmpeg: z.string(), ffprobe: z.string(), version: z.string(), major: z.number() }),
  workers: z.int().min(1).max(64),
  spec: motionSpec,
  /** The unfinished file; the engine renames it to `spec.output`. */
  partial: z.string(),
})
export type MotionTask = z.infer<typeof motionTask>

export const motionProgress = z.object({
  phase: z.enum(['preparing', 'rendering', 'encoding']),
  framesDone: z.int(),
  framesTotal: z.int(),
})
