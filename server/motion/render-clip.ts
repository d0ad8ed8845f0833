import { type CameraOptions, type Homography, invert, multiply, showBox } from 'shared/camera'
import { pipeToFfmpeg, profile } from '../media/index.ts'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { Crew } from './frame-ring.ts'
import type { Kernel } from './kernel.ts'
import type { Arena } from './memory.ts'
import { direct, type FocusedSource } from './direct.ts'
import { LAYER_DEPTHS } from './layers/take-apart.ts'
import { planShot, type Shot } from './plan-shot.ts'
import type { PictureSource, Scene } from './scene.ts'
import type { LoadedState, PictureStore } from './source-cache.ts'
import type { MotionEvent, MotionReport, MotionTask } from './spec.ts'

/** What a child keeps from job to job. */
export interface Studio {
  readonly kernel: Kernel
  readonly arena: Arena
  readonly store: PictureStore
  crew(size: number): Crew
}

/**
 * Renders one clip into `task.partial`. ffmpeg starts while the picture is still being decoded.
 * Problems: `media_invalid` for a picture that cannot be read, and those of ffmpeg.
 */
export async function renderClip(studio: Studio, task: MotionTask, emit: (event: MotionEvent) => void): Promise<Outcome<null>> {
  const { frames: framesTotal } = task.spec
  emit({ type: 'progress', phase: 'preparing', framesDone: 0, framesTotal })
  const stop = new AbortController()
  const encoder = pipeToFfmpeg(task.ffmpeg, encoderArguments(task), { signal: stop.signal, group: 'inherited' })
  const prepared = await prepareScene(studio, task.spec)
  if (!prepared.ok) {
    stop.abort()
    await encoder.done
    return prepared
  }
  const { scene, parallax } = prepared.value
  emit({ type: 'report', parallax })
  try {
    await studio.crew(task.workers).render(studio.arena, scene, encoder.stdin, (framesDone) => {
      emit({ type: 'progress', phase: framesDone < framesTotal ? 'rendering' : 'encoding', framesDone, framesTotal })
    })
  } catch {
    const ended = await encoder.done
    return ended.ok ? refuse('internal_error', 'ffmpeg stopped before it had read every frame.') : ended
  }
  encoder.stdin.end()
  return await encoder.done
}

function encoderArguments({ spec, partial }: MotionTask): readonly string[] {
  const { videoArguments, containerArguments } = profile(spec.frameRate)
  const size = `${spec.width}x${spec.height}`
  const input = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', size, '-framerate', String(spec.frameRate)]
  return [...input, '-i', 'pipe:0', '-an', '-frames:v', String(spec.frames), ...videoArguments, ...containerArguments, partial]
}

/** A clip as what is seen of what, and how its picture was taken apart. */
interface PreparedScene extends MotionReport {
  readonly scene: Scene
}

async function prepareScene(studio: Studio, spec: MotionTask['spec']): Promise<Outcome<PreparedScene>> {
  const { frames, frameRate, picture } = spec
  const common = { frame: { width: spec.width, height: spec.height }, frames, frameRate }
  if (picture === null) {
    // Loads the canvas, which most jobs have no use for.
    const { prepareTitle } = await import('./title/prepare-title.ts')
    return succeed({ scene: { ...common, ...prepareTitle(studio, spec) }, parallax: 'whole_picture' })
  }
  const { shot, layering, camera, framed } = await planShot({ ...spec, picture })
  const loaded = await studio.store.load(shot, layering)
  if (!loaded.ok) return loaded
  const { kind, layers } = loaded.value
  const sources = layers.flatMap((states) => states.map(({ source }) => source))
  const directed = layers.map((states, index) => ({
    isOpaque: index === 0,
    states: states.map((state) => stateOf(state, sources, framed)),
  }))
  const direction = {
    choice: spec.camera,
    camera: { ...camera, depths: LAYER_DEPTHS[kind] },
    frame: common.frame,
    frames,
    layers: directed,
    isGround: kind === 'cut_out' && standsOnGround(shot, camera),
  }
  return succeed({ scene: { ...common, sources, draw: direct(direction) }, parallax: kind })
}

/** Above this share of the frame nothing is taken to stand on the ground that is seen. */
const GROUND_FROM = 0.55

function standsOnGround({ framing }: Shot, { subject }: CameraOptions): boolean {
  return framing.kind === 'box' && subject !== undefined && subject.y > 0 && subject.y + subject.height > GROUND_FROM
}

function stateOf({ loss, source, box }: LoadedState, sources: readonly PictureSource[], framed: Homography): FocusedSource {
  return { loss, source: sources.indexOf(source), toSource: multiply(invert(showBox(box)), framed) }
}
