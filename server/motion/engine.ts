import { rename, rm } from 'node:fs/promises'
import { type Outcome, succeed } from 'shared/wire'
import { type Ffmpeg, makeChildPool } from '../media/index.ts'
import {
  motionEvent,
  type MotionEvent,
  type MotionProgress,
  type MotionReport,
  type MotionSpec,
  type MotionTask,
  type RestyleSpec,
} from './spec.ts'
import { defaultWorkers } from './workers.ts'

export interface MotionOptions {
  readonly signal: AbortSignal
  /** Called for every frame that ffmpeg has taken. */
  readonly onProgress: (progress: MotionProgress) => void
}

export interface MotionEngine {
  /**
   * Renders a clip to `spec.output`, which appears when it is complete and not before. Equal specs give equal frames, whatever the
   * machine and the number of workers. The answer says how the clip came about.
   *
   * Problems: `cancelled` when aborted (all processes of the job are gone then), `media_invalid` for a picture that cannot be read,
   * `storage_full`, `internal_error` when the child died; other jobs go on.
   */
  render(spec: MotionSpec, options: MotionOptions): Promise<Outcome<MotionReport>>
  /**
   * Gives an existing clip a style and a lighting, as `render` does otherwise.
   *
   * Problems: those of `render`, `media_invalid` being of the clip.
   */
  restyle(spec: RestyleSpec, options: MotionOptions): Promise<Outcome<null>>
  /** Resolves when a spare child is spawned with the kernel compiled. */
  warm(): Promise<void>
  /** Process ids of the engine's children. */
  pids(): readonly number[]
  close(): Promise<void>
}

type Work = { readonly work: 'render'; readonly spec: MotionSpec } | { readonly work: 'restyle'; readonly spec: RestyleSpec }

/**
 * The embedded motion engine.
 * @param options.workers threads that render frames; by default one less than the cores, which ffmpeg needs more
 * @param options.parallel clips at once, each in a child of its own; what runs when is the caller's to decide
 */
export function createMotionEngine(options: { ffmpeg: Ffmpeg; workers?: number; parallel?: number }): MotionEngine {
  const workers = options.workers ?? defaultWorkers()
  const pool = makeChildPool<MotionTask, MotionEvent>({
    entry: new URL('child.ts', import.meta.url),
    event: motionEvent,
    parallel: options.parallel ?? defaultWorkers(),
  })
  let jobs = 0
  const make = async (
    work: Work,
    { signal, onProgress }: MotionOptions,
    onReport: (report: MotionReport) => void,
  ): Promise<Outcome<null>> => {
    const { output } = work.spec
    const partial = `${output}.${process.pid}-${++jobs}.part`
    const onEvent = (event: MotionEvent): void => (event.type === 'progress' ? onProgress(event) : onReport(event))
    const done = await pool.run({ ffmpeg: options.ffmpeg, workers, partial, ...work }, { signal, onEvent })
    if (done.ok) await rename(partial, output)
    else await rm(partial, { force: true })
    return done
  }
  return {
    render: async (spec, motion) => {
      let report: MotionReport = { parallax: 'whole_picture' }
      const done = await make({ work: 'render', spec }, motion, ({ parallax }) => {
        report = { parallax }
      })
      return done.ok ? succeed(report) : done
    },
    restyle: async (spec, motion) => await make({ work: 'restyle', spec }, motion, () => {}),
    warm: () => pool.warm(),
    pids: () => pool.pids(),
    close: () => pool.close(),
  }
}
