import type { Content } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { accentFill, inkFill, layOut, titleBox, textBlock } from '../text-block.ts'
import { fontFor } from '../text/fonts.ts'
import { tween } from '../track.ts'
import { bar, faded, pictureFill, PUSH, pushed, sentence, stacked } from './common.ts'

/** A sentence that somebody said, in a book's italics, under a large mark, and who said it. */
export function quote(stage: Stage, { quote: said, whole }: Content): readonly Node[] | null {
  const { unit, pace, palette } = stage
  const { text, attribution, rest } = said ?? { text: whole, attribution: null, rest: null }
  const room = inset(stage.area, 0.025 * unit)
  const inner = { width: room.width / PUSH, height: room.height / PUSH }
  const serif = { face: 'serif_italic', weight: 500, tracking: -0.008 } as const
  const lettering = stage.style === 'cartoon' || stage.style === 'motion-graphics' ? palette.text : serif
  const main = layOut(text, {
    ...titleBox(stage, { width: inner.width, height: inner.height * 0.56 }, stage.shape === 'wide' ? 0.12 : 0.14),
    lettering,
    leading: 1.24,
  })
  const name = attribution === null ? null : sentence(stage, attribution, { width: inner.width - 0.14 * unit, height: 0.14 * unit }, 0.05)
  const around = rest === null ? null : sentence(stage, rest, { width: inner.width, height: inner.height * 0.14 }, 0.042)
  if (main === null || (attribution !== null && name === null) || (rest !== null && around === null)) return null
  const mark = 0.19 * unit
  const lower = { ...room, y: room.y + mark, height: room.height - mark }
  const blocks = [
    { layout: main, gap: 0, align: 'start' },
    ...(name === null ? [] : [{ layout: name, gap: 0.075 * unit, align: 'start' } as const]),
    ...(around === null ? [] : [{ layout: around, gap: 0.05 * unit, align: 'start' } as const]),
  ] as const
  const [first, second, third] = stacked(lower, blocks, 0.46)
  if (first === undefined) return null
  const rtl = main.direction === 'rtl'
  const count = main.lines.reduce((sum, line) => sum + line.text.split(' ').length, 0)
  const spoken = Math.min(0.45 * stage.seconds, 0.3 * pace + 0.055 * count + 0.5 * pace)
  const nodes: Node[] = [
    quotationMark(stage, rtl ? first.x + main.width : first.x, first.y - 0.05 * unit, rtl),
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
  const indent = 0.14 * unit
  const rtl = name.direction === 'rtl'
  const x = rtl ? room.x + room.width - indent - name.width : room.x + indent
  const line = bar(stage, { x: rtl ? room.x + room.width : room.x, y: at.y + name.height / 2 }, 0.1 * unit, start, name.direction)
  return [line, textBlock(name, { x, y: at.y }, { fill: solid(palette.muted) }, faded(stage, start + 0.15 * pace))]
}

/** The mark swings in and keeps a little life. */
function quotationMark(stage: Stage, x: number, y: number, rtl: boolean): Node {
  const { unit, pace } = stage
  const text = rtl ? '”' : '“'
  const size = Math.round(0.42 * unit)
  const font = fontFor(text, { face: 'serif', weight: 800, tracking: 0 })
  const grow = tween(0.3, 1, 0, 0.8 * pace, 'easeOutBack')
  const glyph: Node = {
    kind: 'text',
    text,
    font,
    size,
    fill: accentFill(stage),
    x: rtl ? -Math.round(0.44 * size) : -Math.round(0.04 * size),
    y: Math.round(0.72 * size) - Math.round(0.3 * size),
  }
  return group([glyph], {
    x: Math.round(x),
    y: Math.round(y - 0.12 * unit),
    scaleX: grow,
    scaleY: grow,
    opacity: tween(0, 1, 0, 0.3 * pace, 'easeOutCubic'),
  })
}
