import { join } from 'node:path'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { openClip, sameAvcc, type ClipFile } from './clip-file.ts'
import type { StitchOptions, StitchPlan } from './face.ts'
import { findKept, keep, pieceKey } from './join-cache.ts'
import type { SizedLayer } from './layer-tracks.ts'
import type { Piece, RenderedPiece } from './pieces.ts'
import { renderPieces, type Rendering } from './render-pieces.ts'
import { writeFilm, type PacketRun } from './write-film.ts'

export interface RenderOrder {
  readonly plan: Pick<StitchPlan, 'frameRate' | 'joins'>
  readonly pieces: readonly Piece[]
  readonly clips: readonly ClipFile[]
  readonly paths: readonly string[]
  readonly layers: readonly SizedLayer[]
  readonly sideBySide: boolean
  /** For what is rendered now. */
  readonly directory: string
}

export interface RenderedRuns extends Disposable {
  /** The whole film, in its order. */
  readonly runs: readonly PacketRun[]
  /** Frames that were not found in the cache. */
  readonly encodedFrames: number
}

interface Missing {
  readonly piece: RenderedPiece
  readonly name: string
}

/** Pixels that overlap, of one frame each, rendered by one ffmpeg: eight joins of 1920x1080, which hold 100 MB. */
const OVERLAP_PIXELS = 17_000_000

/** Finds the packets of every piece: in the clips, in the cache, and for the rest by rendering it; that is then kept. */
export async function renderMissing(ffmpeg: Ffmpeg, order: RenderOrder, options: StitchOptions): Promise<Outcome<RenderedRuns>> {
  const { plan, clips, paths, layers, sideBySide, directory } = order
  const opened: ClipFile[] = []
  const dispose = (): void => {
    for (const file of opened) file[Symbol.dispose]()
  }
  const found = new Map<Piece, PacketRun>()
  const missing: Missing[] = []
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
  const encodedFrames = missing.reduce((sum, { piece }) => sum + piece.frames, 0)
  let done = 0
  for (const batch of batchesOf(missing, clips[0] ?? { width: 1, height: 1 })) {
    const pieces = batch.map(({ piece }) => piece)
    const frames = pieces.reduce((sum, piece) => sum + piece.frames, 0)
    const onProgress = (fraction: number): void => options.onProgress?.((done + fraction * frames) / encodedFrames)
    const output = join(directory, `rendered${done}.mp4`)
    const rendered = await renderBatch(
      ffmpeg,
      { frameRate: plan.frameRate, pieces, clips, layers, sideBySide, output },
      { ...options, onProgress },
    )
    if (!rendered.ok) {
      dispose()
      return rendered
    }
    opened.push(rendered.value.file)
    rendered.value.runs.forEach((run, index) => {
      const piece = pieces[index]
      if (piece !== undefined) found.set(piece, run)
    })
    await keepAll(order, batch, found, options.signal)
    done += frames
  }
  options.onProgress?.(1)
  const runs = order.pieces.flatMap((piece) => found.get(piece) ?? [])
  return succeed({ runs, encodedFrames, [Symbol.dispose]: dispose })
}

/**
 * Deals out what one ffmpeg renders at a time: the filters of every overlap hold frames of their own until it ends, so that its memory
 * would grow with the film.
 */
export function batchesOf<T extends Missing>(
  missing: readonly T[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly (readonly T[])[] {
  const most = Math.max(1, Math.floor(OVERLAP_PIXELS / (width * height)))
  const batches: T[][] = []
  let overlaps = 0
  for (const one of missing) {
    overlaps += one.piece.overlaps.length
    const last = batches.at(-1)
    if (last !== undefined && overlaps <= most) last.push(one)
    else {
      batches.push([one])
      overlaps = one.piece.overlaps.length
    }
  }
  return batches
}

/** Renders pieces into one file; gives the packets of each. */
async function renderBatch(
  ffmpeg: Ffmpeg,
  rendering: Rendering,
  options: StitchOptions,
): Promise<Outcome<{ readonly file: ClipFile; readonly runs: readonly PacketRun[] }>> {
  const done = await renderPieces(ffmpeg, rendering, options)
  if (!done.ok) return done
  const file = await openClip(rendering.output, rendering.frameRate)
  if (file === null) return refuse('internal_error', 'What was rendered cannot be read.')
  let at = 0
  const runs = rendering.pieces.map(({ start, frames }): PacketRun => {
    if (!file.edges.includes(at)) throw new Error(`the piece at frame ${at} of ${file.frames} does not begin with an IDR frame`)
    at += frames
    return { file, from: at - frames, to: at, start }
  })
  if (at !== file.frames) throw new Error(`${file.frames} frames were rendered in place of ${at}`)
  return succeed({ file, runs })
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
  missing: readonly Missing[],
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
