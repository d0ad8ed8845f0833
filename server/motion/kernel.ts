import { readFile } from 'node:fs/promises'
import type { Homography } from 'shared/camera'
import { wasm, type WasmExports, type WasmMemory, type WasmModule } from './webassembly.ts'

/** What the kernel exports; `kernel/*.ts` says what each does. All addresses are bytes in the shared memory. */
export interface Kernel {
  axis(
    offsets: number,
    weights: number,
    count: number,
    start: number,
    step: number,
    taps: number,
    one: number,
    unit: number,
    low: number,
    high: number,
  ): void
  scalePlane(
    source: number,
    sourceStride: number,
    target: number,
    targetStride: number,
    width: number,
    height: number,
    acrossOffsets: number,
    acrossWeights: number,
    acrossTaps: number,
    downOffsets: number,
    downWeights: number,
    downTaps: number,
    row: number,
  ): void
  pictureToPlanes(rgb: number, width: number, height: number, y: number, yStride: number, u: number, v: number, chromaStride: number): void
  coverageToPlanes(
    from: number,
    width: number,
    height: number,
    luma: number,
    lumaStride: number,
    chroma: number,
    chromaStride: number,
  ): void
  repeatEdges(plane: number, stride: number, width: number, height: number, padding: number): void
  linearTable(table: number): void
  warpTable(table: number, acrossStep: number, downStep: number): void
  shearTable(table: number, taps: number, acrossStep: number, downStep: number): void
  setHomography(matrix: number, ...m: Homography): void
  warpPlanes(
    matrix: number,
    y: number,
    rows: number,
    samples: number,
    width: number,
    height: number,
    stride: number,
    padding: number,
    table: number,
    taps: number,
    map: number,
    targetStride: number,
    source0: number,
    target0: number,
    source1: number,
    target1: number,
    source2: number,
    target2: number,
  ): void
  shearPlanes(
    matrix: number,
    y: number,
    rows: number,
    samples: number,
    width: number,
    height: number,
    stride: number,
    padding: number,
    table: number,
    taps: number,
    row: number,
    map: number,
    targetStride: number,
    source0: number,
    target0: number,
    source1: number,
    target1: number,
    source2: number,
    target2: number,
  ): void
  lay(
    above: number,
    alpha: number,
    aboveStride: number,
    below: number,
    belowStride: number,
    width: number,
    height: number,
    opacity: number,
  ): void
  tint(
    alpha: number,
    alphaStride: number,
    below: number,
    belowStride: number,
    width: number,
    height: number,
    level: number,
    opacity: number,
  ): void
  screenLuma(above: number, aboveStride: number, below: number, belowStride: number, width: number, height: number): void
  screenChroma(
    above: number,
    aboveStride: number,
    aboveLuma: number,
    aboveLumaStride: number,
    below: number,
    belowStride: number,
    belowLuma: number,
    belowLumaStride: number,
    width: number,
    height: number,
  ): void
  flatten(plane: number, stride: number, width: number, height: number, level: number): void
  accumulate(sums: number, from: number, bytes: number, begin: number): void
  average(sums: number, to: number, bytes: number, count: number): void
}

const NAMES = [
  'axis',
  'scalePlane',
  'pictureToPlanes',
  'coverageToPlanes',
  'repeatEdges',
  'linearTable',
  'warpTable',
  'setHomography',
  'warpPlanes',
  'shearTable',
  'shearPlanes',
  'lay',
  'tint',
  'screenLuma',
  'screenChroma',
  'flatten',
  'accumulate',
  'average',
] as const satisfies (keyof Kernel)[]

/** Pages of 64 KiB; the kernel was compiled for exactly these bounds. */
const PAGES = { initial: 16, maximum: 16_384 } as const

/** Reads and compiles the kernel. A missing file means that the set-up did not run: `node scripts/build-kernel.mjs` makes it. */
export async function compileKernel(): Promise<WasmModule> {
  const binary = await readFile(new URL('kernel/build/kernel.wasm', import.meta.url))
  return await wasm.compile(binary)
}

/** The memory that one child's threads share: at most 1 GiB, and only what was grown into is ever there. */
export function createKernelMemory(): WasmMemory {
  return new wasm.Memory({ ...PAGES, shared: true })
}

/** One thread's kernel over the shared memory. */
export function instantiateKernel(module: WasmModule, memory: WasmMemory): Kernel {
  const { exports } = new wasm.Instance(module, { env: { memory, abort } })
  if (!isKernel(exports)) throw new Error('the compiled kernel is not the one this code was written for: run node scripts/build-kernel.mjs')
  return exports
}

function isKernel(exports: WasmExports): exports is WasmExports & Kernel {
  return NAMES.every((name) => typeof exports[name] === 'function')
}

function abort(): never {
  throw new Error('the kernel aborted')
}
