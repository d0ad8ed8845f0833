import type { Workspace } from './compositor.ts'
import type { FrameParts } from './render-frame.ts'
import type { FrameDraws } from './scene.ts'
import type { WasmMemory, WasmModule } from './webassembly.ts'

/** What a worker is started with. */
export interface WorkerData {
  readonly module: WasmModule
  readonly memory: WasmMemory
}

/** A scene holds for all frames that are asked for after it. A worker answers each frame with its number. */
export type WorkerMessage =
  | { readonly type: 'scene'; readonly parts: FrameParts; readonly workspace: Workspace }
  | {
      readonly type: 'frame'
      readonly frame: number
      readonly draws: FrameDraws
      readonly address: number
      /** Where instants are averaged; null where there is one. */
      readonly sums: number | null
    }

/** Both ends are this room's own threads, so the tag is all there is to tell apart. */
export function isWorkerMessage(message: unknown): message is WorkerMessage {
  return typeof message === 'object' && message !== null && 'type' in message
}

export function isWorkerData(data: unknown): data is WorkerData {
  return typeof data === 'object' && data !== null && 'module' in data && 'memory' in data
}
