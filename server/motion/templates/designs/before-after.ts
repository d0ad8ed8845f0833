import type { Rectangle } from 'shared/camera'
import type { Content, Sides } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { inkFill, layOut, sentenceBox, startOf, textBlock, titleBox, type TextLayout } from '../text-block.ts'
import { swaying, tween, type Track } from '../track.ts'
import { accentShape, box, sentence } from './common.ts'

/** Two sides of one thing: the first plain, the second bright; a picture is wiped from grey to colour. */
export function beforeAfter(stage: Stage, { sides }: Content): readonly Node[] | null {
  if (sides === null) return null
  const { unit, pace, area } = stage
  const room = inset(area, 0.015 * unit)
  const title =
    sides.headline === null
      ? null
      : layOut(sides.headline, { ...titleBox(stage, { width: room.width, height: room.height * 0.18 }, 0.09), align: 'centre' })
  if (sides.headline !== null && title === null) return null
  const top = title === null ? 0 : title.height + 0.05 * unit
  const rest = { ...room, y: room.y + top, height: room.height - top }
  const { picture, panels } = slots(stage, rest)
  const both = twoPanels(stage, sides, panels)
  if (both === null) return null
  return [
    ...(title === null
      ? []
      : [
          textBlock(title, startOf(title, { ...room, height: title.height }, 0.5, 0), { fill: inkFill(stage) }, {
            kind: 'rise',
            by: 'word',
            start: 0.05 * pace,
            stagger: 0.06,
            duration: 0.7 * pace,
          } as const),
        ]),
    ...(picture === null ? [] : [wipe(stage, picture)]),
    ...both,
  ]
}

/** The picture stands beside the panels in a wide frame, else above them. */
function slots(stage: Stage, room: Rectangle): { readonly picture: Rectangle | null; readonly panels: Rectangle } {
  const gap = 0.035 * stage.unit
  if (!stage.hasPicture) return { picture: null, panels: room }
  if (stage.shape === 'wide') {
    const width = Math.min(room.width * 0.5, room.height * 1.1)
    return { picture: { ...room, width }, panels: { ...room, x: room.x + width + gap, width: room.width - width - gap } }
  }
  const height = room.height * 0.58
  return { picture: { ...room, height }, panels: { ...room, y: room.y + height + gap, height: room.height - height - gap } }
}

function twoPanels(stage: Stage, sides: Sides, room: Rectangle): readonly Node[] | null {
  const { unit, pace, palette } = stage
  const across = (stage.shape === 'wide') !== stage.hasPicture
  const gap = 0.03 * unit
  const size = across ? { width: (room.width - gap) / 2, height: room.height } : { width: room.width, height: (room.height - gap) / 2 }
  const first = { x: room.x, y: room.y, ...size }
  const second = across ? { ...first, x: room.x + size.width + gap } : { ...first, y: room.y + size.height + gap }
  const before = panelWords(stage, sides.before, size)
  const after = panelWords(stage, sides.after, size)
  if (before === null || after === null) return null
  const even = Math.min(before.text.size, after.text.size)
  const [smaller, larger] = [panelWords(stage, sides.before, size, even), panelWords(stage, sides.after, size, even)]
  if (smaller === null || larger === null) return null
  const reach = 0.5 * unit
  const slide = (from: number, start: number): { readonly x?: Track; readonly y?: Track; readonly opacity: Track } => ({
    ...(across ? { x: tween(from, 0, start, 0.85 * pace) } : { y: tween(from, 0, start, 0.85 * pace) }),
    opacity: tween(0, 1, start, 0.35 * pace, 'easeOutCubic'),
  })
  const later = 0.75 * pace
  const swell = swaying(1, 0.006 * stage.intensity, 2.4, 0)
  const centre = { x: Math.round(second.x + size.width / 2), y: Math.round(second.y + size.height / 2) }
  return [
    group(
      [
        box(first, 0.05 * unit, solid(palette.panel.colour), { opacity: palette.panel.opacity }),
        ...lettered(stage, smaller, first, palette.muted, palette.muted),
      ],
      slide(-reach, 0.05 * pace),
    ),
    group(
      [
        group(
          [
            group([box(second, 0.05 * unit, accentShape(stage)), ...lettered(stage, larger, second, palette.onAccent, palette.onAccent)], {
              x: -centre.x,
              y: -centre.y,
            }),
          ],
          { ...centre, scaleX: swell, scaleY: swell },
        ),
      ],
      slide(reach, later),
    ),
    badge(
      stage,
      {
        x: across ? Math.round(second.x - gap / 2) : Math.round(room.x + room.width / 2),
        y: across ? centre.y : Math.round(second.y - gap / 2),
      },
      sides.before.label === null,
      across,
      later + 0.45 * pace,
    ),
  ]
}

