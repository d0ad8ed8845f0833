import type { Rectangle } from 'shared/camera'
import { type Colour, type Fill, group, type GroupNode, type Node, solid } from '../node.ts'
import type { Stage } from '../stage.ts'
import { accentFill, type Entrance, layOut, sentenceBox, startOf, textBlock, type TextLayout } from '../text-block.ts'
import { swaying, type Track, tween } from '../track.ts'

/** What several designs are made of. */

/** A slow push towards the words over the whole clip. Words must leave this much room. */
export const PUSH = 1.03

/** Moves slowly closer, around the middle of a room. */
export function pushed(stage: Stage, nodes: readonly Node[], room: Rectangle): GroupNode {
  const x = Math.round(room.x + room.width / 2)
  const y = Math.round(room.y + room.height / 2)
  const scale = tween(1, 1 + (PUSH - 1) * Math.min(1, stage.intensity), 0, stage.seconds, 'linear')
  return group([group(nodes, { x: -x, y: -y })], { x, y, scaleX: scale, scaleY: scale })
}

/** A gradient of the accent, for shapes. */
export function accentShape(stage: Stage): Fill {
  return accentFill(stage)
}

/** A rounded rectangle whose top left corner is at a point. */
export function box(at: Rectangle, radius: number, fill: Fill, more: Partial<Pick<Node, 'opacity'>> = {}): Node {
  const [width, height] = [2 * Math.round(at.width / 2), 2 * Math.round(at.height / 2)]
  return { kind: 'rectangle', width, height, radius, fill, x: Math.round(at.x) + width / 2, y: Math.round(at.y) + height / 2, ...more }
}

/** A short bar that grows from its start. */
export function bar(
  stage: Stage,
  at: { readonly x: number; readonly y: number },
  width: number,
  start: number,
  direction: 'ltr' | 'rtl' = 'ltr',
): Node {
  const height = Math.max(4, 2 * Math.round(0.006 * stage.unit))
  const grow = tween(0, 1, start, 0.6 * stage.pace)
  const side = direction === 'rtl' ? -1 : 1
  const shape: Node = {
    kind: 'rectangle',
    width,
    height,
    radius: height / 2,
    fill: accentShape(stage),
    x: (side * width) / 2,
    y: height / 2,
  }
  return group([shape], { x: Math.round(at.x), y: Math.round(at.y), scaleX: grow })
}

export function isDark(colour: Colour): boolean {
  const value = Number.parseInt(colour.slice(1), 16)
  return 0.2126 * (value >> 16) + 0.7152 * ((value >> 8) & 255) + 0.0722 * (value & 255) < 128
}

/** The picture, soft and dark, in the scenery over the whole frame: where words are light. */
export function pictureFill(stage: Stage): readonly Node[] {
  if (!stage.hasPicture || isDark(stage.palette.ink)) return []
  const { width, height } = stage.frame
  const scale = tween(1.02, 1.12, 0, stage.seconds, 'linear')
  return [
    {
      kind: 'picture',
      width,
      height,
      radius: 0,
      treatment: 'fill',
      x: width / 2,
      y: height / 2,
      scaleX: scale,
      scaleY: scale,
      opacity: 0.5,
    },
  ]
}

/** A card with the clip's picture and a shadow, in the middle of a slot. */
export function pictureCard(stage: Stage, slot: Rectangle, start: number): Node {
  const { unit, pace } = stage
  const [width, height] = [2 * Math.floor(slot.width / PUSH / 2), 2 * Math.floor(slot.height / PUSH / 2)]
  const radius = 0.045 * unit
  const scale = tween(0.9, 1, start, 0.9 * pace)
  return group(
    [
      { kind: 'rectangle', width, height, radius, fill: solid('#04020c'), blur: 0.035 * unit, y: 0.025 * unit, opacity: 0.55 },
      { kind: 'picture', width, height, radius, treatment: 'plain' },
    ],
    {
      x: Math.round(slot.x + slot.width / 2),
      y: swaying(
        tween(slot.y + slot.height / 2 + 0.12 * unit, slot.y + slot.height / 2, start, 0.9 * pace),
        0.004 * unit * stage.intensity,
        5,
        0,
      ),
      scaleX: scale,
      scaleY: scale,
      opacity: tween(0, 1, start, 0.45 * pace, 'easeOutCubic'),
    },
  )
}

/** Words of the second rank in a room, from its top. Null where they do not fit. */
export function sentence(
  stage: Stage,
  text: string,
  room: { readonly width: number; readonly height: number },
  largest: number,
  align: 'start' | 'centre' = 'start',
): TextLayout | null {
  return layOut(text, { ...sentenceBox(stage, room, largest), align })
}

export function faded(stage: Stage, start: number, stagger = 0.025): Entrance {
  return { kind: 'fade', by: 'line', start, stagger: 0.08 + stagger, duration: 0.7 * stage.pace }
}

/** Blocks one under the other in a room, each with the room before it. */
export function stacked(
  room: Rectangle,
  blocks: readonly { readonly layout: TextLayout; readonly gap: number; readonly align: 'start' | 'centre' }[],
  down: number,
): readonly { readonly x: number; readonly y: number }[] {
  const height = blocks.reduce((sum, { layout, gap }, index) => sum + layout.height + (index === 0 ? 0 : gap), 0)
  let y = room.y + down * (room.height - height)
  return blocks.map(({ layout, gap, align }, index) => {
    if (index > 0) y += gap
    const at = { x: startOf(layout, room, align === 'centre' ? 0.5 : 0, 0).x, y }
    y += layout.height
    return at
  })
}

/** A light that passes over words once: the same words in another colour, seen through a moving band. */
export function shine(stage: Stage, layout: TextLayout, at: { readonly x: number; readonly y: number }, start: number): Node {
  const words = textBlock(
    layout,
    { x: 0, y: 0 },
    { fill: solid('#ffffff') },
    { kind: 'fade', by: 'line', start: -1, stagger: 0, duration: 0.1 },
  )
  const bands = [
    { width: 0.1, opacity: 0.25 },
    { width: 0.06, opacity: 0.45 },
    { width: 0.025, opacity: 0.8 },
  ]
  const from = -0.2 * layout.width
  const to = 1.2 * layout.width
  const middle: (offset: number) => Track = (offset) => tween(from + offset, to + offset, start, 1.1 * stage.pace, 'easeInOutCubic')
  return group(
    bands.map(({ width, opacity }) =>
      group([words], {
        opacity,
        window: {
          left: middle((-width / 2) * stage.frame.width),
          right: middle((width / 2) * stage.frame.width),
          top: -layout.size,
          bottom: layout.height + layout.size,
        },
      }),
    ),
    { x: Math.round(at.x), y: Math.round(at.y) },
  )
}
