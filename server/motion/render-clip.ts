import { camera, IDENTITY, multiply } from 'shared/camera'
import { pipeToFfmpeg, profile } from '../media/index.ts'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { Crew } from './frame-ring.ts'
import type { Kernel } from './kernel.ts'
import type { Arena } from './memory.ts'
import { planShot } from './prepare-picture.ts'
import { type FrameDraws, plainDraw, type Scene } from './scene.ts'
import type { PictureStore } from './source-cache.ts'
import type { MotionEvent, MotionTask } from './spec.ts'

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
  const scene = await prepareScene(studio, task.spec)
  if (!scene.ok) {
    stop.abort()
    await encoder.done
    return scene
  }
  try {
    await studio.crew(task.workers).render(studio.arena, scene.value, encoder.stdin, (framesDone) => {
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

async function prepareScene(studio: Studio, spec: MotionTask['spec']): Promise<Outcome<Scene>> {
  const { frames, frameRate, picture } = spec
  const common = { frame: { width: spec.width, height: spec.height }, frames, frameRate }
  if (picture === null) {
    // Loads the canvas, which most jobs have no use for.
    const { prepareTitle } = await import('./title/prepare-title.ts')
    return succeed({ ...common, ...prepareTitle(studio, spec) })
  }
  const { shot, camera: options, framed } = planShot({ ...spec, picture })
  const loaded = await studio.store.load(shot)
  if (!loaded.ok) return loaded
  const draw = (frame: number): FrameDraws => {
    const [layer] = camera(spec.camera, frame / frames, options).layers
    return [[plainDraw(0, multiply(framed, layer?.view ?? IDENTITY))]]
  }
  return succeed({ ...common, sources: [loaded.value.source], draw })
}