interface PanelWords {
  readonly label: TextLayout | null
  readonly text: TextLayout
}

function panelWords(
  stage: Stage,
  { label, text }: Sides['before'],
  size: { width: number; height: number },
  largest?: number,
): PanelWords | null {
  const { unit } = stage
  const inner = { width: size.width - 0.13 * unit, height: size.height - 0.12 * unit }
  const small = label === null ? null : sentence(stage, label, { width: inner.width, height: 0.08 * unit }, 0.048, 'centre')
  const room = { width: inner.width, height: inner.height - (small === null ? 0 : small.height + 0.05 * unit) }
  const set = layOut(text, { ...titleBox(stage, room, largest === undefined ? 0.15 : largest / unit), align: 'centre' })
  if (set === null || (label !== null && small === null)) return null
  return { label: small, text: set }
}

function lettered(
  stage: Stage,
  { label, text }: PanelWords,
  at: Rectangle,
  labelColour: `#${string}`,
  colour: `#${string}`,
): readonly Node[] {
  const still = { kind: 'fade', by: 'line', start: -1, stagger: 0, duration: 0.1 } as const
  const gap = label === null ? 0 : 0.05 * stage.unit
  const height = text.height + gap + (label?.height ?? 0)
  const y = at.y + (at.height - height) / 2
  const centred = (layout: TextLayout): number => at.x + (at.width - layout.width) / 2
  return [
    ...(label === null ? [] : [textBlock(label, { x: centred(label), y }, { fill: solid(labelColour) }, still)]),
    textBlock(text, { x: centred(text), y: y + gap + (label?.height ?? 0) }, { fill: solid(colour) }, still),
  ]
}

/** Between the panels: an arrow to what comes after, or a versus. */
function badge(stage: Stage, at: { x: number; y: number }, versus: boolean, across: boolean, start: number): Node {
  const { unit, pace, palette } = stage
  const size = 2 * Math.round(0.055 * unit)
  const grow = tween(0, 1, start, 0.6 * pace, 'easeOutBack')
  const word = versus
    ? layOut('VS', {
        ...sentenceBox(stage, { width: size, height: size }, 0.04),
        lettering: { face: 'sans', weight: 800, tracking: -0.02 },
        align: 'centre',
      })
    : null
  const arm = 0.022 * unit
  const arrow: Node = {
    kind: 'polygon',
    points: [
      { x: -arm * 0.7, y: -arm },
      { x: arm, y: 0 },
      { x: -arm * 0.7, y: arm },
    ],
    fill: solid(palette.ink),
    rotation: across ? 0 : 90,
  }
  const still = { kind: 'fade', by: 'line', start: -1, stagger: 0, duration: 0.1 } as const
  return group(
    [
      { kind: 'ellipse', width: size, height: size, fill: solid(palette.backdrop.from) },
      word === null ? arrow : textBlock(word, { x: -word.width / 2, y: -word.height / 2 }, { fill: inkFill(stage) }, still),
    ],
    { x: at.x, y: at.y, scaleX: grow, scaleY: grow },
  )
}

/** The picture without its colours, and over it the picture as it is, from a line that moves across and comes back to the middle. */
function wipe(stage: Stage, slot: Rectangle): Node {
  const { unit, pace, seconds } = stage
  const [width, height] = [2 * Math.floor(slot.width / 2), 2 * Math.floor(slot.height / 2)]
  const radius = 0.045 * unit
  const [left, right] = [-width / 2, width / 2]
  const start = 0.75 * pace
  const line: Track = {
    keys: [
      { at: start, value: right, easing: 'linear' },
      { at: start + 0.3 * seconds, value: left, easing: 'easeInOutCubic' },
      { at: start + 0.4 * seconds, value: left, easing: 'linear' },
      { at: Math.max(start + 0.5 * seconds, 0.85 * seconds), value: 0, easing: 'easeInOutCubic' },
    ],
  }
  return group(
    [
      { kind: 'picture', width, height, radius, treatment: 'before' },
      { kind: 'picture', width, height, radius, treatment: 'plain', window: { left: line, right, top: -height, bottom: height } },
      { kind: 'rectangle', width: 2 * Math.round(0.003 * unit), height, radius: 0, fill: solid('#ffffff'), x: line },
    ],
    { x: Math.round(slot.x + slot.width / 2), y: Math.round(slot.y + height / 2), opacity: tween(0, 1, 0, 0.4 * pace, 'easeOutCubic') },
  )
}
