import { createHash } from 'node:crypto'
import { EncodedPacketSink, FilePathSource, Input, MATROSKA, MP4, QTFF, WEBM, type InputAudioTrack, type InputVideoTrack } from 'mediabunny'
import { readColour, type ProbeFindings } from './probed-video.ts'
import { MIME_OF, summarisePackets, type PacketTime } from './packet-times.ts'
import type { VideoFormat } from './sniff.ts'

/** ffmpeg's names of mediabunny's codecs, where they differ. */
const CODEC_NAMES: Readonly<Record<string, string>> = { avc: 'h264' }

/** More frames than ten minutes can have at the highest rate: a file that claims so is not read to its end. */
const MOST_PACKETS = 150_000

/**
 * Measures a video by reading its container with mediabunny. Null where mediabunny does not know the container or the codec,
 * or finds it damaged.
 */
export async function probeWithMediabunny(path: string, format: VideoFormat, signal: AbortSignal): Promise<ProbeFindings | null> {
  using input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source: new FilePathSource(path, { handleUnhandledError: ignore }) })
  try {
    const video = await input.getPrimaryVideoTrack()
    const codec = (await video?.getCodec()) ?? null
    if (video === null || codec === null) return null
    const [tracks, audio] = await Promise.all([input.getTracks(), input.getPrimaryAudioTrack()])
    const packets = await readPackets(video, signal)
    if (packets === null) return null
    return {
      container: format,
      mime: MIME_OF[format],
      streams: tracks.length,
      codec: CODEC_NAMES[codec] ?? codec,
      ...(await readPicture(video)),
      ...summarisePackets(packets),
      hasAudio: audio !== null,
      audio: audio === null ? null : await readSound(audio),
    }
  } catch {
    return null
  }
}

async function readPackets(video: InputVideoTrack, signal: AbortSignal): Promise<PacketTime[] | null> {
  const packets: PacketTime[] = []
  for await (const packet of new EncodedPacketSink(video).packets(undefined, undefined, { metadataOnly: true })) {
    if (signal.aborted || packets.length >= MOST_PACKETS) return null
    // Edit lists leave packets with negative times in the file that players decode but do not show.
    packets.push({ start: packet.timestamp, duration: packet.duration, bytes: packet.byteLength, key: packet.type === 'key' })
  }
  return packets
}

async function readPicture(video: InputVideoTrack) {
  const [width, height, codedWidth, codedHeight, rotation] = await Promise.all([
    video.getDisplayWidth(),
    video.getDisplayHeight(),
    video.getCodedWidth(),
    video.getCodedHeight(),
    video.getRotation(),
  ])
  const [pixelAspect, colour, config] = await Promise.all([video.getPixelAspectRatio(), video.getColorSpace(), video.getDecoderConfig()])
  return {
    width,
    height,
    codedWidth,
    codedHeight,
    rotation,
    squarePixels: pixelAspect.num === pixelAspect.den,
    pixelFormat: pixelFormatOf(config?.codec ?? ''),
    bt709: colour.primaries === 'bt709' && colour.transfer === 'bt709' && colour.matrix === 'bt709' && colour.fullRange === false,
    ...readColour(colour.matrix, colour.transfer),
    avccSha256: config?.description === undefined ? null : hashDescription(config.description),
  }
}

async function readSound(audio: InputAudioTrack) {
  const [codec, sampleRate, channels] = await Promise.all([audio.getCodec(), audio.getSampleRate(), audio.getNumberOfChannels()])
  return { codec: codec ?? 'unknown', sampleRate, channels }
}

/** H.264 of the Baseline, Main and High profiles (66, 77, 100) is 8-bit 4:2:0; see ITU-T H.264, annex A. */
function pixelFormatOf(codec: string): string | null {
  return /^avc[13]\.(?:42|4d|64)/i.test(codec) ? 'yuv420p' : null
}

function hashDescription(description: ArrayBufferView | ArrayBufferLike): string {
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description)
  return createHash('sha256').update(bytes).digest('hex')
}

/** Damage is found when packets are read, and told by null. */
function ignore(): void {}
