import type { Content } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { accentFill, inkFill, layOut, textBlock, type TextLayout, titleBox } from '../text-block.ts'
import { directionOf } from '../../../drawing/index.ts'
import { tween } from '../track.ts'
import { bar, faded, pictureFill, PUSH, pushed, sentence, stacked } from './common.ts'

const ITALIC = { face: 'serif_italic', weight: 500, tracking: -0.008 } as const
const MARK = { face: 'serif', weight: 800, tracking: 0 } as const
/** Of the name behind its line, as a share of the frame's shorter side. */
const INDENT = 0.14

/** A sentence that somebody said, in a book's italics, under a large mark, and who said it. */
export function quote(stage: Stage, { quote: said, whole }: Content): readonly Node[] | null {
  const { unit, pace, palette } = stage
  const { text, attribution, rest } = said ?? { text: whole, attribution: null, rest: null }
  const room = inset(stage.area, 0.025 * unit)
  const inner = { width: room.width / PUSH, height: room.height / PUSH }
  const mark = layOut(directionOf(text) === 'rtl' ? '”' : '“', { ...titleBox(stage, { width: unit, height: unit }, 0.42), lettering: MARK })
  const name = attribution === null ? null : sentence(stage, attribution, { width: inner.width - INDENT * unit, height: 0.14 * unit }, 0.05)
  const around = rest === null ? null : sentence(stage, rest, { width: inner.width, height: inner.height * 0.14 }, 0.042)
  if (mark === null || (attribution !== null && name === null) || (rest !== null && around === null)) return null
  const below = [name, around].flatMap((layout) => (layout === null ? [] : [{ layout, gap: 0.065 * unit, align: 'start' } as const]))
  const taken = below.reduce((sum, { layout, gap }) => sum + layout.height + gap, mark.height + 0.07 * unit)
  const main = layOut(text, {
    ...titleBox(stage, { width: inner.width, height: inner.height - taken }, stage.shape === 'wide' ? 0.12 : 0.14),
    lettering: stage.style === 'cartoon' || stage.style === 'motion-graphics' ? palette.text : ITALIC,
    leading: 1.24,
  })
  if (main === null) return null
  const blocks = [{ layout: mark, gap: 0, align: 'start' }, { layout: main, gap: 0.07 * unit, align: 'start' }, ...below] as const
  const places = stacked({ ...room, height: inner.height, y: room.y + (room.height - inner.height) / 2 }, blocks, 0.46)
  const [above, first, second, third] = places
  if (above === undefined || first === undefined) return null
  const rtl = main.direction === 'rtl'
  const count = main.lines.reduce((sum, line) => sum + line.text.split(' ').length, 0)
  const spoken = Math.min(0.45 * stage.seconds, 0.3 * pace + 0.055 * count + 0.5 * pace)
  const nodes: Node[] = [
    quotationMark(stage, mark, rtl ? { ...above, x: first.x + main.width - mark.width } : above),
    textBlock(
      main,
      first,
      { fill: inkFill(stage) },
      { kind: 'fade', by: 'word', start: 0.3 * pace, stagger: 0.055, duration: 0.75 * pace },
    ),
  ]
  if (name !== null && second !== undefined) nodes.push(...signature(stage, name, second, room, spoken))
  const last = name === null ? second : third
  if (around !== null && last !== undefined)
    nodes.push(textBlock(around, last, { fill: solid(palette.muted) }, faded(stage, spoken + 0.3 * pace)))
  return [...pictureFill(stage), pushed(stage, nodes, stage.area)]
}

function signature(
  stage: Stage,
  name: NonNullable<ReturnType<typeof layOut>>,
  at: { x: number; y: number },
  room: { x: number; width: number },
  start: number,
): readonly Node[] {
  const { unit, pace, palette } = stage
  const indent = INDENT * unit
  const rtl = name.direction === 'rtl'
  const x = rtl ? room.x + room.width - indent - name.width : room.x + indent
  const line = bar(stage, { x: rtl ? room.x + room.width : room.x, y: at.y + name.height / 2 }, 0.1 * unit, start, name.direction)
  return [line, textBlock(name, { x, y: at.y }, { fill: solid(palette.muted) }, faded(stage, start + 0.15 * pace))]
}

/** The mark swings in around its middle. */
function quotationMark(stage: Stage, mark: TextLayout, at: { x: number; y: number }): Node {
  const { pace } = stage
  const middle = { x: Math.round(mark.width / 2), y: Math.round(mark.height / 2) }
  const grow = tween(0.3, 1, 0, 0.8 * pace, 'easeOutBack')
  const still = { kind: 'fade', by: 'line', start: -1, stagger: 0, duration: 0.1 } as const
  return group([textBlock(mark, { x: -middle.x, y: -middle.y }, { fill: accentFill(stage) }, still)], {
    x: Math.round(at.x) + middle.x,
    y: Math.round(at.y) + middle.y,
    scaleX: grow,
    scaleY: grow,
    opacity: tween(0, 1, 0, 0.3 * pace, 'easeOutCubic'),
  })
}
