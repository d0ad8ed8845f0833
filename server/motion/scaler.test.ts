import { beforeAll, describe, expect, it } from 'vitest'
import { compileKernel, createKernelMemory, instantiateKernel, type Kernel } from './kernel.ts'
import { allocatePicture, Arena, PADDING, type PictureLayout } from './memory.ts'
import { allocateScaler, frameTargets, scaleFrame } from './scaler.ts'
import { sampling } from './plan.ts'
import { slotBytes } from './render-frame.ts'
import { showBox } from 'shared/camera'

let kernel: Kernel
let arena: Arena

beforeAll(async () => {
  const memory = createKernelMemory()
  kernel = instantiateKernel(await compileKernel(), memory)
  arena = new Arena(memory)
})

function load(width: number, height: number, pixel: (x: number, y: number) => readonly [number, number, number]): PictureLayout {
  const layout = allocatePicture(arena, width, height)
  const address = arena.allocate(width * height * 3)
  const rgb = arena.bytes(address, width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set(pixel(x, y), (y * width + x) * 3)
  const { y, u, v } = layout
  kernel.pictureToPlanes(address, width, height, y.address, y.stride, u.address, v.address, u.stride)
  for (const plane of [y, u, v]) kernel.repeatEdges(plane.address, plane.stride, plane.width, plane.height, PADDING)
  return layout
}

function render(layout: PictureLayout, frame: { width: number; height: number }, box = { x: 0, y: 0, width: 1, height: 1 }) {
  const slot = { address: arena.allocate(slotBytes(frame.width, frame.height)), ...frame }
  const layoutOfScaler = allocateScaler(arena, frame, layout.y.width)
  scaleFrame(kernel, layoutOfScaler, layout, slot, sampling(showBox(box), layout.y, frame))
  const { y, u, v } = frameTargets(slot)
  const levels = (plane: typeof y) => [...arena.bytes(plane.address, plane.width * plane.height)]
  return { y: levels(y), u: levels(u), v: levels(v) }
}

const COLOURS = [
  { name: 'black', rgb: [0, 0, 0], yuv: [16, 128, 128] },
  { name: 'white', rgb: [255, 255, 255], yuv: [235, 128, 128] },
  { name: 'red', rgb: [255, 0, 0], yuv: [63, 102, 240] },
  { name: 'green', rgb: [0, 255, 0], yuv: [173, 42, 26] },
  { name: 'blue', rgb: [0, 0, 255], yuv: [32, 240, 118] },
] as const

describe('the kernel', () => {
  it.each(COLOURS)('turns flat $name into its BT.709 levels and keeps them at every scale', ({ rgb, yuv }) => {
    const layout = load(50, 38, () => rgb)
    for (const [width, height] of [
      [50, 38],
      [64, 80],
      [36, 30],
      [26, 20],
    ] as const) {
      const planes = render(layout, { width, height }, { x: 0.013, y: 0.021, width: 0.93, height: 0.951 })
      expect(new Set(planes.y)).toEqual(new Set([yuv[0]]))
      expect(new Set(planes.u)).toEqual(new Set([yuv[1]]))
      expect(new Set(planes.v)).toEqual(new Set([yuv[2]]))
    }
  })

  it('gives every pixel back where nothing moves', () => {
    const grey = (x: number, y: number) => (x * 37 + y * 91) % 256
    const layout = load(48, 32, (x, y) => [grey(x, y), grey(x, y), grey(x, y)])
    const { y: levels } = render(layout, { width: 48, height: 32 })
    levels.forEach((level, index) => {
      const expected = 16 + (219 * grey(index % 48, Math.floor(index / 48))) / 255
      expect(Math.abs(level - expected)).toBeLessThanOrEqual(0.51)
    })
  })

  it.each([4 / 3, 1, 0.8, 0.6])('keeps a ramp straight at %f source pixels a pixel, to half a level', (step) => {
    const layout = load(160, 120, (x, y) => [40 + x, 40 + x, 40 + y])
    const frame = { width: 96, height: 64 }
    const box = { x: 0.1 + 0.37 / 160, y: 0.1, width: (step * 96) / 160, height: (step * 64) / 120 }
    const { y: levels } = render(layout, frame, box)
    levels.forEach((level, index) => {
      const x = (box.x + (((index % 96) + 0.5) / 96) * box.width) * 160 - 0.5
      const y = (box.y + ((Math.floor(index / 96) + 0.5) / 64) * box.height) * 120 - 0.5
      const expected = 16 + (219 / 255) * ((40 + x) * (0.2126 + 0.7152) + (40 + y) * 0.0722)
      expect(Math.abs(level - expected)).toBeLessThanOrEqual(0.6)
    })
  })

  it('lays a level over a plane as far as coverage and opacity say', () => {
    const coverage = arena.allocate(32)
    const target = arena.allocate(32)
    arena.bytes(coverage, 21).set(Array.from({ length: 21 }, (_, index) => Math.round((index * 255) / 20)))
    arena.bytes(target, 32).fill(50)
    kernel.tint(coverage, 32, target, 32, 21, 1, 235, 32_767)
    const laid = [...arena.bytes(target, 32)]
    expect(laid[0]).toBe(50)
    expect(laid[20]).toBe(235)
    expect(Math.abs((laid[10] ?? 0) - 142.5)).toBeLessThanOrEqual(1.5)
    expect(laid.slice(21)).toEqual(Array.from({ length: 11 }, () => 50))
  })
})
