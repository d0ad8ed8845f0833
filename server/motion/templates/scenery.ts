import { group, type Node, solid } from './node.ts'
import type { Stage } from './stage.ts'
import { swaying, type Track, tween } from './track.ts'

/** What lives behind the words: slow, soft, and away from the middle. */
export function scenery(stage: Stage): readonly Node[] {
  switch (stage.palette.scenery) {
    case 'lights':
      return lights(stage)
    case 'confetti':
      return confetti(stage)
    case 'rays':
      return rays(stage)
    case 'blocks':
      return blocks(stage)
    default:
      return balls(stage)
  }
}

/** Sways in both directions around a place, each with a phase of its own. */
function drift(stage: Stage, x: number, y: number, reach: number, period: number): { readonly x: Track; readonly y: Track } {
  const amplitude = reach * Math.min(1.5, Math.max(0.4, stage.intensity))
  return { x: swaying(x, amplitude, period, stage.random()), y: swaying(y, amplitude, period * 1.3, stage.random()) }
}

/** Three lights in the corners, the first where the eye begins. */
function lights(stage: Stage): readonly Node[] {
  const { frame, palette } = stage
  const { width, height } = frame
  const reach = Math.hypot(width, height)
  const mirrored = stage.random() < 0.5
  const places = [
    { x: 0, y: 0.02, size: 0.98, strength: 1 },
    { x: 1, y: 1, size: 0.9, strength: 0.85 },
    { x: 1.02, y: 0.1, size: 0.62, strength: 0.6 },
  ]
  return places.map(({ x, y, size, strength }, index) => {
    const side = mirrored ? 1 - x : x
    return {
      kind: 'ellipse',
      width: size * reach,
      height: size * reach,
      fill: { kind: 'glow', colour: palette.lights[index] ?? palette.lights[0] },
      ...drift(stage, side * width, y * height, 0.05 * reach, 6 + 2 * index),
      opacity: swaying(palette.strength * strength, 0.06, 4 + index, stage.random()),
    } satisfies Node
  })
}

/** Large flat discs that reach in from the corners, and small pieces of paper along the edges. */
function confetti(stage: Stage): readonly Node[] {
  const { frame, unit, palette } = stage
  const discs = [
    { x: 0.04, y: 0.02, size: 0.62 },
    { x: 0.98, y: 0.99, size: 0.8 },
    { x: 1.02, y: 0.06, size: 0.34 },
  ].map(({ x, y, size }, index): Node => {
    const diameter = 2 * Math.round((size * unit) / 2)
    const grow = tween(0, 1, 0.05 * index, 0.7 * stage.pace, 'easeOutBack')
    return {
      kind: 'ellipse',
      width: diameter,
      height: diameter,
      fill: solid(palette.lights[index] ?? palette.lights[0]),
      ...drift(stage, x * frame.width, y * frame.height, 0.02 * unit, 5 + index),
      scaleX: grow,
      scaleY: grow,
    }
  })
  const colours = [palette.accent[0], palette.accent[1], '#ff5d7a', '#21a6d9'] as const
  const papers = Array.from({ length: 10 }, (_, index): Node => {
    const along = (index + 0.5 + 0.6 * (stage.random() - 0.5)) / 10
    const upper = index % 2 === 0
    const y = upper ? 0.012 + 0.03 * stage.random() : 0.958 + 0.03 * stage.random()
    return {
      kind: 'rectangle',
      width: Math.round(0.034 * unit),
      height: Math.round(0.015 * unit),
      radius: 0.0075 * unit,
      fill: solid(colours[index % 4] ?? colours[0]),
      ...drift(stage, along * frame.width, y * frame.height, 0.008 * unit, 3 + stage.random() * 2),
      rotation: swaying(360 * stage.random(), 25, 3 + 2 * stage.random(), stage.random()),
      opacity: tween(0, 1, 0.1 + 0.04 * index, 0.3, 'easeOutCubic'),
    }
  })
  return [...discs, ...papers]
}

