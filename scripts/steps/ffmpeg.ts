import { fail, outputOf } from './command.ts'
import { installSystemPackage } from './system-package.ts'

const MINIMUM = 5

/** The major version that `ffmpeg -version` tells; builds from git ("N-1234-…") count as new enough. Null where there is none. */
function majorVersion(binary: string): number | null {
  const line = outputOf(binary, ['-version'])?.split('\n')[0]
  const version = line?.match(/^ffmpeg version n?(\S+)/)?.[1]
  if (version === undefined) return null
  const major = Number.parseInt(version, 10)
  return Number.isNaN(major) ? Number.POSITIVE_INFINITY : major
}

function usable(): boolean {
  const ffmpeg = majorVersion(process.env['FFMPEG_PATH'] ?? 'ffmpeg')
  return ffmpeg !== null && ffmpeg >= MINIMUM && outputOf(process.env['FFPROBE_PATH'] ?? 'ffprobe', ['-version']) !== null
}

/** Finds ffmpeg and ffprobe 5 or newer, installs them where they are missing, or ends with the one thing to do. */
export async function ensureFfmpeg(): Promise<void> {
  if (usable()) return
  const installed = await installSystemPackage('ffmpeg', { apt: ['ffmpeg'], brew: 'ffmpeg', winget: 'Gyan.FFmpeg' })
  if (installed && usable()) return
  fail(
    `Pagereel needs ffmpeg and ffprobe ${MINIMUM} or newer: install them (https://ffmpeg.org/download.html), or set FFMPEG_PATH and FFPROBE_PATH, and start again.`,
  )
}
