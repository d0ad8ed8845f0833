import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { EncodedPacketSink, FilePathSource, Input, MP4, type EncodedPacket, type InputVideoTrack } from 'mediabunny'
import type { ClipFrames } from './pieces.ts'

/** The packets of a file that can be copied: H.264 at an even rate from 0 on, and where its closed GOPs begin. */
export interface ClipFile extends ClipFrames, Disposable {
  readonly path: string
  /** Pixels as coded. */
  readonly width: number
  readonly height: number
  /** The avcC record: packets may stand in one track only with others whose record is equal, byte for byte. */
  readonly avcc: Uint8Array
  readonly decoderConfig: VideoDecoderConfig
  readonly hasAudio: boolean
  /** The packets from one edge up to another, in the order of decoding, each with the number of the frame it shows. */
  packets(from: number, to: number): AsyncIterable<{ readonly frame: number; readonly packet: EncodedPacket }>
}

/** Bytes of a clip that are held; a film may have a hundred open at once. */
const CACHE = 1 << 20

/** How far a frame's time may lie from its place, as a share of a frame. */
const SLACK = 0.02

/**
 * Opens an MP4 for copying. Null where its packets cannot be copied into a film of that rate: another codec, turned, frames that are
 * not evenly spaced from 0 on, or that an edit list hides.
 */
export async function openClip(path: string, frameRate: number): Promise<ClipFile | null> {
  const input = new Input({ formats: [MP4], source: new FilePathSource(path, { handleUnhandledError: ignore, maxCacheSize: CACHE }) })
  try {
    const clip = await readClip(input, path, frameRate)
    if (clip === null) input.dispose()
    return clip
  } catch {
    // mediabunny throws at what is no MP4 or damaged; conforming says what is wrong with it.
    input.dispose()
    return null
  }
}

async function readClip(input: Input, path: string, frameRate: number): Promise<ClipFile | null> {
  const video = await input.getPrimaryVideoTrack()
  if (video === null || (await video.getCodec()) !== 'avc' || (await video.getRotation()) !== 0) return null
  const decoderConfig = await video.getDecoderConfig()
  const audio = await input.getPrimaryAudioTrack()
  const frames = await readFrames(video, frameRate)
  if (frames === null || decoderConfig?.description === undefined) return null
  const sink = new EncodedPacketSink(video)
  return {
    ...frames,
    path,
    width: await video.getCodedWidth(),
    height: await video.getCodedHeight(),
    avcc: bytesOf(decoderConfig.description),
    decoderConfig,
    hasAudio: audio !== null,
    async *packets(from, to) {
      const first = await sink.getKeyPacket((from + 0.5) / frameRate)
      if (first === null) return
      let left = to - from
      for await (const packet of sink.packets(first)) {
        yield { frame: Math.round(packet.timestamp * frameRate), packet }
        left -= 1
        if (left === 0) return
      }
    },
    [Symbol.dispose]: () => input.dispose(),
  }
}

/** Null where the frames are not evenly spaced from 0 on, or the first is no edge. */
async function readFrames(video: InputVideoTrack, frameRate: number): Promise<ClipFrames | null> {
  const edges: number[] = []
  let [decoded, latest] = [0, -1]
  for await (const { timestamp, type } of new EncodedPacketSink(video).packets(undefined, undefined, { metadataOnly: true })) {
    const frame = Math.round(timestamp * frameRate)
    if (frame < 0 || Math.abs(timestamp * frameRate - frame) > SLACK) return null
    // Closed: everything decoded before is shown before, and it is itself the next to be shown.
    if (type === 'key' && frame === decoded && latest === decoded - 1) edges.push(frame)
    latest = Math.max(latest, frame)
    decoded += 1
  }
  return latest !== decoded - 1 || edges[0] !== 0 ? null : { frames: decoded, edges }
}

/** Whether two records are equal, byte for byte. */
export function sameAvcc(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}

/** sha256 of a file, in hex. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

function bytesOf(description: ArrayBufferView | ArrayBufferLike): Uint8Array {
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description)
}

/** Damage is found when packets are read. */
function ignore(): void {}

/** Whether an MP4 has a track of sound. */
export async function hasSound(path: string): Promise<boolean> {
  using input = new Input({ formats: [MP4], source: new FilePathSource(path, { handleUnhandledError: ignore }) })
  try {
    return (await input.getPrimaryAudioTrack()) !== null
  } catch {
    return false
  }
}
