import type { FrameSize } from 'shared/camera'
import type { Outcome } from 'shared/wire'
import { type Ffmpeg, LOCKED_INPUT, probeVideo, profile, runFfmpeg, smoothingFilter, soundArguments } from '../../media/index.ts'
import type { MotionProgress, RestyleSpec } from '../spec.ts'
import { lookOf } from './look.ts'
import { withDirectory, writeLook } from './look-files.ts'
import { lookGraph } from './look-graph.ts'

export interface RestyleOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: MotionProgress) => void
  /** `inherited` inside a child of a pool, which is killed as a group; else `own`. */
  readonly group?: 'own' | 'inherited'
}

/**
 * Gives an existing clip a style and a lighting, and writes it on the profile: every frame through the filters that a still goes
 * through, under the same light. What is short is held on its last frame, what is long is cut; sound stays where it is to stay.
 * @param output the file that is written; only when all went well is it complete
 *
 * Problems: `cancelled` when aborted (ffmpeg is gone then), `media_invalid` for a clip that cannot be read, `storage_full`.
 */
export async function restyle(ffmpeg: Ffmpeg, spec: RestyleSpec, output: string, options: RestyleOptions): Promise<Outcome<null>> {
  const { signal, onProgress, group } = options
  const { frames: framesTotal } = spec
  onProgress({ phase: 'preparing', framesDone: 0, framesTotal })
  const probed = await probeVideo(ffmpeg, spec.input, signal)
  if (!probed.ok) return probed
  return await withDirectory(async (directory) => {
    const files = await writeLook(lookOf(spec), spec, directory)
    const frame = { width: spec.width, height: spec.height }
    const graph = [
      `[0:v]${[...paced(spec, probed.value), 'tpad=stop=-1:stop_mode=clone', `settb=1/${spec.frameRate}`, 'setpts=N'].join(',')}[framed]`,
      lookGraph(lookOf(spec), files, { frame, frameRate: spec.frameRate, firstOverlay: 1 }),
    ].join(';')
    const { videoArguments, containerArguments } = profile(spec.frameRate)
    const lights = files.overlays.flatMap((overlay) => ['-i', overlay.path])
    const sound = soundArguments({ hasAudio: spec.sound && probed.value.hasAudio }, spec.frames / spec.frameRate)
    const map = ['-map', '[finished]', '-map', '0:a:0?', '-map_metadata', '-1', '-map_chapters', '-1']
    const length = ['-r', String(spec.frameRate), '-frames:v', String(spec.frames)]
    const made = [...map, ...length, ...sound, ...videoArguments, ...containerArguments, output]
    // Two reports a second, as ffmpeg makes them, are too few for a bar that moves with the frames.
    const args = ['-stats_period', '0.1', ...LOCKED_INPUT, '-i', spec.input, ...lights, '-filter_complex', graph, ...made]
    return await runFfmpeg(ffmpeg, args, {
      signal,
      ...(group === undefined ? {} : { group }),
      onProgress: ({ frames }) => {
        const framesDone = Math.min(frames, framesTotal)
        onProgress({ phase: framesDone < framesTotal ? 'rendering' : 'encoding', framesDone, framesTotal })
      },
    })
  })
}

/** Brings a clip to its frame rate and size; motion is estimated where there are fewer pixels. */
function paced(spec: RestyleSpec, source: FrameSize & { readonly frameRate: number }): readonly string[] {
  const smooth = spec.smoothing === 'motion' ? smoothingFilter(source.frameRate, spec.frameRate) : null
  const paces = smooth ?? `fps=${spec.frameRate}`
  const larger = source.width * source.height > spec.width * spec.height
  return ['setpts=PTS-STARTPTS', ...(larger ? [covering(spec), paces] : [paces, covering(spec)])]
}

/** Scales and crops to cover a frame around the middle, with square pixels, to planar RGB. */
export function covering({ width, height }: FrameSize): string {
  const flags = 'lanczos+accurate_rnd+full_chroma_int+full_chroma_inp'
  return [
    'scale=w=iw*sar:h=ih',
    `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=${flags}`,
    `crop=${width}:${height}`,
    'setsar=1',
    'format=gbrp',
  ].join(',')
}
