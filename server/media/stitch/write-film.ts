import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  type EncodedPacket,
} from 'mediabunny'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { sameAvcc, type ClipFile } from './clip-file.ts'

/** Packets of a file, from an edge up to another, and the frame of the film that they begin at. */
export interface PacketRun {
  readonly file: ClipFile
  readonly from: number
  readonly to: number
  readonly start: number
}

export interface FilmFile {
  readonly frameRate: number
  /** In the order of the film, without gaps. */
  readonly runs: readonly PacketRun[]
  /** An MP4 with one track of AAC, as long as the film; null: no sound. */
  readonly sound: string | null
  readonly output: string
}

/**
 * Writes packets as one MP4: none is changed, and all of one track share an avcC, which is checked. The room of the index is
 * reserved at the front, so that the file can be played while it loads and is never held in memory.
 *
 * Problems: `cancelled`, `media_invalid` where avcC records differ.
 */
export async function writeFilm(
  film: FilmFile,
  options: { readonly signal: AbortSignal; readonly onProgress?: (fraction: number) => void },
): Promise<Outcome<null>> {
  const [first] = film.runs
  if (first === undefined || film.runs.some(({ file }) => !sameAvcc(file.avcc, first.file.avcc))) {
    return refuse('media_invalid', 'The clips are not encoded alike.', { params: { reason: 'avcc' } })
  }
  const frames = film.runs.reduce((sum, { from, to }) => sum + to - from, 0)
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'reserve' }), target: new FilePathTarget(film.output) })
  const video = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(video, { maximumPacketCount: frames })
  const sound = film.sound === null ? null : await openSound(film.sound)
  try {
    if (sound !== null) output.addAudioTrack(sound.source, { maximumPacketCount: sound.packets })
    await output.start()
    let written = 0
    for (const run of film.runs) {
      const { decoderConfig } = run.file
      for await (const { frame, packet } of run.file.packets(run.from, run.to)) {
        if (options.signal.aborted) {
          await output.cancel()
          return refuse('cancelled', 'The work was cancelled.')
        }
        const timestamp = (run.start + frame - run.from) / film.frameRate
        await sound?.writeUpTo(timestamp)
        const placed = packet.clone({ timestamp, duration: 1 / film.frameRate })
        await video.add(placed, written === 0 ? { decoderConfig } : undefined)
        written += 1
        if (written % 30 === 0) options.onProgress?.(written / frames)
      }
    }
    if (written !== frames) {
      await output.cancel()
      return refuse('media_invalid', 'A clip has fewer frames than it had before.', { params: { reason: 'truncated' } })
    }
    await sound?.writeUpTo(Number.POSITIVE_INFINITY)
    await output.finalize()
    return succeed(null)
  } finally {
    sound?.close()
  }
}

interface Sound {
  readonly source: EncodedAudioPacketSource
  readonly packets: number
  /** Writes what begins before a time in seconds. */
  writeUpTo(time: number): Promise<void>
  close(): void
}

async function openSound(path: string): Promise<Sound> {
  const input = new Input({ formats: [MP4], source: new FilePathSource(path) })
  const track = await input.getPrimaryAudioTrack()
  const decoderConfig = (await track?.getDecoderConfig()) ?? null
  if (track === null || decoderConfig === null) throw new Error('sound was encoded without a track')
  const sink = new EncodedPacketSink(track)
  const source = new EncodedAudioPacketSource('aac')
  let packets = 0
  for await (const _ of sink.packets(undefined, undefined, { metadataOnly: true })) packets += 1
  const waiting = sink.packets()
  let next = await nextOf(waiting)
  let written = 0
  return {
    source,
    packets,
    writeUpTo: async (time) => {
      while (next !== null && next.timestamp < time) {
        await source.add(next, written === 0 ? { decoderConfig } : undefined)
        written += 1
        next = await nextOf(waiting)
      }
    },
    close: () => input.dispose(),
  }
}

async function nextOf(packets: AsyncGenerator<EncodedPacket, void>): Promise<EncodedPacket | null> {
  const { value, done } = await packets.next()
  return done === true || value === undefined ? null : value
}
