import { type Rgb, smoothstep } from './colour.ts'
import type { Chance, Place, Texture } from './overlays.ts'

/** The lights and shades of the overlays, as smooth functions of a place in the frame. */

type Light = (place: Place) => Rgb

/** A soft round light. `x`, `y` and `radius` are lengths of the frame's shorter side, from its middle. */
export function glow(light: { x: number; y: number; radius: number; colour: Rgb; level: number }): Texture {
  return lit((place) => times(light.colour, light.level * bell(distance(place, light.x, light.y) / light.radius)))
}

/** A low warm sun beside the picture: its disc, its haze, a streak, and the lens's reflections on the line through the middle. */
export function sunFlare({ random, side }: Chance): Texture {
  const y = 0.24 + random() * 0.12
  const sun = { x: side === 1 ? 0.95 : 0.05, y }
  const ghosts = [0.55, 0.95, 1.3, 1.62].map((along) => ({
    along,
    radius: 0.03 + random() * 0.07,
    colour: warmColour(random()),
    level: 0.05 + random() * 0.05,
  }))
  return lit((place) => {
    const { u: sunU, v: sunV } = towards(place, sun)
    const far = Math.hypot(sunU, sunV)
    const haze = times([1, 0.56, 0.2], 0.62 * Math.exp(-far / 0.42))
    const disc = times([1, 0.9, 0.7], 0.85 * bell(far / 0.13))
    const streak = times([1, 0.66, 0.34], 0.24 * Math.exp(-Math.abs(sunV) / 0.02) * Math.exp(-Math.abs(sunU) / 0.4))
    const reflected = ghosts.map(({ along, radius, colour, level }) => {
      // The line from the sun through the middle of the frame.
      const away = Math.hypot(place.u - (place.u - sunU) * (1 - along), place.v - (place.v - sunV) * (1 - along))
      return times(colour, level * (1 - smoothstep(radius * 0.8, radius * 1.1, away)))
    })
    return sum([haze, disc, streak, ...reflected])
  })
}

/** Light that leaked onto the film along one side. */
export function lightLeak({ random, side }: Chance): Texture {
  const phase = random() * 6.28
  return lit(({ x, y }) => {
    const inwards = side === 1 ? x : 1 - x
    const reach = 0.2 + 0.07 * Math.sin(y * 4.1 + phase) + 0.03 * Math.sin(y * 9.7 + 2 * phase)
    const level = Math.exp(-Math.max(0, inwards + 0.08) / reach)
    const warm: Rgb = [1, 0.34 + 0.16 * Math.sin(y * 3 + phase), 0.12 + 0.1 * Math.sin(y * 2.3 - phase)]
    return times(warm, 0.75 * level)
  })
}

/** A coloured light from beyond one side, stronger at one height. */
export function rimGlow({ random }: Chance, side: -1 | 1, colour: Rgb): Texture {
  const height = 0.3 + random() * 0.4
  const second = height + (random() < 0.5 ? -0.35 : 0.35)
  return lit(({ x, y }) => {
    const inwards = side === -1 ? x : 1 - x
    const along = 0.45 + 0.55 * bell((y - height) / 0.34) + 0.3 * bell((y - second) / 0.16)
    const wide = 0.72 * Math.exp(-Math.max(0, inwards + 0.02) / 0.26)
    const core = 0.55 * bell((inwards + 0.04) / 0.13)
    return times(colour, (wide + core) * along)
  })
}

/** A hard key light from above: a slanting shaft with firm edges. */
export function keyShaft({ random, side }: Chance): Texture {
  const slant = 0.5 + random() * 0.2
  const from = -0.34 - random() * 0.08
  const to = 0.06 + random() * 0.1
  return lit(({ u, v }) => {
    const across = side * u + slant * v
    const inside = smoothstep(from - 0.05, from + 0.05, across) * (1 - smoothstep(to - 0.07, to + 0.07, across))
    const spill = bell((across - (from + to) / 2) / 0.55)
    return times([1, 0.97, 0.92], 0.42 * inside * (1 - 0.35 * smoothstep(-0.8, 0.9, v)) + 0.08 * spill)
  })
}

/** Lamps far out of focus, most of them above and beside the middle. */
export function discs({ random }: Chance): Texture {
  const lamps = Array.from({ length: 26 }, (_, index) => {
    const high = index < 18
    return {
      x: random(),
      y: high ? random() * 0.45 : 0.35 + random() * 0.55,
      radius: 0.028 + 0.075 * random() ** 2,
      colour: warmColour(random()),
      level: 0.2 + 0.45 * random(),
    }
  }).filter(({ x, y }) => Math.hypot((x - 0.5) * 1.9, y - 0.48) > 0.44)
  return lit((place) => {
    const haze = times([1, 0.6, 0.26], 0.22 * (1 - smoothstep(-0.1, 0.8, place.y)))
    const seen = lamps.map(({ x, y, radius, colour, level }) => {
      const away = distanceTo(place, { x, y }) / radius
      if (away > 4) return BLACK
      const disc = (1 - smoothstep(0.86, 1.08, away)) * (0.72 + 0.28 * smoothstep(0.5, 0.95, away))
      return times(colour, level * (disc + 0.3 * Math.exp(-away)))
    })
    return sum([haze, ...seen])
  })
}

