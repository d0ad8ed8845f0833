import type { Content } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { accentFill, inkFill, layOut, startOf, textBlock, titleBox } from '../text-block.ts'
import { tween } from '../track.ts'
import { accentShape, isDark, pictureFill, PUSH, pushed, shine } from './common.ts'

/** Sparks that fly from the middle. */
const SPARKS = 14

/** A name: its letters swing in, a ring bursts, a light passes over it. */
export function logoSting(stage: Stage, { whole }: Content): readonly Node[] | null {
  const { unit, pace, area, palette } = stage
  const room = inset(area, 0.04 * unit)
  const layout = layOut(whole, {
    ...titleBox(stage, { width: room.width / PUSH, height: room.height / PUSH / 2 }, 0.26),
    align: 'centre',
    mostLines: 3,
  })
  if (layout === null) return null
  const at = startOf(layout, room, 0.5, 0.48)
  const middle = { x: Math.round(at.x + layout.width / 2), y: Math.round(at.y + layout.height / 2) }
  const hit = 0.62 * pace
  const lineAt = { x: middle.x, y: Math.round(at.y + layout.height + 0.07 * unit) }
  const width = 2 * Math.round(Math.min(0.36 * unit, 0.6 * layout.width) / 2)
  const grow = tween(0, 1, hit, 0.8 * pace)
  const nodes: Node[] = [
    ring(stage, middle, hit, 0.9),
    ring(stage, middle, hit + 0.12 * pace, 0.6),
    ...sparks(stage, middle, hit),
    textBlock(
      layout,
      at,
      { fill: stage.style === 'cinematic' || isDark(palette.ink) ? inkFill(stage) : accentFill(stage) },
      { kind: 'swing', by: 'grapheme', start: 0.12 * pace, stagger: 0.045, duration: 0.75 * pace },
    ),
    ...(isDark(palette.ink)
      ? []
      : [shine(stage, layout, at, 1.35 * pace), ...(stage.seconds > 4.2 ? [shine(stage, layout, at, stage.seconds - 1.5)] : [])]),
    {
      kind: 'rectangle',
      width,
      height: 2 * Math.round(0.004 * unit),
      radius: 0.004 * unit,
      fill: accentShape(stage),
      ...lineAt,
      scaleX: grow,
    },
  ]
  return [...pictureFill(stage), pushed(stage, nodes, area)]
}

function ring(stage: Stage, at: { x: number; y: number }, start: number, size: number): Node {
  const { unit, pace, palette } = stage
  const diameter = 2 * Math.round((size * unit) / 2)
  const grow = tween(0.15, 1, start, 1.1 * pace)
  return group([{ kind: 'ellipse', width: diameter, height: diameter, fill: solid(palette.accent[1]), stroke: 0.006 * unit }], {
    ...at,
    scaleX: grow,
    scaleY: grow,
    opacity: {
      keys: [
        { at: start, value: 0, easing: 'linear' },
        { at: start + 0.02, value: 0.75, easing: 'linear' },
        { at: start + 1.1 * pace, value: 0, easing: 'easeOutCubic' },
      ],
    },
  })
}

function sparks(stage: Stage, at: { x: number; y: number }, start: number): readonly Node[] {
  const { unit, pace, palette, frame } = stage
  return Array.from({ length: SPARKS }, (_, index): Node => {
    const angle = (2 * Math.PI * (index + stage.random() * 0.7)) / SPARKS
    const reach = (0.3 + 0.3 * stage.random()) * Math.min(frame.width, frame.height * 1.2)
    const size = 2 * Math.round((0.007 + 0.009 * stage.random()) * unit)
    const duration = (0.9 + 0.5 * stage.random()) * pace
    const colour = palette.accent[index % 2] ?? palette.accent[0]
    return {
      kind: 'ellipse',
      width: size,
      height: size,
      fill: solid(colour),
      x: tween(at.x, at.x + Math.cos(angle) * reach, start, duration),
      y: tween(at.y, at.y + Math.sin(angle) * reach, start, duration),
      opacity: {
        keys: [
          { at: start, value: 0, easing: 'linear' },
          { at: start + 0.04, value: 1, easing: 'linear' },
          { at: start + duration, value: 0, easing: 'easeInCubic' },
        ],
      },
    }
  })
}
