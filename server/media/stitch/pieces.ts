import type { Timeline } from './timeline.ts'

/** Frames of one clip, from `from` up to `to`. */
export interface Part {
  readonly clip: number
  readonly from: number
  readonly to: number
}

/** How one part of a rendered piece goes over into the next. */
export interface Overlap {
  readonly frames: number
  readonly transition: string
}

/** A run of the film whose packets are those of a clip; both ends are edges of closed GOPs. */
export interface CopiedPiece extends Part {
  readonly kind: 'copied'
  /** Frame of the film it begins at. */
  readonly start: number
  readonly frames: number
}

/** A run of the film that is rendered: parts that overlap, `overlaps[i]` between the parts `i` and `i + 1`. */
export interface RenderedPiece {
  readonly kind: 'rendered'
  readonly start: number
  readonly frames: number
  readonly parts: readonly Part[]
  readonly overlaps: readonly Overlap[]
}

export type Piece = CopiedPiece | RenderedPiece

/** Frames of the film, from `from` up to `to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Frames of a clip's file, and those at which a closed GOP begins, ascending. */
export interface ClipFrames {
  readonly frames: number
  readonly edges: readonly number[]
}

/**
 * Cuts a film into runs that are copied and runs that are rendered: what overlaps, what begins or ends off the edge of a GOP, and
 * the GOPs that `touched` spans of the film lie over. All other packets stay what they are.
 */
export function cutIntoPieces(timeline: Timeline, clips: readonly ClipFrames[], touched: readonly Span[]): readonly Piece[] {
  const pieces: Piece[] = []
  let open: { start: number; parts: Part[]; overlaps: Overlap[] } | null = null
  const close = (): void => {
    if (open !== null) pieces.push({ kind: 'rendered', ...open, frames: framesOf(open) })
    open = null
  }
  timeline.clips.forEach((placed, clip) => {
    const before = timeline.clips[clip - 1]
    const overlap: Overlap | null =
      before === undefined || before.transition === null ? null : { frames: before.overlap, transition: before.transition }
    const render = (from: number, to: number, join: Overlap | null): void => {
      if (join === null || open === null) {
        close()
        open = { start: placed.start + from - placed.from, parts: [], overlaps: [] }
      } else open.overlaps.push(join)
      open.parts.push({ clip, from, to })
    }
    const body = copyable(clips[clip], placed.from + (overlap?.frames ?? 0), placed.to - placed.overlap)
    if (body === null) {
      render(placed.from, placed.to, overlap)
      return
    }
    if (placed.from < body.from) render(placed.from, body.from, overlap)
    close()
    for (const run of runsOf(body, clips[clip], placed.start - placed.from, touched)) {
      const part = { clip, from: run.from, to: run.to }
      const [start, frames] = [placed.start + run.from - placed.from, run.to - run.from]
      pieces.push(
        run.touched ? { kind: 'rendered', start, frames, parts: [part], overlaps: [] } : { kind: 'copied', start, frames, ...part },
      )
    }
    if (body.to < placed.to) render(body.to, placed.to, null)
  })
  close()
  return pieces
}

/** The widest run between two edges of a clip within a range; null where there is none. */
function copyable(clip: ClipFrames | undefined, from: number, to: number): Span | null {
  if (clip === undefined) return null
  const gates = [...clip.edges, clip.frames]
  const first = gates.find((gate) => gate >= from)
  const last = gates.findLast((gate) => gate <= to)
  return first === undefined || last === undefined || first >= last ? null : { from: first, to: last }
}

/** The GOPs of a body, those next to each other together that are alike in being touched. */
function runsOf(
  body: Span,
  clip: ClipFrames | undefined,
  shift: number,
  touched: readonly Span[],
): readonly (Span & { readonly touched: boolean })[] {
  const gates = [...(clip?.edges ?? []).filter((edge) => edge >= body.from && edge < body.to), body.to]
  const runs: { from: number; to: number; touched: boolean }[] = []
  gates.slice(0, -1).forEach((from, index) => {
    const to = gates[index + 1] ?? body.to
    const isTouched = touched.some((span) => span.from < to + shift && span.to > from + shift)
    const last = runs.at(-1)
    if (last?.touched === isTouched) last.to = to
    else runs.push({ from, to, touched: isTouched })
  })
  return runs
}

function framesOf({ parts, overlaps }: { readonly parts: readonly Part[]; readonly overlaps: readonly Overlap[] }): number {
  const shown = parts.reduce((sum, { from, to }) => sum + to - from, 0)
  return shown - overlaps.reduce((sum, { frames }) => sum + frames, 0)
}
