import type { Rectangle } from 'shared/camera'
import type { Content, Offer } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { inkFill, layOut, sentenceBox, startOf, textBlock, titleBox, type TextLayout } from '../text-block.ts'
import { swaying, tween } from '../track.ts'
import { accentShape, box, faded, pictureCard, pictureFill, stacked } from './common.ts'

/** A price or a percentage on a bright label, what it was before, and what it is for. */
export function offer(stage: Stage, { offer: made }: Content): readonly Node[] | null {
  if (made === null) return null
  const { card, text } = slots(stage)
  const set = setWords(stage, made, text)
  if (set === null) return null
  return [...pictureFill(stage), ...(card === null ? [] : [pictureCard(stage, card, 0)]), ...set]
}

function slots(stage: Stage): { readonly card: Rectangle | null; readonly text: Rectangle } {
  const { shape, unit, hasPicture } = stage
  const room = inset(stage.area, 0.02 * unit)
  if (!hasPicture) return { card: null, text: room }
  if (shape === 'wide') {
    const side = Math.min(room.height, room.width * 0.4)
    const gap = 0.07 * unit
    return {
      card: { x: room.x, y: room.y + (room.height - side) / 2, width: side, height: side },
      text: { ...room, x: room.x + side + gap, width: room.width - side - gap },
    }
  }
  const height = room.height * 0.46
  const width = Math.min(room.width, height * 1.2)
  const gap = 0.06 * unit
  return {
    card: { x: room.x + (room.width - width) / 2, y: room.y, width, height },
    text: { ...room, y: room.y + height + gap, height: room.height - height - gap },
  }
}

function setWords(stage: Stage, { hero, oldPrice, headline, detail }: Offer, room: Rectangle): readonly Node[] | null {
  const { unit, pace, palette } = stage
  const centred = { align: 'centre' } as const
  const title =
    headline === null
      ? null
      : layOut(headline, {
          ...titleBox(stage, { width: room.width, height: room.height * 0.26 }, stage.hasPicture ? 0.095 : 0.14),
          ...centred,
        })
  const padding = { x: 0.075 * unit, y: 0.055 * unit }
  const label = layOut(hero, {
    ...titleBox(stage, { width: room.width - 2 * padding.x - 0.04 * unit, height: room.height * 0.3 - 2 * padding.y }, 0.34),
    ...centred,
    mostLines: 1,
  })
  const old =
    oldPrice === null
      ? null
      : layOut(oldPrice, { ...sentenceBox(stage, { width: room.width, height: room.height * 0.1 }, 0.075), mostLines: 1, ...centred })
  const below =
    detail === null ? null : layOut(detail, { ...sentenceBox(stage, { width: room.width, height: room.height * 0.19 }, 0.06), ...centred })
  if (label === null || (headline !== null && title === null) || (oldPrice !== null && old === null) || (detail !== null && below === null))
    return null
  const tag: TextLayout = { ...label, height: label.height + 2 * padding.y, width: label.width + 2 * padding.x }
  const blocks = [title, old, tag, below].flatMap((layout) =>
    layout === null ? [] : [{ layout, gap: Math.min(0.075 * unit, 0.05 * room.height), align: 'centre' } as const],
  )
  const places = new Map(stacked(room, blocks, 0.5).map((at, index) => [blocks[index]?.layout, at]))
  const nodes: Node[] = []
  const [titleAt, oldAt, tagAt, belowAt] = [title, old, tag, below].map((layout) => (layout === null ? undefined : places.get(layout)))
  if (title !== null && titleAt !== undefined)
    nodes.push(
      textBlock(
        title,
        titleAt,
        { fill: inkFill(stage) },
        { kind: 'rise', by: 'word', start: 0.1 * pace, stagger: 0.07, duration: 0.75 * pace },
      ),
    )
  if (old !== null && oldAt !== undefined) nodes.push(...struck(stage, old, oldAt, 0.45 * pace))
  if (tagAt !== undefined)
    nodes.push(...priceTag(stage, label, { ...tagAt, width: tag.width, height: tag.height }, (oldPrice === null ? 0.55 : 1.05) * pace))
  if (below !== null && belowAt !== undefined)
    nodes.push(textBlock(below, belowAt, { fill: solid(palette.muted) }, faded(stage, 1.25 * pace)))
  return nodes
}

/** The old price, and the line through it. */
function struck(stage: Stage, layout: TextLayout, at: { x: number; y: number }, start: number): readonly Node[] {
  const { unit, pace, palette } = stage
  const over = 0.02 * unit
  const width = 2 * Math.round((layout.width + 2 * over) / 2)
  const height = Math.max(4, 2 * Math.round(0.0045 * unit))
  const line: Node = { kind: 'rectangle', width, height, radius: height / 2, fill: solid(palette.accent[0]), x: width / 2 }
  return [
    textBlock(layout, at, { fill: solid(palette.muted) }, faded(stage, start)),
    group([line], {
      x: Math.round(at.x - over),
      y: Math.round(at.y + layout.height * 0.56),
      rotation: -3,
      scaleX: tween(0, 1, start + 0.4 * pace, 0.45 * pace),
    }),
  ]
}

/** Points of the star behind the label. */
const STAR = 22

function priceTag(stage: Stage, label: TextLayout, at: Rectangle, start: number): readonly Node[] {
  const { unit, pace, palette, seconds, intensity } = stage
  const x = Math.round(at.x + at.width / 2)
  const y = Math.round(at.y + at.height / 2)
  const grow = tween(0, 1, start, 0.7 * pace, 'easeOutBack')
  const pulse = swaying(1, 0.014 * Math.min(1.5, intensity), 1.6, 0)
  const reach = Math.min(at.width * 0.62, 0.62 * stage.unit)
  const points = Array.from({ length: 2 * STAR }, (_, index) => {
    const angle = (Math.PI * index) / STAR
    const radius = reach * (index % 2 === 0 ? 1 : 0.84)
    return { x: Math.cos(angle) * radius, y: Math.sin(angle) * radius }
  })
  const inner = startOf(label, { x: -at.width / 2, y: -at.height / 2, width: at.width, height: at.height }, 0.5, 0.5)
  return [
    group([{ kind: 'polygon', points, fill: solid(palette.accent[0]), detail: 0.6 }], {
      x,
      y,
      scaleX: grow,
      scaleY: grow,
      rotation: tween(0, 14 * seconds, 0, seconds, 'linear'),
      opacity: 0.1,
    }),
    group(
      [
        group(
          [
            {
              kind: 'rectangle',
              width: 2 * Math.round(at.width / 2),
              height: 2 * Math.round(at.height / 2),
              radius: 0.05 * unit,
              fill: solid('#04020c'),
              blur: 0.03 * unit,
              y: 0.02 * unit,
              opacity: 0.4,
            },
            box({ x: -at.width / 2, y: -at.height / 2, width: at.width, height: at.height }, 0.05 * unit, accentShape(stage)),
            textBlock(
              label,
              inner,
              { fill: solid(palette.onAccent) },
              { kind: 'fade', by: 'line', start: start - 1, stagger: 0, duration: 0.1 },
            ),
          ],
          { scaleX: pulse, scaleY: pulse },
        ),
      ],
      { x, y, scaleX: grow, scaleY: grow, rotation: tween(-9, -3, start, 0.9 * pace, 'easeOutBack') },
    ),
  ]
}
