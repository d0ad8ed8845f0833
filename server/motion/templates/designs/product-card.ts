import type { Rectangle } from 'shared/camera'
import type { Content } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { inkFill, layOut, sentenceBox, textBlock, titleBox } from '../text-block.ts'
import { swaying, tween } from '../track.ts'
import { accentShape, bar, faded, pictureCard, pictureFill, PUSH, stacked } from './common.ts'

/** The picture as a card, and what it shows: beside it in a wide frame, else below. */
export function productCard(stage: Stage, { headline, detail }: Content): readonly Node[] | null {
  const { unit, pace, palette } = stage
  const { card, text } = slots(stage)
  const inner = { width: text.width, height: text.height }
  const below = detail === null ? null : layOut(detail, sentenceBox(stage, { width: inner.width, height: inner.height * 0.4 }, 0.056))
  const taken = below === null ? 0 : below.height + 0.045 * unit
  const title = layOut(headline, titleBox(stage, { width: inner.width, height: inner.height - taken }, 0.12))
  if (title === null || (detail !== null && below === null)) return null
  const blocks = [
    { layout: title, gap: 0, align: 'start' },
    ...(below === null ? [] : [{ layout: below, gap: 0.045 * unit, align: 'start' } as const]),
  ] as const
  const [first, second] = stacked(text, blocks, stage.shape === 'wide' ? 0.5 : 0.4)
  if (first === undefined) return null
  const rtl = title.direction === 'rtl'
  const nodes: Node[] = [
    ...pictureFill(stage),
    stage.hasPicture ? pictureCard(stage, card, 0) : emblem(stage, card),
    bar(stage, { x: rtl ? first.x + title.width : first.x, y: first.y - 0.045 * unit }, 0.12 * unit, 0.5 * pace, title.direction),
    textBlock(
      title,
      first,
      { fill: inkFill(stage) },
      { kind: 'rise', by: 'word', start: 0.55 * pace, stagger: 0.07, duration: 0.8 * pace },
    ),
  ]
  if (below !== null && second !== undefined)
    nodes.push(textBlock(below, second, { fill: solid(palette.muted) }, faded(stage, 1.05 * pace)))
  return nodes
}

function slots(stage: Stage): { readonly card: Rectangle; readonly text: Rectangle } {
  const { shape, unit } = stage
  const room = inset(stage.area, 0.015 * unit)
  if (shape === 'wide') {
    const side = Math.min(room.height, room.width * 0.44)
    const gap = 0.075 * unit
    const card = { x: room.x, y: room.y + (room.height - side) / 2, width: side, height: side }
    return {
      card,
      text: { x: room.x + side + gap, y: room.y + 0.06 * unit, width: room.width - side - gap, height: room.height - 0.12 * unit },
    }
  }
  const height = room.height * (shape === 'upright' ? 0.58 : 0.56)
  const width = Math.min(room.width, height * 1.15)
  const gap = 0.095 * unit
  const card = { x: room.x + (room.width - width) / 2, y: room.y, width, height }
  return { card, text: { x: room.x, y: room.y + height + gap, width: room.width, height: room.height - height - gap } }
}

/** Where there is no picture: a ball of light in rings, in the card's place. */
export function emblem(stage: Stage, slot: Rectangle): Node {
  const { unit, pace, palette, seconds } = stage
  const size = 2 * Math.round((Math.min(slot.width, slot.height) / PUSH) * 0.5)
  const grow = tween(0.4, 1, 0, 1 * pace, 'easeOutBack')
  const orbit = (share: number, turn: number, arc: number): Node => ({
    kind: 'ellipse',
    width: 2 * Math.round((size * share) / 2),
    height: 2 * Math.round((size * share) / 2),
    fill: solid(palette.accent[1]),
    stroke: 0.006 * unit,
    arc,
    rotation: tween(0, turn, 0, seconds, 'linear'),
    opacity: 0.7,
  })
  return group(
    [
      {
        kind: 'ellipse',
        width: size * 1.3,
        height: size * 1.3,
        fill: { kind: 'glow', colour: palette.accent[0] },
        opacity: swaying(0.35, 0.08, 3, 0),
      },
      {
        kind: 'ellipse',
        width: 2 * Math.round(size * 0.29),
        height: 2 * Math.round(size * 0.29),
        fill: accentShape(stage),
        rotation: tween(0, 200, 0, seconds, 'linear'),
      },
      orbit(0.8, 130, 0.62),
      orbit(0.97, -90, 0.4),
    ],
    {
      x: Math.round(slot.x + slot.width / 2),
      y: Math.round(slot.y + slot.height / 2),
      scaleX: grow,
      scaleY: grow,
      opacity: tween(0, 1, 0, 0.4 * pace, 'easeOutCubic'),
    },
  )
}
