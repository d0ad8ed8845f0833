import type { Readable } from 'node:stream'
import { EncodedPacket, EncodedPacketSink, FilePathSource, Input, MP4 } from 'mediabunny'
import { SOUND_RATE } from './sound-graph.ts'

/** The packets of a film's sound, AAC at 48 kHz in stereo; some may still have to be encoded when the first are taken. */
export interface FilmPackets extends Disposable {
  /** No more packets than these will come. */
  readonly most: number
  readonly decoderConfig: AudioDecoderConfig
  /** To be called once. */
  readonly packets: () => AsyncGenerator<EncodedPacket, void>
}

/** Samples of an AAC frame, and those that ffmpeg's encoder puts before the first. */
const FRAME = 1024
const PRIMING = 1024

/** AudioSpecificConfig (ISO/IEC 14496-3) as ffmpeg writes it: AAC-LC, 48 kHz, two channels, and that no band is replicated. */
const STEREO_CONFIG = Uint8Array.of(0x11, 0x90, 0x56, 0xe5, 0x00)

/**
 * Packets out of a stream of ADTS (ISO/IEC 13818-7) while ffmpeg writes it. It is read as fast as it comes and held, 24 kB for a second of
 * film, so that encoding never waits for whoever takes them.
 * @param samples length of what is heard, by which the last packet is cut
 */
export function streamedPackets(stream: Readable, samples: number): FilmPackets {
  const read: { frames: Buffer[]; rest: Buffer; ended: boolean; wake: () => void } = {
    frames: [],
    rest: Buffer.alloc(0),
    ended: false,
    wake: () => {},
  }
  stream.on('data', (chunk: Buffer) => {
    const { frames, rest } = splitAdts(Buffer.concat([read.rest, chunk]))
    read.frames.push(...frames)
    read.rest = rest
    read.wake()
  })
  stream.once('close', () => {
    read.ended = true
    read.wake()
  })
  return {
    most: Math.ceil(samples / FRAME) + 2,
    decoderConfig: { codec: 'mp4a.40.2', sampleRate: SOUND_RATE, numberOfChannels: 2, description: STEREO_CONFIG },
    packets: async function* () {
      for (let at = -PRIMING; at < samples; at += FRAME) {
        const index = (at + PRIMING) / FRAME
        while (read.frames.length <= index && !read.ended) {
          await new Promise<void>((resolve) => {
            read.wake = resolve
          })
        }
        const frame = read.frames[index]
        if (frame === undefined) return
        yield new EncodedPacket(frame, 'key', at / SOUND_RATE, Math.min(FRAME, samples - at) / SOUND_RATE)
      }
    },
    [Symbol.dispose]: () => stream.destroy(),
  }
}

/** Cuts ADTS into frames without their headers; ffmpeg writes headers of seven bytes. */
export function splitAdts(bytes: Buffer): { readonly frames: readonly Buffer[]; readonly rest: Buffer } {
  const HEADER = 7
  const frames: Buffer[] = []
  let offset = 0
  while (offset + HEADER <= bytes.length) {
    if (bytes.readUInt16BE(offset) >> 4 !== 0xfff) throw new Error(`no frame of ADTS at byte ${offset}`)
    const length = (bytes.readUIntBE(offset + 3, 3) >> 5) & 0x1fff
    if (offset + length > bytes.length) break
    frames.push(bytes.subarray(offset + HEADER, offset + length))
    offset += length
  }
  return { frames, rest: bytes.subarray(offset) }
}

/** Packets of an MP4 whose sound is AAC. Null where it has none. */
export async function storedPackets(path: string): Promise<FilmPackets | null> {
  const input = new Input({ formats: [MP4], source: new FilePathSource(path) })
  const track = await input.getPrimaryAudioTrack()
  const decoderConfig = (await track?.getDecoderConfig()) ?? null
  if (track === null || decoderConfig === null) {
    input.dispose()
    return null
  }
  const sink = new EncodedPacketSink(track)
  let most = 0
  for await (const _ of sink.packets(undefined, undefined, { metadataOnly: true })) most += 1
  return { most, decoderConfig, packets: () => sink.packets(), [Symbol.dispose]: () => input.dispose() }
}
