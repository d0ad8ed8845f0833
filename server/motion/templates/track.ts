import { TEMPLATE_EASINGS, type TemplateEasing } from './easing.ts'

/** A value at a time in seconds, and how it is gone to from the one before. */
export interface Keyframe {
  readonly at: number
  readonly value: number
  readonly easing: TemplateEasing
}

/** A property over time: a constant, or keyframes in ascending time with a sway laid over them. */
export type Track = number | { readonly keys: readonly Keyframe[]; readonly sway?: Sway }

/** A slow sine that keeps things alive, in the property's unit. */
export interface Sway {
  readonly amplitude: number
  /** Seconds. */
  readonly period: number
  /** 0..1 of a period. */
  readonly phase: number
}

/** The value of a property; before the first keyframe it is the first's, after the last the last's. */
export function valueAt(track: Track, seconds: number): number {
  if (typeof track === 'number') return track
  const { keys, sway } = track
  const swayed = sway === undefined ? 0 : sway.amplitude * Math.sin(2 * Math.PI * (seconds / sway.period + sway.phase))
  return keyed(keys, seconds) + swayed
}

/** The largest value that a property's keyframes reach. */
export function largest(track: Track): number {
  if (typeof track === 'number') return track
  return Math.max(...track.keys.map(({ value }) => value)) + Math.abs(track.sway?.amplitude ?? 0)
}

function keyed(keys: readonly Keyframe[], seconds: number): number {
  let before = keys[0]
  if (before === undefined) throw new RangeError('a track has no keyframe')
  for (const key of keys) {
    if (seconds < key.at) {
      const share = key.at === before.at ? 1 : Math.max(0, (seconds - before.at) / (key.at - before.at))
      return before.value + (key.value - before.value) * TEMPLATE_EASINGS[key.easing](share)
    }
    before = key
  }
  return before.value
}

/** From one value to another between two times. */
export function tween(from: number, to: number, start: number, duration: number, easing: TemplateEasing = 'easeOutQuint'): Track {
  return {
    keys: [
      { at: start, value: from, easing: 'linear' },
      { at: start + duration, value: to, easing },
    ],
  }
}

/** Goes on from where a track ends. */
export function onwards(track: Track, to: number, start: number, duration: number, easing: TemplateEasing = 'easeInCubic'): Track {
  const keys = typeof track === 'number' ? [{ at: 0, value: track, easing: 'linear' as const }] : track.keys
  const from = keys.at(-1)?.value ?? 0
  const more = [
    { at: start, value: from, easing: 'linear' as const },
    { at: start + duration, value: to, easing },
  ]
  return { ...(typeof track === 'number' ? {} : track), keys: [...keys, ...more] }
}

/** Lays a sway over a track. */
export function swaying(track: Track, amplitude: number, period: number, phase: number): Track {
  const keys = typeof track === 'number' ? [{ at: 0, value: track, easing: 'linear' as const }] : track.keys
  return { keys, sway: { amplitude, period, phase } }
}
