/** What was measured about a video file. Only `probeVideo` makes one, so what has not been probed does not typecheck. */
export interface ProbedVideo {
  readonly [probed]: true
  readonly container: 'mp4' | 'mov' | 'webm' | 'matroska'
  readonly mime: 'video/mp4' | 'video/quicktime' | 'video/webm' | 'video/x-matroska'
  /** Tracks of any kind in the file. */
  readonly streams: number
  /** Pixels as shown: after rotation and with square pixels. */
  readonly width: number
  readonly height: number
  /** Pixels as coded, before rotation. */
  readonly codedWidth: number
  readonly codedHeight: number
  /** Degrees clockwise that the coded picture is turned by for showing. */
  readonly rotation: 0 | 90 | 180 | 270
  readonly squarePixels: boolean
  /** Seconds from the first frame shown to the end of the last. */
  readonly duration: number
  /** Frames per second; the mean where the rate varies. */
  readonly frameRate: number
  /** True where all frames are equally long. */
  readonly constantFrameRate: boolean
  /** Exact, by counting packets. */
  readonly frames: number
  /** Time of the first frame shown, in seconds. */
  readonly startTime: number
  /** As ffmpeg names it, such as `h264`. */
  readonly codec: string
  /** As ffmpeg names it, such as `yuv420p`; null where the container does not tell. */
  readonly pixelFormat: string | null
  /** All of primaries, transfer, matrix are BT.709 and the range is limited. */
  readonly bt709: boolean
  /** How luma and chroma make up a colour; null where the file does not tell. */
  readonly matrix: 'bt709' | 'bt601' | 'bt2020' | null
  /** How a high dynamic range is coded (BT.2100); null for a standard one. */
  readonly hdr: 'pq' | 'hlg' | null
  /** Bits per second of the picture. */
  readonly bitrate: number
  readonly hasAudio: boolean
  /** The first track of sound; the codec as ffmpeg names it. */
  readonly audio: { readonly codec: string; readonly sampleRate: number; readonly channels: number } | null
  /** sha256 of the decoder configuration (avcC), in hex; null where there is none. */
  readonly avccSha256: string | null
  readonly keyFrames: number
  /** Frames from one key frame to the next, the longest of them. */
  readonly longestGop: number
}

/** The brand; only `probeVideo` may use it. */
export const probed: unique symbol = Symbol('probed')

/** Reads a matrix and a transfer as ffprobe or WebCodecs name them. */
export function readColour(matrix: string | null | undefined, transfer: string | null | undefined): Pick<ProbedVideo, 'matrix' | 'hdr'> {
  return { matrix: MATRICES[matrix ?? ''] ?? null, hdr: TRANSFERS[transfer ?? ''] ?? null }
}

const MATRICES: Readonly<Record<string, NonNullable<ProbedVideo['matrix']>>> = {
  bt709: 'bt709',
  bt470bg: 'bt601',
  smpte170m: 'bt601',
  bt2020nc: 'bt2020',
  'bt2020-ncl': 'bt2020',
}
const TRANSFERS: Readonly<Record<string, NonNullable<ProbedVideo['hdr']>>> = {
  pq: 'pq',
  smpte2084: 'pq',
  hlg: 'hlg',
  'arib-std-b67': 'hlg',
}

/** For the two probes of this room only. */
export type ProbeFindings = Omit<ProbedVideo, typeof probed>
