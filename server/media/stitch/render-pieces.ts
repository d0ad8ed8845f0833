import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { BRISK, profile, SIDE_BY_SIDE, type FrameRate } from '../profile.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import type { ClipFile } from './clip-file.ts'
import type { StitchOptions } from './face.ts'
import { filmGraph, usedLanes } from './film-graph.ts'
import { layerTracks, trackScript, type LayerTrack, type SizedLayer } from './layer-tracks.ts'
import { writeLanes } from './lanes.ts'
import type { RenderedPiece } from './pieces.ts'

export interface Rendering {
  readonly frameRate: FrameRate
  readonly pieces: readonly RenderedPiece[]
  readonly clips: readonly ClipFile[]
  readonly layers: readonly SizedLayer[]
  /** Whether processor time counts and not how soon it is done, as other work goes on beside it. */
  readonly sideBySide: boolean
  /** Where the pieces are written, one after the other, each beginning with an IDR frame. */
  readonly output: string
}

/**
 * Renders pieces with one ffmpeg and one encoder, whatever their number: what starts and initialises once for each of them costs more
 * than a short join itself. Names of transitions are xfade's.
 */
export async function renderPieces(ffmpeg: Ffmpeg, rendering: Rendering, { signal, onProgress }: StitchOptions): Promise<Outcome<null>> {
  const { frameRate, pieces, clips, layers, sideBySide, output } = rendering
  const directory = await mkdtemp(`${output}.work-`)
  try {
    const lanes = await writeLanes(pieces, clips, [join(directory, 'even.h264'), join(directory, 'odd.h264')])
    const frames = pieces.reduce((sum, piece) => sum + piece.frames, 0)
    const tracks = layerTracks(layers, pieces)
    const layerInputs = await writeTracks(tracks, layers, { directory, frameRate, frames })
    const laneInputs = usedLanes(lanes.uses).flatMap((lane) => {
      return [...(sideBySide ? ['-threads', '1'] : []), '-f', 'h264', '-framerate', String(frameRate), '-i', lanes.paths[lane]]
    })
    const script = join(directory, 'film.graph')
    await writeFile(script, filmGraph({ frameRate, pieces, uses: lanes.uses, layers: tracks }))
    const { videoArguments } = profile(frameRate)
    const length = ['-r', String(frameRate), '-frames:v', String(frames)]
    const args = [...laneInputs, ...layerInputs, ...graphArguments(ffmpeg, script), '-map', '[film]', '-an', ...length]
    const encode = [...idrArguments(pieces, frameRate), ...videoArguments, ...(sideBySide ? SIDE_BY_SIDE : BRISK), '-f', 'mp4', output]
    const done = await runFfmpeg(ffmpeg, [...args, ...encode], {
      signal,
      ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress(Math.min(1, progress.frames / frames)) }),
    })
    return done.ok ? succeed(null) : done
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Arguments that read a filter graph from a file, as it may be longer than a command line. */
export function graphArguments({ major }: Ffmpeg, script: string): readonly string[] {
  return [major >= 7 ? '-/filter_complex' : '-filter_complex_script', script]
}

/** The size of each layer's picture. Problem: `media_invalid` where one cannot be read. */
export async function sizeLayers(layers: readonly Omit<SizedLayer, 'width' | 'height'>[]): Promise<Outcome<readonly SizedLayer[]>> {
  const sized: SizedLayer[] = []
  const sizes = new Map<string, { width: number; height: number }>()
  for (const layer of layers) {
    try {
      const size = sizes.get(layer.path) ?? (await sharp(layer.path).metadata())
      sizes.set(layer.path, size)
      sized.push({ ...layer, width: size.width, height: size.height })
    } catch {
      return refuse('media_invalid', 'A layer of the film cannot be read as a picture.', { params: { reason: 'layer' } })
    }
  }
  return succeed(sized)
}

async function writeTracks(
  tracks: readonly LayerTrack[],
  layers: readonly SizedLayer[],
  { directory, frameRate, frames }: { readonly directory: string; readonly frameRate: number; readonly frames: number },
): Promise<readonly string[]> {
  const inputs: string[] = []
  for (const [index, track] of tracks.entries()) {
    const size = layers.find(({ path }) => path === track.shown[0]?.path)
    if (size === undefined) continue
    const blank = join(directory, `blank${index}.png`)
    const create = { width: size.width, height: size.height, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const
    await sharp({ create }).png().toFile(blank)
    const script = join(directory, `layer${index}.ffconcat`)
    await writeFile(script, trackScript(track, blank, frameRate, frames))
    inputs.push('-f', 'concat', '-safe', '0', '-i', script)
  }
  return inputs
}

/** Every piece begins with an IDR frame; asked for a quarter of a frame early, so that rounding never makes it the next one. */
function idrArguments(pieces: readonly RenderedPiece[], frameRate: number): readonly string[] {
  let at = 0
  const starts = pieces.slice(0, -1).map(({ frames }) => {
    at += frames
    return ((at - 0.25) / frameRate).toFixed(6)
  })
  return starts.length === 0 ? [] : ['-force_key_frames', starts.join(',')]
}
