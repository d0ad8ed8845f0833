import { availableParallelism } from 'node:os'

/** Threads that render frames where nobody says otherwise: one less than the cores, since the encoder is the bottleneck. */
export function defaultWorkers(): number {
  return Math.max(1, availableParallelism() - 1)
}
