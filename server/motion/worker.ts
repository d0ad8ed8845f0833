import { parentPort, workerData } from 'node:worker_threads'
import type { Workspace } from './compositor.ts'
import { instantiateKernel } from './kernel.ts'
import { type FrameParts, renderFrame } from './render-frame.ts'
import { isWorkerData, isWorkerMessage } from './worker-protocol.ts'

if (parentPort === null || !isWorkerData(workerData)) throw new Error('worker.ts is run by the frame ring only')

const port = parentPort
const kernel = instantiateKernel(workerData.module, workerData.memory)
let scene: { readonly parts: FrameParts; readonly workspace: Workspace } | null = null

port.on('message', (message: unknown) => {
  if (!isWorkerMessage(message)) throw new Error('unknown message')
  if (message.type === 'scene') {
    scene = message
    return
  }
  if (scene === null) throw new Error('a frame was asked for before its scene')
  renderFrame(kernel, scene.parts, scene.workspace, message.draws, message.address, message.sums)
  port.postMessage(message.frame)
})