/** Rays that turn slowly around a point below the middle, and a light at their origin. */
function rays(stage: Stage): readonly Node[] {
  const { frame, palette, seconds, intensity } = stage
  const reach = Math.hypot(frame.width, frame.height)
  const origin = { x: frame.width * (0.3 + 0.4 * stage.random()), y: frame.height * 1.02 }
  const count = 18
  const points = Array.from({ length: count }, (_, index) => {
    const middle = (2 * Math.PI * index) / count
    const half = Math.PI / count / 2
    const edge = (angle: number) => ({ x: Math.cos(angle) * reach, y: Math.sin(angle) * reach })
    return [{ x: 0, y: 0 }, edge(middle - half), edge(middle + half)]
  }).flat()
  const turn = 9 * intensity
  const light = (x: number, y: number, size: number, colour: `#${string}`, opacity: number): Node => ({
    kind: 'ellipse',
    width: size * reach,
    height: size * reach,
    fill: { kind: 'glow', colour },
    ...drift(stage, x, y, 0.02 * reach, 5),
    opacity,
  })
  return [
    {
      kind: 'polygon',
      points,
      fill: solid('#ffffff'),
      detail: 0.3,
      ...origin,
      rotation: tween(-turn / 2, turn / 2, 0, seconds, 'linear'),
      opacity: 0.055,
    },
    light(origin.x, origin.y, 1.05, palette.lights[0], palette.strength),
    light(0, 0, 0.8, palette.lights[1], palette.strength),
    light(frame.width, frame.height * 0.9, 0.5, palette.lights[2], palette.strength * 0.5),
  ]
}

/** Plain geometry that swings in at the corners and keeps turning. */
function blocks(stage: Stage): readonly Node[] {
  const { frame, unit, palette, seconds, pace, intensity } = stage
  const [first, second, third] = palette.lights
  const corner = (x: number, y: number, size: number, start: number, turn: number, made: Node): Node => {
    const grow = tween(0, 1, start, 0.8 * pace, 'easeOutBack')
    return group([made], {
      x: x * frame.width,
      y: y * frame.height,
      scaleX: grow,
      scaleY: grow,
      rotation: tween(-turn * intensity, turn * intensity, 0, seconds + size, 'linear'),
    })
  }
  const disc = (size: number, colour: `#${string}`): Node => ({
    kind: 'ellipse',
    width: 2 * Math.round((size * unit) / 2),
    height: 2 * Math.round((size * unit) / 2),
    fill: solid(colour),
  })
  const ring = (size: number, colour: `#${string}`): Node => ({ ...ellipse(size * unit), fill: solid(colour), stroke: 0.045 * unit })
  const bars = group(
    [0, 1, 2, 3].map((index): Node => ({
      kind: 'rectangle',
      width: 0.34 * unit,
      height: 0.02 * unit,
      radius: 0.01 * unit,
      fill: solid(third),
      y: 0.045 * unit * (index - 1.5),
    })),
  )
  return [
    corner(0.02, 0.0, 1, 0, 0, disc(0.46, first)),
    corner(1, 1, 2, 0.08, 0, ring(0.5, second)),
    corner(0.96, 0.02, 3, 0.16, 14, bars),
    corner(0.03, 0.985, 4, 0.22, -14, bars),
  ]
}

/** Balls of clay at the edges, lit from above, each with a shadow on the wall behind. */
function balls(stage: Stage): readonly Node[] {
  const { frame, unit, palette, pace } = stage
  const places = [
    { x: 0.06, y: 0.05, size: 0.4, dark: '#321a86' },
    { x: 0.98, y: 0.97, size: 0.52, dark: '#5b1450' },
    { x: 0.97, y: 0.05, size: 0.2, dark: '#123a78' },
    { x: 0.03, y: 0.97, size: 0.17, dark: '#123a78' },
  ] as const
  return places.map(({ x, y, size, dark }, index) => {
    const diameter = 2 * Math.round((size * unit) / 2)
    const grow = tween(0, 1, 0.06 * index, 0.9 * pace, 'easeOutBack')
    const light = palette.lights[index % 3] ?? palette.lights[0]
    return group(
      [
        {
          kind: 'ellipse',
          width: 1.5 * diameter,
          height: 1.5 * diameter,
          fill: { kind: 'glow', colour: '#05030f' },
          x: 0.1 * diameter,
          y: 0.16 * diameter,
          opacity: 0.7,
        },
        { kind: 'ellipse', width: diameter, height: diameter, fill: { kind: 'ball', light, dark } },
      ],
      { ...drift(stage, x * frame.width, y * frame.height, 0.022 * unit, 4.5 + index), scaleX: grow, scaleY: grow },
    )
  })
}

function ellipse(size: number): { readonly kind: 'ellipse'; readonly width: number; readonly height: number } {
  const diameter = 2 * Math.round(size / 2)
  return { kind: 'ellipse', width: diameter, height: diameter }
}
