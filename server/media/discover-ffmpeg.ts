import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A pair of programs that was found good enough. */
export interface Ffmpeg {
  /** Command or path of ffmpeg. */
  readonly ffmpeg: string
  /** Command or path of ffprobe. */
  readonly ffprobe: string
  /** As it names itself, such as `5.1.9-0+deb12u1`. */
  readonly version: string
  readonly major: number
}

export type FfmpegDiscovery = { readonly ok: true; readonly ffmpeg: Ffmpeg } | { readonly ok: false; readonly message: string }

const OLDEST_MAJOR = 5
const FILTERS =
  'scale crop fps setsar format xfade segment concat fade palettegen paletteuse aresample apad atrim afade adelay amix tile thumbnail trim tpad setpts settb transpose split loop lut lutrgb lut3d bilateral gblur convolution colorchannelmixer blend overlay noise drawbox minterpolate'.split(
    ' ',
  )
const ENCODERS = ['libx264', 'mjpeg'] as const

const run = promisify(execFile)

/**
 * Finds ffmpeg and ffprobe: by the paths given, else on PATH; at least version 5, with libx264 and the filters used here.
 * Anything missing is one sentence that says what is wrong and how to mend it on this platform.
 */
export async function discoverFfmpeg(paths: {
  readonly ffmpegPath: string | null
  readonly ffprobePath: string | null
}): Promise<FfmpegDiscovery> {
  const ffmpeg = paths.ffmpegPath ?? 'ffmpeg'
  const ffprobe = paths.ffprobePath ?? 'ffprobe'
  const [banner, probeBanner] = await Promise.all([output(ffmpeg, ['-version']), output(ffprobe, ['-version'])])
  if (banner === null) return wrong(`ffmpeg was not found (${described(ffmpeg, 'FFMPEG_PATH')})`)
  if (probeBanner === null) return wrong(`ffprobe was not found (${described(ffprobe, 'FFPROBE_PATH')})`)
  const version = readVersion(banner)
  if (version.major < OLDEST_MAJOR) return wrong(`ffmpeg ${version.text} is too old, version ${OLDEST_MAJOR} or newer is needed`)
  const [filters, encoders] = await Promise.all([
    output(ffmpeg, ['-hide_banner', '-filters']),
    output(ffmpeg, ['-hide_banner', '-encoders']),
  ])
  const missing = [...FILTERS.filter(absentFrom(filters)), ...ENCODERS.filter(absentFrom(encoders))]
  if (missing.length > 0) return wrong(`This build of ffmpeg (${version.text}) lacks ${missing.join(', ')}`)
  return { ok: true, ffmpeg: { ffmpeg, ffprobe, version: version.text, major: version.major } }
}

/**
 * Reads `ffmpeg version …`. Builds made from git name a revision, such as `N-113000-g…`, or a date; they are taken as newer than
 * any release, since none older than version 5 is still handed out.
 */
export function readVersion(banner: string): { readonly text: string; readonly major: number } {
  const text = /version (\S+)/.exec(banner)?.[1] ?? 'of an unknown version'
  const major = /^n?(\d{1,3})(?:[.-]|$)/.exec(text)?.[1]
  if (major !== undefined) return { text, major: Number(major) }
  return { text, major: /^(?:N-|git|\d{4}-)/.test(text) ? Number.MAX_SAFE_INTEGER : 0 }
}

function wrong(what: string): FfmpegDiscovery {
  return { ok: false, message: `${what}: ${installation(process.platform)}` }
}

function installation(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'install it with "brew install ffmpeg", or name it with FFMPEG_PATH and FFPROBE_PATH.'
  if (platform === 'win32') return 'install it with "winget install Gyan.FFmpeg", or name it with FFMPEG_PATH and FFPROBE_PATH.'
  return 'install it with "sudo apt-get install ffmpeg" or your package manager, or name it with FFMPEG_PATH and FFPROBE_PATH.'
}

function described(command: string, variable: string): string {
  return command.includes('/') || command.includes('\\') ? `${variable} names ${command}` : 'it is not on PATH'
}

/** Lines of `-filters` and `-encoders` are flags, the name, then a description. */
function absentFrom(listing: string | null): (name: string) => boolean {
  const names = new Set((listing ?? '').split('\n').map((line) => line.trim().split(/\s+/)[1]))
  return (name) => !names.has(name)
}

async function output(command: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run(command, [...args], { timeout: 20_000, maxBuffer: 4 * 1024 * 1024, windowsHide: true })
    return stdout
  } catch {
    return null
  }
}
