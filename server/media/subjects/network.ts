import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import sharp from 'sharp'

/** One value per pixel, row by row. */
export interface Grid {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/** A network that turns a picture into one value per pixel. */
export interface Network {
  run(picture: string): Promise<Grid>
}

export interface NetworkOptions {
  /** Side in pixels that a picture is stretched to, where the network takes any. */
  readonly side: number
  /** What makes a channel 1: the brightest value of the picture, as U-2-Net was trained, or white. */
  readonly whitest: 'picture' | 'white'
}

/** Mean and standard deviation of ImageNet's channels, which both networks were trained with. */
const MEAN = [0.485, 0.456, 0.406] as const
const DEVIATION = [0.229, 0.224, 0.225] as const

/** What transparent pixels are laid on before a network sees them. */
const BACKGROUND = '#808080'

/** Loads an ONNX file with one picture (1, 3, height, width) as input. Throws where it is no such file. */
export async function loadNetwork(model: Uint8Array, options: NetworkOptions): Promise<Network> {
  await prepareRuntime()
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' })
  const [input] = session.inputNames
  const [output] = session.outputNames
  if (input === undefined || output === undefined) throw new Error('The network has no input or no output')
  const metadata = session.inputMetadata[0]
  const shape = metadata?.isTensor === true ? metadata.shape : []
  const height = sideOf(shape[2], options.side)
  const width = sideOf(shape[3], options.side)
  return {
    run: async (picture) => {
      const pixels = await stretched(picture, width, height)
      const tensor = new Tensor('float32', normalised(pixels, options.whitest), [1, 3, height, width])
      const answer = (await session.run({ [input]: tensor }, [output]))[output]
      if (answer === undefined || !(answer.data instanceof Float32Array)) throw new Error('The network does not answer in float32')
      const [down, across] = answer.dims.slice(-2)
      if (down === undefined || across === undefined || down * across !== answer.data.length) {
        throw new Error(`The network answers in the shape ${answer.dims.join(' x ')}`)
      }
      return { width: across, height: down, values: answer.data }
    },
  }
}

let prepared: Promise<void> | null = null

/** The runtime is handed its WebAssembly, which it would otherwise fetch; its threads would need that fetch too. */
function prepareRuntime(): Promise<void> {
  prepared ??= (async () => {
    env.logLevel = 'error'
    env.wasm.numThreads = 1
    const binary = await readFile(fileURLToPath(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')))
    env.wasm.wasmBinary = new Uint8Array(binary)
  })()
  return prepared
}

function sideOf(declared: number | string | undefined, side: number): number {
  return typeof declared === 'number' && declared > 0 ? declared : side
}

function stretched(picture: string, width: number, height: number): Promise<Buffer> {
  return sharp(picture, { failOn: 'error', sequentialRead: true })
    .flatten({ background: BACKGROUND })
    .toColourspace('srgb')
    .resize(width, height, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer()
}

/** Channels one after the other, each with ImageNet's mean and deviation. */
function normalised(pixels: Buffer, whitest: NetworkOptions['whitest']): Float32Array {
  const scale = whitest === 'white' ? 255 : pixels.reduce((most, value) => Math.max(most, value), 1)
  const count = pixels.length / 3
  const values = new Float32Array(pixels.length)
  MEAN.forEach((mean, channel) => {
    const deviation = DEVIATION[channel] ?? 1
    for (let pixel = 0; pixel < count; pixel += 1) {
      values[channel * count + pixel] = ((pixels[pixel * 3 + channel] ?? 0) / scale - mean) / deviation
    }
  })
  return values
}
