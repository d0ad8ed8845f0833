import { mulberry32 } from 'shared/camera'
import type { Lighting } from 'shared/strategy'
import type { Rgb } from './colour.ts'
import { lightGain, type Look } from './look.ts'
import { discs, glow, keyShaft, lightLeak, motes, rays, rimGlow, sunFlare, travellingSheen, vignette, wetSheen } from './textures.ts'

/** Where a texture is asked for its light. */
export interface Place {
  /** Shares of the frame, y down; below 0 and above 1 in the margin around it. */
  readonly x: number
  readonly y: number
  /** From the middle of the frame, in lengths of its shorter side: what is round here is round in the frame. */
  readonly u: number
  readonly v: number
  /** The frame's sides in lengths of its shorter one. */
  readonly wide: number
  readonly tall: number
}

/** How an overlay sways on its own: a sine across and one down. Amplitudes are shares of the frame. */
export interface Drift {
  readonly across: Sway
  readonly down: Sway
}

export interface Sway {
  readonly amplitude: number
  /** Seconds from one turn to the same turn again. */
  readonly period: number
  /** Radians. */
  readonly phase: number
}

/** Light that is added to what is seen, or a colour that covers it. Smooth functions; whoever shows them chooses the pixels. */
export type Texture =
  | { readonly kind: 'light'; readonly at: (place: Place) => Rgb }
  | { readonly kind: 'shade'; readonly colour: Rgb; readonly at: (place: Place) => number }

/** A texture that lies over the scene. */
export interface Overlay {
  readonly texture: Texture
  /** 0..1 */
  readonly opacity: number
  /** Whether it has edges and points that would be lost in few pixels. */
  readonly fine: boolean
  /** How much of the camera's movement it follows: 0 belongs to the lens, 1 to what is farthest away. */
  readonly parallax: number
  readonly drift: Drift
}

/** Chance of a look: equal seeds give equal light. */
export interface Chance {
  readonly random: () => number
  /** -1 where the main light comes from the left, 1 from the right. */
  readonly side: -1 | 1
}

/** Intensity above which light does not move further: its textures would have to reach too far. */
const MOST_DRIFT = 1.5

const STILL: Drift = { across: { amplitude: 0, period: 1, phase: 0 }, down: { amplitude: 0, period: 1, phase: 0 } }

/** The overlays of a look, back to front, for equal seeds the same. */
export function overlaysOf(look: Look): readonly Overlay[] {
  const random = mulberry32(look.seed ^ 0x11a7)
  const chance: Chance = { random, side: random() < 0.5 ? -1 : 1 }
  const gain = lightGain(look)
  const lit = look.lighting === null ? [] : LIGHTS[look.lighting](chance)
  const styled = look.style === '3d' ? [sheen(chance)] : look.style === 'cinematic' ? [lens([0.01, 0.02, 0.03], 0.34)] : []
  const stronger = lit.map((each) => ({ ...each, opacity: Math.min(1, each.opacity * gain) }))
  return [...stronger, ...styled].map((each) => ({ ...each, drift: livelier(each.drift, look.intensity) }))
}

