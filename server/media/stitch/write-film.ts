import { EncodedAudioPacketSource, EncodedVideoPacketSource, FilePathTarget, Mp4OutputFormat, Output, type EncodedPacket } from 'mediabunny'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { sameAvcc, type ClipFile } from './clip-file.ts'
import type { FilmPackets } from './film-packets.ts'

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
  /** As long as the film; null: no sound. */
  readonly sound: FilmPackets | null
  readonly output: string
}

/**
 * Writes packets as one MP4: none is changed, and all of one track share an avcC, which is checked. The room of the index is
 * reserved at the front, so that the file can be played while it loads and is never held in memory. Sound may still be encoded
 * meanwhile; where that fails, the film lacks some of it, which its encoding tells.
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
  const sound = film.sound === null ? null : await soundWriter(film.sound)
  if (film.sound !== null && sound !== null) output.addAudioTrack(sound.source, { maximumPacketCount: film.sound.most })
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
}

interface SoundWriter {
  readonly source: EncodedAudioPacketSource
  /** Writes what begins before a time in seconds. */
  writeUpTo(time: number): Promise<void>
}

/** Null where not a packet comes. */
async function soundWriter({ packets, decoderConfig }: FilmPackets): Promise<SoundWriter | null> {
  const source = new EncodedAudioPacketSource('aac')
  const waiting = packets()
  let next = await nextOf(waiting)
  if (next === null) return null
  let written = 0
  return {
    source,
    writeUpTo: async (time) => {
      while (next !== null && next.timestamp < time) {
        await source.add(next, written === 0 ? { decoderConfig } : undefined)
        written += 1
        next = await nextOf(waiting)
      }
    },
  }
}

async function nextOf(packets: AsyncGenerator<EncodedPacket, void>): Promise<EncodedPacket | null> {
  const { value, done } = await packets.next()
  return done === true || value === undefined ? null : value
}
