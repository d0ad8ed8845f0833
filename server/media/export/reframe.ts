import { type FilmPreset, FORMATS } from './presets.ts'

/** What a stretch of the film is about: seconds, and the middle of its subject as shares of the frame. */
export interface FilmFocus {
  readonly start: number
  readonly end: number
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

const MIDDLE = { x: 0.5, y: 0.5 } as const

/** The largest window of an aspect ratio within a film; even pixels. */
export function windowOf(film: Size, [across, down]: readonly [number, number]): Size {
  const width = Math.min(film.width, (film.height * across) / down)
  return { width: even(width), height: even(Math.min(film.height, (width * down) / across)) }
}

/** Whether a preset cuts something off a film. */
export function cutsOff(film: Size, preset: FilmPreset): boolean {
  const { aspect } = FORMATS[preset]
  if (aspect === null) return false
  const { width, height } = windowOf(film, aspect)
  return width !== even(film.width) || height !== even(film.height)
}

/** The size at which a window is delivered: its short side is the nearest of 720, 1080 and 2160 that is no more than the film's. */
export function deliveredSize(film: Size, [across, down]: readonly [number, number]): Size {
  const short = [2160, 1080].find((side) => side <= Math.min(film.width, film.height)) ?? 720
  return across < down ? { width: short, height: even((short * down) / across) } : { width: even((short * across) / down), height: short }
}

/**
 * The crop filter that keeps subjects in a window: still within a stretch, and jumping between two, as a window that glides would add a
 * camera move that nobody asked for. Times without a focus show the middle.
 */
export function cropFilter(film: Size, window: Size, focus: readonly FilmFocus[]): string {
  const left = places(focus, film.width, window.width, ({ x }) => x)
  const top = places(focus, film.height, window.height, ({ y }) => y)
  return `crop=w=${window.width}:h=${window.height}:x='${left}':y='${top}'`
}

/** A sum of one term for each stretch, of which one is not zero at any time. */
function places(focus: readonly FilmFocus[], whole: number, part: number, pick: (focus: FilmFocus | typeof MIDDLE) => number): string {
  const at = (place: FilmFocus | typeof MIDDLE): number => even(Math.min(whole - part, Math.max(0, pick(place) * whole - part / 2)))
  const middle = at(MIDDLE)
  const terms = focus.map((stretch) => ({ ...stretch, shift: at(stretch) - middle })).filter(({ shift }) => shift !== 0)
  // A millisecond early, so that the frame at a cut belongs to what follows it however its time was rounded.
  return [
    String(middle),
    ...terms.map(({ start, end, shift }) => `(${shift})*gte(t,${(start - 0.001).toFixed(3)})*lt(t,${(end - 0.001).toFixed(3)})`),
  ].join('+')
}

function even(value: number): number {
  return 2 * Math.round(value / 2)
}
