import { createCanvas } from '@napi-rs/canvas'
import { type FrameSize, IDENTITY, maximumZoom } from 'shared/camera'
import { alignUp, allocatePlane, type Arena, PADDING } from '../memory.ts'
import type { Kernel } from '../kernel.ts'
import type { PictureStore } from '../source-cache.ts'
import type { Overlay, Scene } from '../scene.ts'
import type { MotionSpec } from '../spec.ts'
import { drawBackground } from './background.ts'
import { titleFont, type Weight } from './fonts.ts'
import { layOutTitle, type TitleLine } from './layout.ts'

/** White in limited range. */
const WHITE = { y: 235, u: 128, v: 128 } as const
/** Seconds; shares of the clip where it is short. */
const FIRST_LINE_AT = 0.25
const LINE_TAKES = 0.9
const ALL_LINES_WITHIN = 1.4
const NEXT_LINE_AFTER = 0.16
/** The entrance never takes more of a clip than this. */
const ENTRANCE_SHARE = 0.5
const RISE = 0.035
const BOLD_UP_TO = 120

/** What a title card needs of the child. */
interface Desk {
  readonly kernel: Kernel
  readonly arena: Arena
  readonly store: Pick<PictureStore, 'place'>
}

/** Draws the card of a text: the background as the scene's picture, each line as an overlay. */
export function prepareTitle(desk: Desk, spec: MotionSpec): Pick<Scene, 'picture' | 'framed' | 'camera' | 'overlays'> {
  const { width, height, seed, intensity } = spec
  const camera = { seed, intensity, aspect: width / height, seconds: spec.frames / spec.frameRate, depths: [1] }
  const text = spec.title?.text ?? ''
  const weight: Weight = text.length <= BOLD_UP_TO ? 700 : 600
  const layout = layOutTitle(text, { width, height }, (fontSize) => {
    const context = createCanvas(1, 1).getContext('2d')
    context.font = titleFont(weight, fontSize)
    return (words) => context.measureText(words).width
  })
  const { block } = layout
  const shares = { width: block.width / width, height: block.height / height }
  const zoom = maximumZoom(spec.camera, camera)
  const background = drawBackground({ width: Math.ceil(width * zoom), height: Math.ceil(height * zoom) }, shares, seed)
  const picture = desk.store.place(background)
  const rise = RISE * Math.min(width, height)
  const overlays = layout.lines.map((line, index) => {
    const motion = { ...entrance(index, layout.lines.length, spec), rise }
    return drawLine(desk, line, { fontSize: layout.fontSize, frame: { width, height } }, weight, motion)
  })
  return { picture, framed: IDENTITY, camera, overlays }
}

function entrance(index: number, lines: number, { frames, frameRate }: MotionSpec): Pick<Overlay, 'appearsAt' | 'appearsFor'> {
  const gap = Math.min(NEXT_LINE_AFTER, ALL_LINES_WITHIN / Math.max(1, lines - 1))
  const whole = FIRST_LINE_AT + gap * (lines - 1) + LINE_TAKES
  const pace = Math.min(1, (ENTRANCE_SHARE * frames) / frameRate / whole)
  return { appearsAt: pace * (FIRST_LINE_AT + gap * index), appearsFor: pace * LINE_TAKES }
}

/** Glyphs may reach beyond their advance and above the ascent by about this share of the font size. */
const OVERHANG = 0.45

function drawLine(
  { kernel, arena }: Desk,
  line: TitleLine,
  { fontSize, frame }: { readonly fontSize: number; readonly frame: FrameSize },
  weight: Weight,
  motion: Pick<Overlay, 'appearsAt' | 'appearsFor' | 'rise'>,
): Overlay {
  const overhang = Math.ceil(fontSize * OVERHANG)
  const x = Math.max(0, Math.floor((line.x - overhang) / 2) * 2)
  const y = Math.max(0, Math.floor((line.baseline - fontSize - overhang) / 2) * 2)
  const width = Math.min(alignUp(line.width + 2 * overhang + 2, 16), frame.width - x)
  const height = alignUp(fontSize + 2 * overhang + 2, 2)
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.font = titleFont(weight, fontSize)
  context.fillStyle = '#fff'
  context.fillText(line.text, line.x - x, line.baseline - y)
  const rgba = context.getImageData(0, 0, width, height).data
  const luma = allocatePlane(arena, width, height)
  const chroma = allocatePlane(arena, width / 2, height / 2)
  const mark = arena.mark
  const bytes = arena.allocate(width * height)
  const coverage = arena.bytes(bytes, width * height)
  for (let index = 0; index < coverage.length; index++) coverage[index] = rgba[index * 4 + 3] ?? 0
  kernel.coverageToPlanes(bytes, width, height, luma.address, luma.stride, chroma.address, chroma.stride)
  for (const plane of [luma, chroma]) kernel.repeatEdges(plane.address, plane.stride, plane.width, plane.height, PADDING)
  arena.release(mark)
  return { luma, chroma, x, y, colour: WHITE, ...motion }
}
