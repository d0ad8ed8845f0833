import { pipeToFfmpeg, profile, SIDE_BY_SIDE } from '../media/index.ts'
import { type Outcome, refuse } from 'shared/wire'
import type { Crew } from './frame-ring.ts'
import { finishFilters, lookOf } from './look/index.ts'
import { prepareScene, type SceneDesk } from './prepare-scene.ts'
import type { Scene } from './scene.ts'
import type { MotionEvent, MotionTask } from './spec.ts'

/** What a child keeps from job to job. */
export interface Studio extends SceneDesk {
  crew(size: number): Crew
}

type RenderTask = Extract<MotionTask, { work: 'render' }>

/**
 * Renders one clip, or one frame of it, into `task.partial`. ffmpeg starts while the picture is still being decoded.
 * Problems: `media_invalid` for a picture that cannot be read, and those of ffmpeg.
 */
export async function renderClip(studio: Studio, task: RenderTask, emit: (event: MotionEvent) => void): Promise<Outcome<null>> {
  const framesTotal = task.spec.still === undefined ? task.spec.frames : 1
  emit({ type: 'progress', phase: 'preparing', framesDone: 0, framesTotal })
  const stop = new AbortController()
  const encoder = pipeToFfmpeg(task.ffmpeg, encoderArguments(task), { signal: stop.signal, group: 'inherited' })
  const prepared = await prepareScene(studio, task)
  if (!prepared.ok) {
    stop.abort()
    await encoder.done
    return prepared
  }
  const { parallax } = prepared.value
  const scene = shownOf(prepared.value.scene, task.spec.still)
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

/** A scene, or one frame of it as if there was no other. */
function shownOf(scene: Scene, still: number | undefined): Scene {
  return still === undefined ? scene : { ...scene, frames: 1, draw: () => scene.draw(still) }
}

/** Full-range RGB of what the engine draws in limited-range BT.709. */
const PICTURE = 'scale=in_color_matrix=bt709:in_range=tv:out_range=pc,format=rgb24'

function encoderArguments({ spec, partial }: RenderTask): readonly string[] {
  const { videoArguments, containerArguments } = profile(spec.frameRate)
  const size = `${spec.width}x${spec.height}`
  const input = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', size, '-framerate', String(spec.frameRate), '-i', 'pipe:0']
  // Bars would cover words that keep to a platform's safe zone only.
  const filters = finishFilters({ ...lookOf(spec), bars: spec.bars && spec.title === null }, spec)
  if (spec.still !== undefined) {
    return [
      ...input,
      '-an',
      '-frames:v',
      '1',
      '-vf',
      [...filters, PICTURE].join(','),
      '-c:v',
      'png',
      '-f',
      'image2',
      '-update',
      '1',
      partial,
    ]
  }
  const finish = filters.length === 0 ? [] : ['-vf', filters.join(',')]
  const effort = spec.sideBySide ? SIDE_BY_SIDE : []
  return [...input, '-an', '-frames:v', String(spec.frames), ...finish, ...videoArguments, ...effort, ...containerArguments, partial]
}
