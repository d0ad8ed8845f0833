import { parentPort, workerData } from 'node:worker_threads'
import { instantiateKernel } from './kernel.ts'
import { renderFrame } from './render-frame.ts'
import { isWorkerData, isWorkerMessage } from './worker-protocol.ts'

if (parentPort === null || !isWorkerData(workerData)) throw new Error('worker.ts is run by the frame ring only')

const port = parentPort
const kernel = instantiateKernel(workerData.module, workerData.memory)
let job: Parameters<typeof renderFrame>[1] | null = null
let workspace: Parameters<typeof renderFrame>[2] | null = null

port.on('message', (message: unknown) => {
  if (!isWorkerMessage(message)) throw new Error('unknown message')
  if (message.type === 'scene') {
    job = message.scene
    workspace = message.workspace
    return
  }
  if (job === null || workspace === null) throw new Error('a frame was asked for before its scene')
  renderFrame(kernel, job, workspace, message.frame, message.address)
  port.postMessage(message.frame)
})
