import type { Writable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { allocateWorkspace } from './compositor.ts'
import { type Arena, frameBytes } from './memory.ts'
import { slotBytes, sumBytes } from './render-frame.ts'
import type { Scene } from './scene.ts'
import type { WorkerData, WorkerMessage } from './worker-protocol.ts'

/** Frames that exist at once, rendered or being written. */
const SLOTS = 6
/** Frames handed to a worker ahead, so that it never waits for this thread. */
const AHEAD = 2

/** Worker threads that render frames of one scene after another. */
export interface Crew {
  readonly size: number
  /** Renders all frames of a scene and writes them to `sink` in order, straight from the shared memory. Rejects when the sink breaks. */
  render(arena: Arena, scene: Scene, sink: Writable, onFrame: (framesDone: number) => void): Promise<void>
}

/** Starts the workers. An error in one is a bug and ends the process. */
export function startCrew(data: WorkerData, size: number): Crew {
  const workers = Array.from({ length: size }, () => new Worker(new URL('worker.ts', import.meta.url), { workerData: data }))
  for (const worker of workers) worker.unref()
  return { size, render: (arena, scene, sink, onFrame) => renderScene(workers, arena, scene, sink, onFrame) }
}

async function renderScene(
  workers: readonly Worker[],
  arena: Arena,
  scene: Scene,
  sink: Writable,
  onFrame: (framesDone: number) => void,
): Promise<void> {
  const { frame, sources } = scene
  const { width, height } = frame
  const slots = Array.from({ length: SLOTS }, () => arena.allocate(slotBytes(width, height)))
  const workspaces = workers.map(() => allocateWorkspace(arena, frame, sources))
  const views = slots.map((address) => Buffer.from(arena.memory.buffer, address, frameBytes(width, height)))
  workers.forEach((worker, index) => {
    const workspace = workspaces[index]
    if (workspace !== undefined) tell(worker, { type: 'scene', parts: { frame, sources }, workspace })
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const { promise: idle, resolve: becomeIdle } = Promise.withResolvers<void>()
  // Only frames with motion blur need sums, so only the threads that render one get them.
  const sums: number[] = []
  const sumsOf = (worker: number, instants: number): number | null => {
    if (instants === 1) return null
    return (sums[worker] ??= arena.allocate(sumBytes(width, height)))
  }
  let broken = false
  const rendered = new Set<number>()
  const load = workers.map(() => 0)
  let [asked, handed, written] = [0, 0, 0]

  const hire = (): void => {
    if (broken) return
    while (asked < scene.frames && asked < written + SLOTS) {
      const index = load.indexOf(Math.min(...load))
      const worker = workers[index]
      const address = slots[asked % SLOTS]
      if (worker === undefined || address === undefined || (load[index] ?? 0) >= AHEAD) return
      load[index] = (load[index] ?? 0) + 1
      const draws = scene.draw(asked)
      tell(worker, { type: 'frame', frame: asked, draws, address, sums: sumsOf(index, draws.length) })
      asked += 1
    }
  }
  const hand = (): void => {
    while (rendered.delete(handed)) {
      const view = views[handed % SLOTS]
      if (view !== undefined) sink.write(view, taken)
      handed += 1
    }
  }
  const taken = (error: Error | null | undefined): void => {
    if (error) return reject(error)
    written += 1
    onFrame(written)
    if (written === scene.frames) resolve()
    else hire()
  }
  const listeners = workers.map((worker, index) => {
    const done = (frame: number): void => {
      load[index] = (load[index] ?? 1) - 1
      rendered.add(frame)
      hire()
      if (!broken) hand()
      if (load.every((count) => count === 0)) becomeIdle()
    }
    worker.on('message', done)
    return () => worker.off('message', done)
  })
  sink.once('error', reject)
  hire()
  try {
    await promise
  } finally {
    broken = true
    // A frame still in the making must not be taken for one of the next scene.
    if (load.some((count) => count > 0)) await idle
    sink.off('error', reject)
    for (const remove of listeners) remove()
  }
}

function tell(worker: Worker, message: WorkerMessage): void {
  worker.postMessage(message, [])
}
