import { rename, rm } from 'node:fs/promises'
import { type Outcome, succeed } from 'shared/wire'
import { type Ffmpeg, makeChildPool } from '../media/index.ts'
import { motionProgress, type MotionProgress, type MotionSpec, type MotionTask } from './spec.ts'
import { defaultWorkers } from './workers.ts'

export interface MotionOptions {
  readonly signal: AbortSignal
  /** Called for every frame that ffmpeg has taken. */
  readonly onProgress: (progress: MotionProgress) => void
}

export interface MotionEngine {
  /**
   * Renders a clip to `spec.output`, which appears when it is complete and not before. Equal specs give equal frames, whatever the
   * machine and the number of workers.
   *
   * Problems: `cancelled` when aborted (all processes of the job are gone then), `media_invalid` for a picture that cannot be read,
   * `storage_full`, `internal_error` when the child died; other jobs go on.
   */
  render(spec: MotionSpec, options: MotionOptions): Promise<Outcome<null>>
  /** Resolves when a spare child is spawned with the kernel compiled. */
  warm(): Promise<void>
  /** Process ids of the engine's children. */
  pids(): readonly number[]
  close(): Promise<void>
}

/**
 * The embedded motion engine.
 * @param options.workers threads that render frames; by default one less than the cores, which ffmpeg needs more
 * @param options.parallel clips at once, each in a child of its own; what runs when is the caller's to decide
 */
export function createMotionEngine(options: { ffmpeg: Ffmpeg; workers?: number; parallel?: number }): MotionEngine {
  const workers = options.workers ?? defaultWorkers()
  const pool = makeChildPool<MotionTask, MotionProgress>({
    entry: new URL('child.ts', import.meta.url),
    event: motionProgress,
    parallel: options.parallel ?? defaultWorkers(),
  })
  let jobs = 0
  return {
    render: async (spec, { signal, onProgress }) => {
      const partial = `${spec.output}.${process.pid}-${++jobs}.part`
      const done = await pool.run({ ffmpeg: options.ffmpeg, workers, spec, partial }, { signal, onEvent: onProgress })
      if (!done.ok) {
        await rm(partial, { force: true })
        return done
      }
      await rename(partial, spec.output)
      return succeed(null)
    },
    warm: () => pool.warm(),
    pids: () => pool.pids(),
    close: () => pool.close(),
  }
}
