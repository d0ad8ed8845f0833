import type { Outcome } from 'shared/wire'
import { restyle } from './look/index.ts'
import type { MotionEvent, MotionTask } from './spec.ts'

/** Restyles a clip into `task.partial`. Problems: `media_invalid` for a clip that cannot be read, and those of ffmpeg. */
export async function restyleClip(
  { ffmpeg, spec, partial }: Extract<MotionTask, { work: 'restyle' }>,
  emit: (event: MotionEvent) => void,
): Promise<Outcome<null>> {
  const onProgress = (progress: Omit<Extract<MotionEvent, { type: 'progress' }>, 'type'>): void => emit({ type: 'progress', ...progress })
  return await restyle(ffmpeg, spec, partial, { signal: new AbortController().signal, onProgress, group: 'inherited' })
}
