import type { LaneUse } from './lanes.ts'
import type { LayerTrack } from './layer-tracks.ts'
import type { RenderedPiece } from './pieces.ts'

export interface FilmGraph {
  readonly frameRate: number
  readonly pieces: readonly RenderedPiece[]
  /** For each part of each piece, in their order. */
  readonly uses: readonly LaneUse[]
  readonly layers: readonly LayerTrack[]
}

/** A part with the frames of it that it shares with the part before and the part after. */
interface DealtPart extends LaneUse {
  readonly head: number
  readonly tail: number
}

/**
 * The filter graph that renders pieces one after the other into `[film]`. Inputs: the lanes that are used, in their order, then one
 * for each track of layers. Frames are numbered anew wherever a filter counts time, so nothing is rounded; only frames that overlap
 * pass a transition.
 */
export function filmGraph({ frameRate, pieces, uses, layers }: FilmGraph): string {
  const lanes = usedLanes(uses)
  const numbered = `settb=1/${frameRate},setpts=N,fps=${frameRate}`
  const parts = dealParts(pieces, uses)
  const chains = lanes.map((lane, input) => `[${input}:v]settb=1/${frameRate},setpts=N,setsar=1,${laneSplit(lane, parts)}`)
  for (const [part, { skip, rest }] of parts.entries()) {
    if (skip > 0) chains.push(`[skip${part}]nullsink`)
    if (rest > 0) chains.push(`[rest${part}]nullsink`)
  }
  const runs: string[] = []
  let part = 0
  for (const piece of pieces) {
    for (const place of piece.parts.keys()) {
      const overlap = piece.overlaps[place - 1]
      if (overlap !== undefined) {
        chains.push(...transition(part, { ...overlap, frameRate, numbered }))
        runs.push(`[mixed${part}]`)
      }
      if (bodyOf(parts[part]) > 0) runs.push(`[body${part}]`)
      part += 1
    }
  }
  const [only = ''] = runs
  const whole = runs.length > 1 ? `${runs.join('')}concat=n=${runs.length}:v=1:a=0` : `${only}null`
  chains.push(`${whole},${numbered}[bare]`, ...layerChains(layers, lanes.length))
  return chains.join(';\n')
}

/** The lanes that anything is taken from, in the order of the inputs. */
export function usedLanes(uses: readonly LaneUse[]): readonly (0 | 1)[] {
  return ([0, 1] as const).filter((lane) => uses.some((use) => use.lane === lane))
}

function dealParts(pieces: readonly RenderedPiece[], uses: readonly LaneUse[]): readonly DealtPart[] {
  const overlaps = pieces.flatMap((piece) =>
    piece.parts.map((_, place) => ({ head: piece.overlaps[place - 1]?.frames ?? 0, tail: piece.overlaps[place]?.frames ?? 0 })),
  )
  return uses.map((use, part) => ({ ...use, head: overlaps[part]?.head ?? 0, tail: overlaps[part]?.tail ?? 0 }))
}

function bodyOf(part: DealtPart | undefined): number {
  return part === undefined ? 0 : part.use - part.head - part.tail
}

/** Deals the frames of a lane out, each to one output. */
function laneSplit(lane: 0 | 1, parts: readonly DealtPart[]): string {
  const outputs: string[] = []
  const bounds: number[] = []
  let at = 0
  const deal = (frames: number, output: string): void => {
    if (frames === 0) return
    at += frames
    bounds.push(at)
    outputs.push(`[${output}]`)
  }
  for (const [number, part] of parts.entries()) {
    if (part.lane !== lane) continue
    deal(part.skip, `skip${number}`)
    deal(part.head, `head${number}`)
    deal(bodyOf(part), `body${number}`)
    deal(part.tail, `tail${number}`)
    deal(part.rest, `rest${number}`)
  }
  const split = bounds.length > 1 ? `segment=frames=${bounds.slice(0, -1).join('|')}` : 'null'
  return `${split}${outputs.join('')}`
}

/**
 * Mixes the tail of the part before with the head of a part. A fade is a picture that comes in over the other, which takes a third of
 * the time that xfade does, as that works in 4:4:4 only; both mix in proportion to `frame / frames`.
 */
function transition(
  part: number,
  {
    frames,
    transition: name,
    frameRate,
    numbered,
  }: { readonly frames: number; readonly transition: string; readonly frameRate: number; readonly numbered: string },
): readonly string[] {
  const [tail, head, mixed] = [`[tail${part - 1}]${numbered}[from${part}]`, `[head${part}]${numbered}`, `[mixed${part}]`]
  if (name === 'fade') {
    return [
      tail,
      `${head},format=yuva420p,fade=t=in:s=0:n=${frames}:alpha=1[to${part}]`,
      `[from${part}][to${part}]overlay=format=yuv420${mixed}`,
    ]
  }
  const duration = (frames / frameRate).toFixed(6)
  return [
    tail,
    `${head}[to${part}]`,
    `[from${part}][to${part}]xfade=transition=${name}:duration=${duration}:offset=0,format=yuv420p${mixed}`,
  ]
}

function layerChains(layers: readonly LayerTrack[], firstInput: number): readonly string[] {
  const chains = layers.flatMap(({ x, y }, index) => {
    const under = index === 0 ? '[bare]' : `[under${index}]`
    const picture = `[${firstInput + index}:v]scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd,format=yuva420p[layer${index}]`
    return [picture, `${under}[layer${index}]overlay=x=${x}:y=${y}:eof_action=repeat:format=yuv420[under${index + 1}]`]
  })
  return [...chains, `${layers.length === 0 ? '[bare]' : `[under${layers.length}]`}format=yuv420p[film]`]
}
