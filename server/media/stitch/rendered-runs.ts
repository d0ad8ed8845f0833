import { join } from 'node:path'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { openClip, sameAvcc, type ClipFile } from './clip-file.ts'
import type { StitchOptions, StitchPlan } from './face.ts'
import { findKept, keep, pieceKey } from './join-cache.ts'
import type { SizedLayer } from './layer-tracks.ts'
import type { Piece, RenderedPiece } from './pieces.ts'
import { renderPieces } from './render-pieces.ts'
import { writeFilm, type PacketRun } from './write-film.ts'

export interface RenderOrder {
  readonly plan: Pick<StitchPlan, 'frameRate' | 'joins'>
  readonly pieces: readonly Piece[]
  readonly clips: readonly ClipFile[]
  readonly paths: readonly string[]
  readonly layers: readonly SizedLayer[]
  /** For what is rendered now. */
  readonly directory: string
}

export interface RenderedRuns extends Disposable {
  /** The whole film, in its order. */
  readonly runs: readonly PacketRun[]
  /** Frames that were not found in the cache. */
  readonly encodedFrames: number
}

/** Finds the packets of every piece: in the clips, in the cache, and for the rest by rendering it, all in one go; that is then kept. */
export async function renderMissing(ffmpeg: Ffmpeg, order: RenderOrder, options: StitchOptions): Promise<Outcome<RenderedRuns>> {
  const { plan, clips, paths, layers, directory } = order
  const opened: ClipFile[] = []
  const dispose = (): void => {
    for (const file of opened) file[Symbol.dispose]()
  }
  const found = new Map<Piece, PacketRun>()
  const missing: { readonly piece: RenderedPiece; readonly name: string }[] = []
  for (const piece of order.pieces) {
    if (piece.kind === 'copied') {
      const file = clips[piece.clip]
      if (file !== undefined) found.set(piece, { file, from: piece.from, to: piece.to, start: piece.start })
      continue
    }
    const name = plan.joins === null ? '' : `${await pieceKey(piece, { frameRate: plan.frameRate, paths, layers })}.mp4`
    const kept = await openKept(order, piece, name)
    if (kept === null) missing.push({ piece, name })
    else {
      opened.push(kept)
      found.set(piece, { file: kept, from: 0, to: piece.frames, start: piece.start })
    }
  }
  if (missing.length > 0) {
    const output = join(directory, 'rendered.mp4')
    const pieces = missing.map(({ piece }) => piece)
    const done = await renderPieces(ffmpeg, { frameRate: plan.frameRate, pieces, clips, layers, output }, options)
    const rendered = done.ok ? await openClip(output, plan.frameRate) : null
    if (rendered === null) {
      dispose()
      return done.ok ? refuse('internal_error', 'What was rendered cannot be read.') : done
    }
    opened.push(rendered)
    let at = 0
    for (const { piece } of missing) {
      if (!rendered.edges.includes(at)) throw new Error(`the piece at frame ${at} of ${rendered.frames} does not begin with an IDR frame`)
      found.set(piece, { file: rendered, from: at, to: at + piece.frames, start: piece.start })
      at += piece.frames
    }
    if (at !== rendered.frames) throw new Error(`${rendered.frames} frames were rendered in place of ${at}`)
    await keepAll(order, missing, found, options.signal)
  }
  options.onProgress?.(1)
  const runs = order.pieces.flatMap((piece) => found.get(piece) ?? [])
  return succeed({ runs, encodedFrames: missing.reduce((sum, { piece }) => sum + piece.frames, 0), [Symbol.dispose]: dispose })
}

/** A kept piece, unless another encoder made it or it is damaged. */
async function openKept({ plan, clips }: RenderOrder, piece: RenderedPiece, name: string): Promise<ClipFile | null> {
  const path = await findKept(plan.joins, name)
  const file = path === null ? null : await openClip(path, plan.frameRate)
  const clip = clips[piece.parts[0]?.clip ?? 0]
  if (file === null || clip === undefined) return null
  if (file.frames === piece.frames && sameAvcc(file.avcc, clip.avcc)) return file
  file[Symbol.dispose]()
  return null
}

async function keepAll(
  { plan: { joins, frameRate } }: RenderOrder,
  missing: readonly { readonly piece: RenderedPiece; readonly name: string }[],
  found: ReadonlyMap<Piece, PacketRun>,
  signal: AbortSignal,
): Promise<void> {
  if (joins === null) return
  for (const { piece, name } of missing) {
    const run = found.get(piece)
    // A piece that cannot be kept is rendered again when it is needed again.
    if (run !== undefined)
      await keep(joins, name, (output) => writeFilm({ frameRate, runs: [{ ...run, start: 0 }], sound: null, output }, { signal }))
  }
}
