import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { probeWithFfprobe } from './probe-ffprobe.ts'
import { probed, type ProbedVideo, type ProbeFindings } from './probed-video.ts'
import { sniffFile } from './sniff.ts'

export const VIDEO_LIMITS = { seconds: 600, streams: 4, minimumSide: 16, maximumSide: 4096, framesPerSecond: 240 } as const

const PROBE_SECONDS = 10

/**
 * Measures a video file: MP4, MOV, WebM or Matroska, told by its bytes, so that playlists and scripts never reach a demuxer.
 * The container is read by mediabunny (memory-safe, reads this file only); what it cannot read goes to an ffprobe that may
 * open no other file, no address and no other format. Frames are counted, not estimated. Nothing is decoded.
 *
 * Problems: `unsupported_media` with `params.format`, `media_invalid` (no picture, damaged, beyond `VIDEO_LIMITS`), `cancelled`.
 */
export async function probeVideo(ffmpeg: Ffmpeg, path: string, signal?: AbortSignal): Promise<Outcome<ProbedVideo>> {
  const sniffed = await sniffFile(path)
  if (!sniffed.ok) return sniffed
  const { kind, format } = sniffed.value
  if (kind !== 'video') return refuse('unsupported_media', `A video is needed here, not a ${kind}.`, { params: { format } })
  const deadline = AbortSignal.timeout(PROBE_SECONDS * 1000)
  const stop = signal === undefined ? deadline : AbortSignal.any([deadline, signal])
  // Children that never probe a video do without the demuxers.
  const { probeWithMediabunny } = await import('./probe-mediabunny.ts')
  const findings = (await probeWithMediabunny(path, format, stop)) ?? (await probeWithFfprobe(ffmpeg, path, format, stop))
  if (signal?.aborted === true) return refuse('cancelled', 'The work was cancelled.')
  if (findings === null) return refuse('media_invalid', 'The video is damaged or incomplete.', { params: { reason: 'damaged' } })
  return judge(findings)
}

function judge(findings: ProbeFindings): Outcome<ProbedVideo> {
  const { seconds, streams: mostStreams, minimumSide, maximumSide, framesPerSecond } = VIDEO_LIMITS
  const { streams, duration } = findings
  if (findings.frames < 1 || !(findings.duration > 0)) return tooMuch('The video has no frames.', 'frames', findings.frames, { minimum: 1 })
  if (streams > mostStreams) return tooMuch(`The video has ${streams} tracks.`, 'streams', streams, { maximum: mostStreams })
  if (duration > seconds) return tooMuch('The video is longer than ten minutes.', 'duration', duration, { maximum: seconds })
  if (findings.frameRate > framesPerSecond) {
    return tooMuch('The video has too many frames a second.', 'frameRate', findings.frameRate, { maximum: framesPerSecond })
  }
  const sides = [findings.width, findings.height]
  if (Math.min(...sides) < minimumSide || Math.max(...sides) > maximumSide) {
    const range = { minimum: minimumSide, maximum: maximumSide }
    return tooMuch(`The video is ${sides.join('x')} pixels.`, 'side', Math.max(...sides), range)
  }
  return succeed({ ...findings, [probed]: true })
}

function tooMuch(detail: string, field: string, value: number, range: { minimum?: number; maximum?: number }): Outcome<never> {
  return refuse('media_invalid', detail, { params: { [field]: value, ...range }, issues: [{ path: 'file', message: detail, range }] })
}
