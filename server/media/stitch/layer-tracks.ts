import type { FilmLayer } from './face.ts'
import type { RenderedPiece, Span } from './pieces.ts'

/** A still that is shown for a while of what is rendered; in frames of the rendered stream, not of the film. */
interface Shown extends Span {
  readonly path: string
}

/** Stills of one place that never overlap in time: one input and one overlay filter serve them all. */
export interface LayerTrack {
  readonly x: number
  readonly y: number
  /** Ascending. */
  readonly shown: readonly Shown[]
}

/** A layer with its frames of the film, and the pixels of its picture. */
export interface SizedLayer extends Span {
  readonly path: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The frames of the film that a layer lies over. */
export function spanOf({ start, end }: Pick<FilmLayer, 'start' | 'end'>, frameRate: number): Span {
  return { from: Math.round(start * frameRate), to: Math.round(end * frameRate) }
}

/**
 * Sorts layers into tracks: equal place and size, no two at once. A layer that comes later in the list lies above those that come
 * before it, and so do their tracks; a layer joins a track only where that keeps it above everything it overlaps.
 */
export function layerTracks(layers: readonly SizedLayer[], pieces: readonly RenderedPiece[]): readonly LayerTrack[] {
  const tracks: { first: SizedLayer; spans: Span[]; shown: Shown[] }[] = []
  for (const layer of layers) {
    const shown = shownIn(layer, pieces)
    if (shown.length === 0) continue
    const covered = tracks.findLastIndex(({ spans }) => spans.some((span) => overlap(span, layer)))
    const home = tracks.findIndex(({ first }, index) => index > covered && samePlace(first, layer))
    const track = tracks[home]
    if (track === undefined) tracks.push({ first: layer, spans: [layer], shown: [...shown] })
    else {
      track.spans.push(layer)
      track.shown.push(...shown)
    }
  }
  return tracks.map(({ first: { x, y }, shown }) => ({ x, y, shown: shown.toSorted((one, other) => one.from - other.from) }))
}

function samePlace(one: SizedLayer, other: SizedLayer): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height
}

function overlap(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to
}

/** The runs of the rendered stream, which is all pieces one after the other, in which a layer is seen. */
function shownIn(layer: SizedLayer, pieces: readonly RenderedPiece[]): readonly Shown[] {
  let offset = 0
  return pieces.flatMap(({ start, frames }) => {
    const from = Math.max(layer.from, start) - start + offset
    const to = Math.min(layer.to, start + frames) - start + offset
    offset += frames
    return from < to ? [{ path: layer.path, from, to }] : []
  })
}

/**
 * The script of ffmpeg's concat demuxer that plays a track, one entry a still; `blank` is a clear picture of the same size.
 * The demuxer needs the pictures' rate to be told, else times are rounded to 1/25 s.
 */
export function trackScript({ shown }: LayerTrack, blank: string, frameRate: number, frames: number): string {
  const lines = ['ffconcat version 1.0']
  const show = (path: string, length: number): void => {
    if (length > 0) lines.push(`file ${quoted(path)}`, `option framerate ${frameRate}`, `duration ${(length / frameRate).toFixed(6)}`)
  }
  let at = 0
  for (const { path, from, to } of shown) {
    show(blank, from - at)
    show(path, to - from)
    at = to
  }
  show(blank, Math.max(1, frames - at))
  return `${lines.join('\n')}\n`
}

/** Quoting of ffmpeg's utilities: within single quotes nothing is special but the quote. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`
}
