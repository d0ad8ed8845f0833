import { copyFile, rm } from 'node:fs/promises'
import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { LOCKED_INPUT } from '../probe-ffprobe.ts'
import { probeVideo } from '../probe-video.ts'
import type { ProbedVideo } from '../probed-video.ts'
import { AAC, profile, type FrameRate } from '../profile.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { levelSound } from '../sound/index.ts'
import { webmEncoding } from './encoders.ts'
import { FORMATS, type FilmPreset, type PresetFormat } from './presets.ts'
import { cropFilter, deliveredSize, type FilmFocus, windowOf } from './reframe.ts'

export interface FilmExport {
  readonly preset: FilmPreset
  /** What the stretches of the film are about; empty: the middle of the frame. */
  readonly focus: readonly FilmFocus[]
  readonly output: string
}

export interface ExportedFilm {
  readonly path: string
  readonly mime: 'video/mp4' | 'video/webm' | 'image/gif'
  readonly width: number
  readonly height: number
  /** Seconds. */
  readonly duration: number
}

interface ExportOptions {
  readonly signal: AbortSignal
  readonly onProgress?: (fraction: number) => void
}

const GIF = { width: 480, frameRate: 12 } as const

/**
 * Writes a finished film as a preset wants it: in its container, cut to its aspect ratio around the subjects, as loud as its platform
 * plays. What a preset leaves as it is, is copied.
 *
 * Problems: `unsupported_option` where this ffmpeg lacks an encoder, those of `probeVideo`, `storage_full`, `cancelled`.
 */
export async function exportFilm(ffmpeg: Ffmpeg, input: string, film: FilmExport, options: ExportOptions): Promise<Outcome<ExportedFilm>> {
  const probed = await probeVideo(ffmpeg, input, options.signal)
  if (!probed.ok) return probed
  const format = FORMATS[film.preset]
  if (format.container === 'gif') return writeGif(ffmpeg, input, probed.value, film.output, options)
  const loud = await levelled(ffmpeg, input, probed.value, format, `${film.output}.wav`, options.signal)
  if (!loud.ok) return loud
  try {
    return await writeVideo(ffmpeg, { input, probed: probed.value, sound: loud.value, film, format }, options)
  } finally {
    if (loud.value !== null) await rm(loud.value, { force: true })
  }
}

interface VideoOrder {
  readonly input: string
  readonly probed: ProbedVideo
  readonly sound: string | null
  readonly film: FilmExport
  readonly format: PresetFormat
}

async function writeVideo(
  ffmpeg: Ffmpeg,
  { input, probed, sound, film, format }: VideoOrder,
  options: ExportOptions,
): Promise<Outcome<ExportedFilm>> {
  const { aspect, container } = format
  const window = aspect === null ? probed : windowOf(probed, aspect)
  const size = aspect === null ? probed : deliveredSize(probed, aspect)
  const reframed = size.width !== probed.width || size.height !== probed.height
  const finished = { path: film.output, width: size.width, height: size.height, duration: probed.duration }
  if (container === 'mp4' && !reframed && sound === null && probed.container === 'mp4') {
    await copyFile(input, film.output)
    return succeed({ ...finished, mime: 'video/mp4' })
  }
  const filters = reframed
    ? ['-vf', `${cropFilter(probed, window, film.focus)},scale=${size.width}:${size.height}:flags=lanczos,setsar=1,format=yuv420p`]
    : []
  const files = [...LOCKED_INPUT, '-i', input, ...(sound === null ? [] : ['-i', sound])]
  const map = ['-map', '0:v:0', '-map', sound === null ? '0:a:0?' : '1:a:0', '-map_metadata', '-1', '-sn']
  const encoding = container === 'mp4' ? succeed(mp4Encoding(probed, reframed, sound)) : await webmArguments(ffmpeg, container)
  if (!encoding.ok) return encoding
  const done = await runFfmpeg(ffmpeg, [...files, ...map, ...filters, ...encoding.value, film.output], progressOf(probed, options))
  return done.ok ? succeed({ ...finished, mime: container === 'mp4' ? 'video/mp4' : 'video/webm' }) : done
}

function mp4Encoding(probed: ProbedVideo, reframed: boolean, sound: string | null): readonly string[] {
  const { videoArguments, containerArguments } = profile(nearestRate(probed.frameRate))
  const picture = reframed ? videoArguments : ['-c:v', 'copy', '-video_track_timescale', '90000']
  const audio = sound === null ? ['-c:a', 'copy'] : [...AAC, '-ar', '48000', '-ac', '2']
  return [...picture, ...audio, ...containerArguments]
}

async function webmArguments(ffmpeg: Ffmpeg, container: PresetFormat['container']): Promise<Outcome<readonly string[]>> {
  const encoding = await webmEncoding(ffmpeg, container === 'webm_av1' ? 'av1' : 'vp9')
  return encoding.ok ? succeed([...encoding.value, '-f', 'webm']) : encoding
}

/** The sound of a film as loud as its platform plays, as WAV; null where it stays as it is. */
async function levelled(
  ffmpeg: Ffmpeg,
  input: string,
  { hasAudio, duration }: ProbedVideo,
  { loudness }: PresetFormat,
  output: string,
  signal: AbortSignal,
): Promise<Outcome<string | null>> {
  if (!hasAudio || loudness === null) return succeed(null)
  const done = await levelSound(ffmpeg, { path: input, seconds: duration, loudness }, output, { signal })
  return done.ok ? succeed(output) : done
}

/** Two passes: a palette of all frames, then the frames in it. In one pass all frames would have to be kept in memory. */
async function writeGif(
  ffmpeg: Ffmpeg,
  input: string,
  probed: ProbedVideo,
  output: string,
  options: ExportOptions,
): Promise<Outcome<ExportedFilm>> {
  const width = Math.min(GIF.width, probed.width)
  const height = 2 * Math.round((width * probed.height) / probed.width / 2)
  const frames = `fps=${GIF.frameRate},scale=${width}:${height}:flags=lanczos:in_color_matrix=bt709`
  const palette = `${output}.palette.png`
  try {
    const chosen = await runFfmpeg(
      ffmpeg,
      [...LOCKED_INPUT, '-i', input, '-an', '-vf', `${frames},palettegen=stats_mode=diff`, '-update', '1', palette],
      { signal: options.signal },
    )
    if (!chosen.ok) return chosen
    const graph = `[0:v]${frames}[film];[film][1:v]paletteuse=dither=bayer:bayer_scale=4`
    const args = [...LOCKED_INPUT, '-i', input, '-i', palette, '-filter_complex', graph, '-loop', '0', '-f', 'gif', output]
    const done = await runFfmpeg(ffmpeg, args, progressOf(probed, options))
    return done.ok ? succeed({ path: output, mime: 'image/gif', width, height, duration: probed.duration }) : done
  } finally {
    await rm(palette, { force: true })
  }
}

function progressOf({ duration }: ProbedVideo, { signal, onProgress }: ExportOptions): Parameters<typeof runFfmpeg>[2] {
  return { signal, ...(onProgress === undefined ? {} : { onProgress: ({ seconds }) => onProgress(Math.min(1, seconds / duration)) }) }
}

function nearestRate(frameRate: number): FrameRate {
  return frameRate > 45 ? 60 : frameRate > 27 ? 30 : 24
}
