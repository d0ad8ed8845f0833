import type { Rectangle } from 'shared/camera'
import type { Content, Countdown } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import { accentFill, inkFill, layOut, startOf, textBlock, titleBox, type TextLayout } from '../text-block.ts'
import { onwards, tween, type Track } from '../track.ts'
import { accentShape, faded, isDark, pictureFill, sentence, shine } from './common.ts'

/** Numbers shown at most; a longer way is entered near its end. */
const MOST_NUMBERS = 5
/** Of the clip, for counting. The rest belongs to the words. */
const COUNTING = 0.52

/** Numbers in a ring, then the words; where a time is named, the ring stops at its number and the words stand below all along. */
export function countdown(stage: Stage, { countdown: counted }: Content): readonly Node[] | null {
  if (counted === null) return null
  const nodes = counted.unit === null ? towardsZero(stage, counted) : remaining(stage, counted)
  return nodes === null ? null : [...pictureFill(stage), ...nodes]
}

function towardsZero(stage: Stage, { from, words }: Countdown): readonly Node[] | null {
  const { unit, pace, area, seconds, palette } = stage
  const room = inset(area, 0.03 * unit)
  const title = layOut(words, { ...titleBox(stage, room, 0.19), align: 'centre' })
  if (title === null) return null
  const numbers = Array.from({ length: Math.min(from, MOST_NUMBERS) }, (_, index, all = Math.min(from, MOST_NUMBERS)) => all - index)
  const beat = Math.min(1, (seconds * COUNTING) / numbers.length)
  const end = beat * numbers.length
  const diameter = 2 * Math.round(0.31 * Math.min(area.width, area.height))
  const middle = { x: Math.round(area.x + area.width / 2), y: Math.round(area.y + area.height / 2) }
  const away = (track: Track): Track => onwards(track, 1.7, end - 0.1, 0.5 * pace, 'easeOutCubic')
  const fade: Track = onwards(tween(0, 1, 0, 0.3, 'easeOutCubic'), 0, end - 0.1, 0.35 * pace, 'easeOutCubic')
  const grow = away(tween(0.7, 1, 0, 0.5 * pace, 'easeOutBack'))
  const at = startOf(title, room, 0.5, 0.5)
  return [
    group([...dial(stage, diameter, beat, end)], { ...middle, scaleX: grow, scaleY: grow, opacity: fade }),
    ...numbers.flatMap((number, index) =>
      numeral(stage, String(number), { ...middle, size: diameter * 0.62 }, beat * index, beat * (index + 1)),
    ),
    textBlock(title, at, { fill: inkFill(stage) }, { kind: 'pop', by: 'word', start: end - 0.05, stagger: 0.05, duration: 0.55 * pace }),
    ...(isDark(palette.ink) ? [] : [shine(stage, title, at, end + 0.9 * pace)]),
  ]
}

function remaining(stage: Stage, { from, unit: counted, words }: Countdown): readonly Node[] | null {
  const { unit, pace, area, shape, seconds, palette } = stage
  const room = inset(area, 0.03 * unit)
  const wide = shape === 'wide'
  const side = wide ? Math.min(room.height, room.width * 0.42) : Math.min(room.width, room.height * 0.52)
  const gap = 0.07 * unit
  const slot: Rectangle = wide
    ? { x: room.x, y: room.y + (room.height - side) / 2, width: side, height: side }
    : { x: room.x + (room.width - side) / 2, y: room.y, width: side, height: side }
  const text: Rectangle = wide
    ? { x: room.x + side + gap, y: room.y, width: room.width - side - gap, height: room.height }
    : { x: room.x, y: room.y + side + gap, width: room.width, height: room.height - side - gap }
  const title = layOut(words, { ...titleBox(stage, text, 0.125), align: wide ? 'start' : 'centre' })
  const label = sentence(stage, counted ?? '', { width: side * 0.6, height: side * 0.16 }, 0.06, 'centre')
  if (title === null || label === null) return null
  const diameter = 2 * Math.round((side * 0.92) / 2)
  const middle = { x: Math.round(slot.x + side / 2), y: Math.round(slot.y + side / 2) }
  const lead = Math.min(3, 99 - Math.min(99, from))
  const beat = 0.26 * pace
  const numbers = Array.from({ length: lead + 1 }, (_, index) => from + lead - index)
  const grow = tween(0.6, 1, 0, 0.7 * pace, 'easeOutBack')
  const up = Math.round(0.06 * diameter)
  const wordsAt = startOf(title, text, wide ? 0 : 0.5, wide ? 0.5 : 0.2)
  return [
    group(dial(stage, diameter, 2.4, seconds), {
      ...middle,
      scaleX: grow,
      scaleY: grow,
      opacity: tween(0, 1, 0, 0.3 * pace, 'easeOutCubic'),
    }),
    ...numbers.flatMap((number, index) =>
      numeral(
        stage,
        String(number),
        { x: middle.x, y: middle.y - up, size: diameter * (String(number).length > 2 ? 0.34 : 0.46) },
        0.25 * pace + beat * index,
        index === lead ? null : 0.25 * pace + beat * (index + 1),
      ),
    ),
    textBlock(
      label,
      { x: middle.x - label.width / 2, y: middle.y + 0.2 * diameter },
      { fill: solid(palette.muted) },
      faded(stage, 0.25 * pace + beat * lead),
    ),
    textBlock(
      title,
      wordsAt,
      { fill: inkFill(stage) },
      { kind: 'rise', by: 'word', start: 0.5 * pace, stagger: 0.07, duration: 0.8 * pace },
    ),
  ]
}

/** A faint ring, and an arc that goes round once a beat. */
function dial(stage: Stage, diameter: number, beat: number, seconds: number): readonly Node[] {
  const { unit, palette } = stage
  const stroke = 0.022 * unit
  const turns = Math.max(1, seconds / beat)
  return [
    { kind: 'ellipse', width: diameter, height: diameter, fill: solid(palette.muted), stroke, opacity: 0.2 },
    {
      kind: 'ellipse',
      width: diameter,
      height: diameter,
      fill: accentShape(stage),
      stroke,
      arc: 0.3,
      rotation: tween(0, 360 * turns, 0, seconds, 'linear'),
    },
  ]
}

/** A number that swings in and, where it has an end, falls away into the next one. */
function numeral(
  stage: Stage,
  text: string,
  at: { x: number; y: number; size: number },
  start: number,
  end: number | null,
): readonly Node[] {
  const layout: TextLayout | null = layOut(text, {
    ...titleBox(stage, { width: at.size * 2, height: at.size * 1.2 }, at.size / stage.unit),
    align: 'centre',
  })
  if (layout === null) return []
  const words = textBlock(
    layout,
    { x: -layout.width / 2, y: -layout.height / 2 },
    { fill: accentFill(stage) },
    { kind: 'fade', by: 'line', start: -1, stagger: 0, duration: 0.1 },
  )
  const quick = Math.min(0.32, end === null ? 0.32 : (end - start) * 0.5)
  const swing = tween(1.5, 1, start, quick)
  const appear = tween(0, 1, start, quick * 0.6, 'easeOutCubic')
  const scale = end === null ? swing : onwards(swing, 0.6, end - quick * 0.5, quick * 0.5)
  return [
    group([words], {
      x: at.x,
      y: at.y,
      scaleX: scale,
      scaleY: scale,
      opacity: end === null ? appear : onwards(appear, 0, end - quick * 0.5, quick * 0.5, 'easeInCubic'),
    }),
  ]
}
