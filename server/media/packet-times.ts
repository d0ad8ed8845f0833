import type { ProbedVideo } from './probed-video.ts'
import type { VideoFormat } from './sniff.ts'

/** One coded frame of a file; times in seconds. */
export interface PacketTime {
  readonly start: number
  readonly duration: number
  readonly bytes: number
  readonly key: boolean
}

export const MIME_OF: Readonly<Record<VideoFormat, ProbedVideo['mime']>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  matroska: 'video/x-matroska',
}

/** How far a frame may lie from an even grid: time scales of WebM and many cameras are whole milliseconds. */
const GRID_SECONDS = 0.0015

/** What the times of all packets, in decode order, say about the video as it is shown. */
export function summarisePackets(
  packets: readonly PacketTime[],
): Pick<ProbedVideo, 'frames' | 'startTime' | 'duration' | 'frameRate' | 'constantFrameRate' | 'bitrate' | 'keyFrames' | 'longestGop'> {
  const shown = packets.filter(({ start }) => start > -GRID_SECONDS).sort((one, other) => one.start - other.start)
  const first = shown[0]
  const last = shown.at(-1)
  if (first === undefined || last === undefined) {
    return { frames: 0, startTime: 0, duration: 0, frameRate: 0, constantFrameRate: false, bitrate: 0, keyFrames: 0, longestGop: 0 }
  }
  const frames = shown.length
  const span = last.start - first.start
  const step = frames > 1 ? span / (frames - 1) : last.duration
  const duration = span + (last.duration > 0 ? last.duration : step)
  const keys = packets.flatMap(({ key }, index) => (key ? [index] : []))
  const gops = keys.map((start, index) => (keys[index + 1] ?? packets.length) - start)
  return {
    frames,
    startTime: first.start,
    duration,
    frameRate: step > 0 ? Number((1 / step).toFixed(3)) : 0,
    constantFrameRate: shown.every(({ start }, index) => Math.abs(start - first.start - index * step) < GRID_SECONDS),
    bitrate: duration > 0 ? Math.round((packets.reduce((sum, { bytes }) => sum + bytes, 0) * 8) / duration) : 0,
    keyFrames: keys.length,
    longestGop: Math.max(0, ...gops),
  }
}
