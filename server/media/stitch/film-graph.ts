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

/**
 * The filter graph that renders pieces one after the other into `[film]`. Inputs: the lanes that are used, in their order, then one
 * for each track of layers. Frames are numbered anew wherever a filter counts time, so nothing is rounded.
 */
export function filmGraph({ frameRate, pieces, uses, layers }: FilmGraph): string {
  const lanes = usedLanes(uses)
  const numbered = `settb=1/${frameRate},setpts=N,fps=${frameRate}`
  const chains = lanes.map((lane, input) => `[${input}:v]settb=1/${frameRate},setpts=N,setsar=1,${laneSplit(lane, uses)}`)
  for (const [part, { skip, rest }] of uses.entries()) {
    if (skip > 0) chains.push(`[skip${part}]nullsink`)
    if (rest > 0) chains.push(`[rest${part}]nullsink`)
    chains.push(`[use${part}]${numbered}[part${part}]`)
  }
  let part = 0
  const joined = pieces.map((piece, index) => {
    chains.push(...pieceChains(piece, index, part, frameRate))
    part += piece.parts.length
    return `[piece${index}]`
  })
  const whole = pieces.length > 1 ? `${joined.join('')}concat=n=${pieces.length}:v=1:a=0,${numbered}` : `[piece0]${numbered}`
  chains.push(`${whole}[bare]`, ...layerChains(layers, lanes.length))
  return chains.join(';\n')
}

/** The lanes that anything is taken from, in the order of the inputs. */
export function usedLanes(uses: readonly LaneUse[]): readonly (0 | 1)[] {
  return ([0, 1] as const).filter((lane) => uses.some((use) => use.lane === lane))
}

/** Deals the frames of a lane out: to each part what it uses, the rest to nobody. */
function laneSplit(lane: 0 | 1, uses: readonly LaneUse[]): string {
  const outputs: string[] = []
  const bounds: number[] = []
  let at = 0
  const deal = (frames: number, output: string): void => {
    if (frames === 0) return
    at += frames
    bounds.push(at)
    outputs.push(`[${output}]`)
  }
  for (const [part, use] of uses.entries()) {
    if (use.lane !== lane) continue
    deal(use.skip, `skip${part}`)
    deal(use.use, `use${part}`)
    deal(use.rest, `rest${part}`)
  }
  const split = bounds.length > 1 ? `segment=frames=${bounds.slice(0, -1).join('|')}` : 'null'
  return `${split}${outputs.join('')}`
}

function pieceChains(piece: RenderedPiece, index: number, firstPart: number, frameRate: number): readonly string[] {
  let label = `[part${firstPart}]`
  let length = 0
  const chains = piece.parts.flatMap(({ from, to }, place) => {
    const overlap = piece.overlaps[place - 1]
    const offset = length - (overlap?.frames ?? 0)
    length = offset + to - from
    if (overlap === undefined) return []
    const times = `duration=${seconds(overlap.frames, frameRate)}:offset=${seconds(offset, frameRate)}`
    const faded = `[fade${firstPart + place}]`
    const chain = `${label}[part${firstPart + place}]xfade=transition=${overlap.transition}:${times},fps=${frameRate}${faded}`
    label = faded
    return [chain]
  })
  return [...chains, `${label}null[piece${index}]`]
}

function layerChains(layers: readonly LayerTrack[], firstInput: number): readonly string[] {
  const chains = layers.flatMap(({ x, y }, index) => {
    const under = index === 0 ? '[bare]' : `[under${index}]`
    const picture = `[${firstInput + index}:v]scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd,format=yuva420p[layer${index}]`
    return [picture, `${under}[layer${index}]overlay=x=${x}:y=${y}:eof_action=repeat:format=yuv420[under${index + 1}]`]
  })
  return [...chains, `${layers.length === 0 ? '[bare]' : `[under${layers.length}]`}format=yuv420p[film]`]
}

/** xfade reads times in microseconds. */
function seconds(frames: number, frameRate: number): string {
  return (frames / frameRate).toFixed(6)
}
