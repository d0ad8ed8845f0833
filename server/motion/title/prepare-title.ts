import { createCanvas } from '@napi-rs/canvas'
import { camera, ease, type FrameSize, IDENTITY, maximumZoom, type Rectangle } from 'shared/camera'
import { alignUp } from '../memory.ts'
import { type CoverageSource, type Draw, placedAt, plainDraw, type Scene } from '../scene.ts'
import type { PictureStore } from '../source-cache.ts'
import { type Desk, placeCoverage } from '../sources.ts'
import type { MotionSpec } from '../spec.ts'
import { drawBackground } from './background.ts'
import { titleFont, type Weight } from './fonts.ts'
import { layOutTitle, type TitleLine } from './layout.ts'

const WHITE = { r: 255, g: 255, b: 255 } as const
/** Seconds; shares of the clip where it is short. */
const FIRST_LINE_AT = 0.25
const LINE_TAKES = 0.9
const ALL_LINES_WITHIN = 1.4
const NEXT_LINE_AFTER = 0.16
/** The entrance never takes more of a clip than this. */
const ENTRANCE_SHARE = 0.5
const RISE = 0.035
const BOLD_UP_TO = 120

/** A line of words: it rises into its place while it appears. */
interface Line {
  readonly source: CoverageSource
  /** Where it comes to rest, in pixels of the frame. */
  readonly box: Rectangle
  /** Pixels below its place at which it starts. */
  readonly rise: number
  /** Seconds from the start of the clip. */
  readonly appearsAt: number
  readonly appearsFor: number
}

/** What a title card needs of the child. */
interface TitleDesk extends Desk {
  readonly store: Pick<PictureStore, 'place'>
}

/** Draws the card of a text: the background moves with the camera, each line rises into its place. */
export function prepareTitle(desk: TitleDesk, spec: MotionSpec): Pick<Scene, 'sources' | 'draw'> {
  const { width, height, seed, intensity, frames, frameRate } = spec
  const frame = { width, height }
  const options = { seed, intensity, aspect: width / height, seconds: frames / frameRate, depths: [1] }
  const text = spec.title?.text ?? ''
  const weight: Weight = text.length <= BOLD_UP_TO ? 700 : 600
  const layout = layOutTitle(text, frame, (fontSize) => {
    const context = createCanvas(1, 1).getContext('2d')
    context.font = titleFont(weight, fontSize)
    return (words) => context.measureText(words).width
  })
  const { block } = layout
  const shares = { width: block.width / width, height: block.height / height }
  const zoom = maximumZoom(spec.camera, options)
  const background = drawBackground({ width: Math.ceil(width * zoom), height: Math.ceil(height * zoom) }, shares, seed)
  const picture = desk.store.place(background)
  const rise = RISE * Math.min(width, height)
  const lines = layout.lines.map((line, index) => {
    const motion = { ...entrance(index, layout.lines.length, spec), rise }
    return drawLine(desk, line, { fontSize: layout.fontSize, frame }, weight, motion)
  })
  return {
    sources: [picture, ...lines.map(({ source }) => source)],
    draw: (index) => {
      const [layer] = camera(spec.camera, index / frames, options).layers
      const words = lines.flatMap((line, place) => lineDraw(line, place + 1, index / frameRate, frame))
      return [[plainDraw(0, layer?.view ?? IDENTITY), ...words]]
    },
  }
}

/** A line as it is seen at a time; nothing before it appears. */
function lineDraw({ box, rise, appearsAt, appearsFor }: Line, source: number, seconds: number, frame: FrameSize): readonly Draw[] {
  const shown = ease('smootherstep', (seconds - appearsAt) / appearsFor)
  return shown === 0 ? [] : [plainDraw(source, placedAt(frame, { ...box, y: box.y + rise * (1 - shown) }), shown)]
}

function entrance(index: number, lines: number, { frames, frameRate }: MotionSpec): Pick<Line, 'appearsAt' | 'appearsFor'> {
  const gap = Math.min(NEXT_LINE_AFTER, ALL_LINES_WITHIN / Math.max(1, lines - 1))
  const whole = FIRST_LINE_AT + gap * (lines - 1) + LINE_TAKES
  const pace = Math.min(1, (ENTRANCE_SHARE * frames) / frameRate / whole)
  return { appearsAt: pace * (FIRST_LINE_AT + gap * index), appearsFor: pace * LINE_TAKES }
}

/** Glyphs may reach beyond their advance and above the ascent by about this share of the font size. */
const OVERHANG = 0.45

function drawLine(
  desk: Desk,
  line: TitleLine,
  { fontSize, frame }: { readonly fontSize: number; readonly frame: FrameSize },
  weight: Weight,
  motion: Pick<Line, 'appearsAt' | 'appearsFor' | 'rise'>,
): Line {
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
  const coverage = Uint8Array.from({ length: width * height }, (_, index) => rgba[index * 4 + 3] ?? 0)
  return { source: placeCoverage(desk, { width, height, data: coverage }, WHITE), box: { x, y, width, height }, ...motion }
}
