import type { Rectangle } from 'shared/camera'
import type { Content } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { inkFill, layOut, sentenceBox, textBlock, titleBox, type TextLayout } from '../text-block.ts'
import { directionOf } from '../../../drawing/index.ts'
import { tween, type Keyframe, type Track } from '../track.ts'
import { accentShape, bar, box, pictureFill } from './common.ts'

/** Items on rows with their numbers, coming in one after the other; then a light goes from row to row. */
export function list(stage: Stage, { list: listed }: Content): readonly Node[] | null {
  if (listed === null) return null
  const { unit, pace, area, shape } = stage
  const room = inset(area, 0.02 * unit)
  const { headline, items } = listed
  const title =
    headline === null
      ? null
      : layOut(headline, titleBox(stage, { width: room.width, height: room.height * (shape === 'wide' ? 0.26 : 0.22) }, 0.11))
  if (headline !== null && title === null) return null
  const top = title === null ? 0 : title.height + 0.11 * unit
  const rows = rowsOf(stage, items, { ...room, y: room.y + top, height: room.height - top })
  if (rows === null) return null
  // The whole stands in the middle of the room.
  const free = Math.max(0, (room.height - top - rows.height) / 2)
  const start = (title === null ? 0.1 : 0.55) * pace
  const gap = Math.min(0.2 * pace, (0.4 * stage.seconds) / items.length)
  const nodes: Node[] = []
  if (title !== null) {
    const rtl = title.direction === 'rtl'
    const x = rtl ? room.x + room.width - title.width : room.x
    nodes.push(
      textBlock(
        title,
        { x, y: room.y + free },
        { fill: inkFill(stage) },
        { kind: 'rise', by: 'word', start: 0.1 * pace, stagger: 0.07, duration: 0.8 * pace },
      ),
      bar(
        stage,
        { x: rtl ? room.x + room.width : room.x, y: room.y + free + title.height + 0.04 * unit },
        0.13 * unit,
        0.4 * pace,
        title.direction,
      ),
    )
  }
  const shown = rows.rows.map((row, index) => item(stage, row, index, start + gap * index))
  const settled = start + gap * items.length + 0.5 * pace
  return [...pictureFill(stage), ...nodes, group([...shown, ...highlight(stage, rows.rows, settled)], { y: Math.round(free) })]
}

interface Row {
  readonly box: Rectangle
  readonly badge: number
  readonly layout: TextLayout
  readonly rtl: boolean
}

/** All items at one size: the largest at which each fits its row. Null where they do not fit at all. */
function rowsOf(
  stage: Stage,
  items: readonly string[],
  room: Rectangle,
): { readonly rows: readonly Row[]; readonly height: number } | null {
  const { unit, shape, smallestText } = stage
  const columns = shape === 'wide' && items.length > 4 ? 2 : 1
  const perColumn = Math.ceil(items.length / columns)
  const gap = { x: 0.04 * unit, y: 0.022 * unit }
  const width = (room.width - gap.x * (columns - 1)) / columns
  const height = Math.min(0.165 * unit, (room.height - gap.y * (perColumn - 1)) / perColumn)
  const badge = Math.min(height * 0.62, 0.085 * unit)
  const padding = 0.032 * unit
  const text = { width: width - badge - 3 * padding, height: height - 0.03 * unit }
  if (text.height < smallestText) return null
  const boxOf = (largest: number) => ({ ...sentenceBox(stage, text, largest), leading: 1.18, mostLines: 2 })
  const sizes = items.map((line) => layOut(line, boxOf(0.068))?.size ?? 0)
  const size = Math.min(...sizes)
  if (size === 0) return null
  const rows = items.flatMap((line, index): readonly Row[] => {
    const layout = layOut(line, boxOf(size / unit))
    if (layout === null) return []
    const [column, row] = [Math.floor(index / perColumn), index % perColumn]
    const box = { x: room.x + column * (width + gap.x), y: room.y + row * (height + gap.y), width, height }
    return [{ box, badge, layout, rtl: directionOf(items.join(' ')) === 'rtl' }]
  })
  return { rows, height: perColumn * height + (perColumn - 1) * gap.y }
}

function item(stage: Stage, { box: at, badge, layout, rtl }: Row, index: number, start: number): Node {
  const { unit, pace, palette } = stage
  const padding = 0.032 * unit
  const number = layOut(String(index + 1), {
    ...titleBox(stage, { width: badge * 0.8, height: badge * 0.56 }, badge / unit),
    smallest: Math.min(stage.smallestText, badge * 0.5),
    align: 'centre',
  })
  const badgeX = rtl ? at.x + at.width - padding - badge : at.x + padding
  const badgeY = at.y + (at.height - badge) / 2
  const x = rtl ? at.x + at.width - badge - 2 * padding - layout.width : at.x + badge + 2 * padding
  const still = { kind: 'fade', by: 'line', start: -1, stagger: 0, duration: 0.1 } as const
  const side = rtl ? 1 : -1
  return group(
    [
      box(at, 0.035 * unit, solid(palette.panel.colour), { opacity: palette.panel.opacity }),
      box({ x: badgeX, y: badgeY, width: badge, height: badge }, badge * 0.32, accentShape(stage)),
      ...(number === null
        ? []
        : [
            textBlock(
              number,
              { x: badgeX + (badge - number.width) / 2, y: badgeY + (badge - number.height) / 2 },
              { fill: solid(palette.onAccent) },
              still,
            ),
          ]),
      textBlock(layout, { x, y: at.y + (at.height - layout.height) / 2 }, { fill: inkFill(stage) }, still),
    ],
    { x: tween(side * 0.16 * unit, 0, start, 0.75 * pace), opacity: tween(0, 1, start, 0.4 * pace, 'easeOutCubic') },
  )
}

/** An outline that visits every row once. */
function highlight(stage: Stage, rows: readonly Row[], start: number): readonly Node[] {
  const { unit, seconds, palette } = stage
  const first = rows[0]
  const stay = (seconds - start) / (rows.length + 0.5)
  if (first === undefined || stay < 0.22) return []
  const [width, height] = [2 * Math.round(first.box.width / 2), 2 * Math.round(first.box.height / 2)]
  const along = (pick: (row: Row) => number): Track => ({
    keys: rows.flatMap((row, index): readonly Keyframe[] => [
      { at: start + stay * index, value: pick(row), easing: 'easeInOutCubic' },
      { at: start + stay * (index + 0.6), value: pick(row), easing: 'linear' },
    ]),
  })
  const shape: Node = { kind: 'rectangle', width, height, radius: 0.035 * unit, fill: solid(palette.accent[1]), stroke: 0.006 * unit }
  return [
    {
      ...shape,
      x: along(({ box }) => Math.round(box.x) + width / 2),
      y: along(({ box }) => Math.round(box.y) + height / 2),
      opacity: {
        keys: [
          { at: start - 0.2, value: 0, easing: 'linear' },
          { at: start, value: 0.9, easing: 'linear' },
        ],
      },
    },
  ]
}
