import { rm, writeFile } from 'node:fs/promises'
import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { isFaststart } from './mp4-boxes.ts'
import { LOCKED_INPUT } from './probe-ffprobe.ts'
import { hdrCube } from './hdr-cube.ts'
import { standardColours } from './picture-colours.ts'
import type { ProbedVideo } from './probed-video.ts'
import { AAC, profile, type FrameRate } from './profile.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import { smoothingFilter } from './smoothing.ts'

export interface ConformTarget {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly frameRate: FrameRate
  /** Seconds; the result has exactly `round(duration * frameRate)` frames. */
  readonly duration: number
  /** `motion`: frames that the video lacks are made by following what moves, except at cuts; else frames are repeated. */
  readonly smoothing?: 'none' | 'motion'
  /** False: sound is left out. */
  readonly sound?: boolean
  /** True: it is encoded although it seems to be on the profile, as what another encoder made. */
  readonly again?: boolean
  /** Where the result is written, if anything has to be. */
  readonly output: string
}

/**
 * Brings a video to the profile, in an exact size, frame rate and number of frames: turned upright, square pixels, scaled to
 * cover and cropped around the centre, BT.709 (a high dynamic range is mapped down), sound as AAC-LC 48 kHz stereo of the same length. What is short is held on its
 * last frame, what is long is cut. A video that is all this already is not encoded again: its own path comes back.
 */
export async function conform(
  ffmpeg: Ffmpeg,
  input: { readonly path: string; readonly probed: ProbedVideo },
  target: ConformTarget,
  options: { readonly signal: AbortSignal; readonly onProgress?: (fraction: number) => void },
): Promise<Outcome<{ readonly path: string; readonly encoded: boolean }>> {
  const frames = Math.round(target.duration * target.frameRate)
  if (target.again !== true && isOnProfile(input.probed, target, frames) && (await isFaststart(input.path))) {
    return succeed({ path: input.path, encoded: false })
  }
  const { onProgress, signal } = options
  const cube = input.probed.hdr === null ? null : `${target.output}.cube`
  try {
    if (cube !== null && input.probed.hdr !== null) await writeFile(cube, hdrCube(input.probed.hdr))
    const done = await runFfmpeg(ffmpeg, conformArguments(input, target, frames, cube), {
      signal,
      ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress(Math.min(1, progress.frames / frames)) }),
    })
    return done.ok ? succeed({ path: target.output, encoded: true }) : done
  } finally {
    if (cube !== null) await rm(cube, { force: true })
  }
}

/** Whether nothing needs to be encoded for a video to be in the profile, in this size and length. */
export function isOnProfile(probed: ProbedVideo, target: Omit<ConformTarget, 'output'>, frames: number): boolean {
  const { gopFrames } = profile(target.frameRate)
  const picture = probed.codec === 'h264' && probed.pixelFormat === 'yuv420p' && probed.bt709 && probed.container === 'mp4'
  const size = probed.width === target.width && probed.height === target.height && probed.rotation === 0 && probed.squarePixels
  const rate = probed.constantFrameRate && Math.abs(probed.frameRate - target.frameRate) < 0.01
  const time = rate && probed.frames === frames && Math.abs(probed.startTime) < 0.001 && probed.longestGop <= gopFrames
  const { audio } = probed
  const sound = audio === null || (target.sound !== false && audio.codec === 'aac' && audio.sampleRate === 48_000 && audio.channels === 2)
  return picture && size && time && sound
}

function conformArguments(
  { path, probed }: { readonly path: string; readonly probed: ProbedVideo },
  target: ConformTarget,
  frames: number,
  cube: string | null,
): readonly string[] {
  const { width, height, frameRate } = target
  const { videoArguments, containerArguments } = profile(frameRate)
  const smoothed = target.smoothing === 'motion' ? smoothingFilter(probed.frameRate, frameRate) : null
  const size = [
    ...(probed.squarePixels ? [] : ['scale=w=iw*sar:h=ih']),
    ...standardColours(probed, cube, `${width}:${height}:force_original_aspect_ratio=increase`),
    `crop=${width}:${height}`,
    'setsar=1',
    'format=yuv420p',
  ]
  // What is repeated is not scaled twice, and what is left out not at all.
  const repeats = smoothed === null && probed.frameRate < frameRate
  const rate = smoothed ?? `fps=${frameRate}`
  const shown = repeats ? [...size, rate] : [rate, ...size]
  const picture = ['setpts=PTS-STARTPTS', ...shown, 'tpad=stop=-1:stop_mode=clone'].join(',')
  const sound = soundArguments({ hasAudio: probed.hasAudio && target.sound !== false }, frames / frameRate, probed.startTime)
  const map = ['-map', '0:v:0', '-map', '0:a:0?', '-map_metadata', '-1', '-map_chapters', '-1']
  const length = ['-r', String(frameRate), '-frames:v', String(frames)]
  const input = [...LOCKED_INPUT, '-copyts', '-i', path]
  return [...input, ...map, '-vf', picture, ...length, ...sound, ...videoArguments, ...containerArguments, target.output]
}

/**
 * ffmpeg arguments that give a video's sound exactly a length: AAC-LC 48 kHz stereo, cut or followed by silence. Sound that begins
 * after or before the first frame, which is at `pictureStart`, stays that much after or before it: it needs `-copyts` on the input.
 */
export function soundArguments({ hasAudio }: Pick<ProbedVideo, 'hasAudio'>, seconds: number, pictureStart = 0): readonly string[] {
  if (!hasAudio) return ['-an']
  const begin = pictureStart === 0 ? [] : [`asetpts=PTS-(${pictureStart.toFixed(6)})/TB`, 'atrim=start=0']
  const filters = [...begin, 'aresample=48000:async=1:first_pts=0', 'apad', `atrim=0:${seconds.toFixed(6)}`].join(',')
  return ['-af', filters, ...AAC, '-ar', '48000', '-ac', '2']
}