/** Light of signs on a wet ground: upright streaks in the lower part, broken by ripples. */
export function wetSheen({ random }: Chance): Texture {
  const inks: readonly Rgb[] = [
    [1, 0.1, 0.6],
    [0.1, 0.7, 1],
    [0.45, 0.2, 1],
    [1, 0.3, 0.4],
  ]
  const streaks = Array.from({ length: 15 }, () => ({
    x: random(),
    width: 0.012 + random() * 0.04,
    from: 0.6 + random() * 0.16,
    level: 0.25 + random() * 0.55,
    ripple: 26 + random() * 30,
    phase: random() * 6.28,
    colour: inks[Math.floor(random() * inks.length)] ?? [1, 0, 1],
  }))
  return lit(({ x, y }) =>
    sum(
      streaks.map(({ x: middle, width, from, level, ripple, phase, colour }) => {
        const meander = middle + 0.006 * Math.sin(y * ripple * 0.7 + phase)
        const across = Math.exp(-Math.abs(x - meander) / width)
        const broken = 0.62 + 0.38 * Math.sin(y * ripple + phase + 3 * Math.sin(y * 11 + phase))
        return times(colour, level * across * broken * smoothstep(from, from + 0.22, y))
      }),
    ),
  )
}

/** Shafts of light that fan out from beyond an upper corner. */
export function rays({ random, side }: Chance): Texture {
  const waves = [7, 13, 23, 41].map((cycles, index) => ({
    cycles: cycles * (0.85 + random() * 0.3),
    phase: random() * 6.28,
    weight: 0.8 ** index,
  }))
  const whole = waves.reduce((total, { weight }) => total + weight, 0)
  const from = { x: side === 1 ? 1.06 : -0.06, y: -0.16 }
  return lit((place) => {
    const { u, v } = towards(place, from)
    const angle = Math.atan2(v, -side * u)
    const fan = waves.reduce((total, { cycles, phase, weight }) => total + weight * Math.sin(angle * cycles + phase), 0) / whole
    const shaft = smoothstep(-0.35, 0.75, fan) * smoothstep(0.08, 0.5, angle) * (1 - smoothstep(1.25, 1.6, angle))
    const far = Math.hypot(u, v)
    return times([1, 0.92, 0.76], (1.15 * shaft + 0.2) * Math.exp(-far / 1.15))
  })
}

/** Dust in the light of another texture: points out of focus. */
export function motes({ random }: Chance, light: Texture): Texture {
  const dust = Array.from({ length: 70 }, () => ({
    x: random(),
    y: random(),
    radius: 0.002 + 0.007 * random() ** 3,
    level: 0.3 + random() * 0.6,
  }))
  return lit((place) => {
    const around = light.kind === 'light' ? light.at(place) : BLACK
    const level = dust.reduce((total, { x, y, radius, level: bright }) => {
      const away = distanceTo(place, { x, y })
      return away > radius * 3 ? total : total + bright * bell(away / radius)
    }, 0)
    return sum([times(around, 0.28), times(around, 1.6 * level)])
  })
}

/** A broad soft band of light, black well before its own borders. */
export function travellingSheen(): Texture {
  return lit(({ u, v }) => times([1, 0.98, 0.95], 0.75 * bell((u + 0.45 * v) / 0.26) + 0.12 * bell((u + 0.45 * v) / 0.6)))
}

/** A colour that covers the corners and leaves the middle. */
export function vignette(colour: Rgb): Texture {
  return {
    kind: 'shade',
    colour,
    at: ({ x, y }) => {
      const away = Math.hypot(x - 0.5, y - 0.5) / Math.SQRT1_2
      return smoothstep(0.42, 1.12, away) * 1.15
    },
  }
}

const BLACK: Rgb = [0, 0, 0]

function lit(at: Light): Texture {
  return { kind: 'light', at }
}

function times([r, g, b]: Rgb, level: number): Rgb {
  return [r * level, g * level, b * level]
}

function sum(lights: readonly Rgb[]): Rgb {
  let [red, green, blue] = BLACK
  for (const [r, g, b] of lights) {
    red += r
    green += g
    blue += b
  }
  return [red, green, blue]
}

function bell(away: number): number {
  return Math.exp(-away * away)
}

function distance({ u, v }: Place, x: number, y: number): number {
  return Math.hypot(u - x, v - y)
}

/** From a point given as shares of the frame, in lengths of its shorter side. */
function towards(
  { x, y, wide, tall }: Place,
  point: { readonly x: number; readonly y: number },
): { readonly u: number; readonly v: number } {
  return { u: (x - point.x) * wide, v: (y - point.y) * tall }
}

function distanceTo(place: Place, point: { readonly x: number; readonly y: number }): number {
  const { u, v } = towards(place, point)
  return Math.hypot(u, v)
}

/** Amber for 0, pale gold for 1. */
function warmColour(share: number): Rgb {
  return [1, 0.5 + 0.32 * share, 0.16 + 0.36 * share]
}