const LIGHTS: Readonly<Record<Lighting, (chance: Chance) => readonly Overlay[]>> = {
  high_contrast: (chance) => [
    overlay(keyShaft(chance), { opacity: 0.66, parallax: 0.25, drift: sway(chance, 0.02, 0.01, 11) }),
    lens([0, 0, 0], 0.62),
  ],
  neon_glow: (chance) => [
    overlay(rimGlow(chance, chance.side, [1, 0.16, 0.66]), { opacity: 0.66, parallax: 0.2, drift: sway(chance, 0.02, 0.07, 6) }),
    overlay(rimGlow(chance, chance.side === 1 ? -1 : 1, [0.08, 0.78, 1]), {
      opacity: 0.66,
      parallax: 0.2,
      drift: sway(chance, 0.02, 0.07, 7),
    }),
  ],
  golden_hour: (chance) => [
    overlay(sunFlare(chance), { fine: true, opacity: 0.66, parallax: 0.4, drift: sway(chance, 0.012, 0.012, 9) }),
    overlay(lightLeak(chance), { opacity: 0.62, parallax: 0, drift: sway(chance, 0.05, 0.08, 8) }),
  ],
  soft_key: (chance) => [
    overlay(glow({ x: -0.34 * chance.side, y: -0.42, radius: 0.85, colour: [1, 0.97, 0.92], level: 0.75 }), {
      opacity: 0.6,
      parallax: 0.2,
      drift: sway(chance, 0.03, 0.02, 10),
    }),
    lens([0.09, 0.06, 0.07], 0.2),
  ],
  natural: (chance) => [
    overlay(glow({ x: -0.5 * chance.side, y: -0.5, radius: 0.9, colour: [0.94, 0.98, 1], level: 0.42 }), {
      opacity: 0.5,
      parallax: 0.2,
      drift: sway(chance, 0.03, 0.02, 12),
    }),
  ],
  warm_ambient: (chance) => [
    overlay(discs(chance), { fine: true, opacity: 0.66, parallax: 0.6, drift: sway(chance, 0.012, 0.01, 9) }),
    lens([0.1, 0.045, 0.01], 0.42),
  ],
  neon_noir: (chance) => [
    lens([0.01, 0.015, 0.07], 0.66),
    overlay(rimGlow(chance, chance.side, [1, 0.06, 0.62]), { opacity: 0.62, parallax: 0.2, drift: sway(chance, 0.015, 0.06, 7) }),
    overlay(wetSheen(chance), { fine: true, opacity: 0.6, parallax: 0.5, drift: sway(chance, 0.02, 0.006, 5) }),
  ],
  volumetric: (chance) => [
    overlay(rays(chance), { opacity: 0.66, parallax: 0.3, drift: sway(chance, 0.035, 0.01, 10) }),
    overlay(motes(chance, rays(chance)), { fine: true, opacity: 0.6, parallax: 0.7, drift: sway(chance, 0.03, 0.03, 13) }),
  ],
}

/** The lens's own fall-off, a little stronger for effect: it belongs to the frame and does not move. */
function lens(colour: Rgb, opacity: number): Overlay {
  return { texture: vignette(colour), opacity, fine: false, parallax: 0, drift: STILL }
}

/** The light of the 3d style, which passes over the relief. */
function sheen(chance: Chance): Overlay {
  const drift = { across: { amplitude: 0.42, period: 9, phase: chance.random() * 6.28 }, down: { amplitude: 0.1, period: 9, phase: 0 } }
  return overlay(travellingSheen(), { opacity: 0.3, parallax: 0.3, drift })
}

function overlay(texture: Texture, seen: Omit<Overlay, 'texture' | 'fine'> & { readonly fine?: boolean }): Overlay {
  return { texture, fine: false, ...seen }
}

function sway({ random }: Chance, across: number, down: number, period: number): Drift {
  const sine = (amplitude: number): Sway => ({ amplitude, period: period * (0.9 + random() * 0.4), phase: random() * 2 * Math.PI })
  return { across: sine(across), down: sine(down) }
}

/** Light moves as much as the scene does. */
function livelier({ across, down }: Drift, intensity: number): Drift {
  const gain = Math.min(MOST_DRIFT, intensity)
  return { across: { ...across, amplitude: across.amplitude * gain }, down: { ...down, amplitude: down.amplitude * gain } }
}

/** How far an overlay has swayed, as shares of the frame. @param seconds from the start of the clip */
export function swayed({ across, down }: Drift, seconds: number): { readonly x: number; readonly y: number } {
  const at = ({ amplitude, period, phase }: Sway): number => amplitude * Math.sin((2 * Math.PI * seconds) / period + phase)
  return { x: at(across), y: at(down) }
}

/** Shares of the frame by which a texture must reach beyond each side, so that its own edge never comes into sight. */
export function marginOf({ across, down }: Drift): number {
  return Math.max(across.amplitude, down.amplitude) + 0.01
}
