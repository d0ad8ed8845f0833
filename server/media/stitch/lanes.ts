import { open, type FileHandle } from 'node:fs/promises'
import type { ClipFile } from './clip-file.ts'
import type { RenderedPiece } from './pieces.ts'

/** What a part of a rendered piece takes out of a lane: of the frames decoded, `skip` are dropped, `use` taken, `rest` dropped. */
export interface LaneUse {
  readonly lane: 0 | 1
  readonly skip: number
  readonly use: number
  readonly rest: number
}

/** Two H.264 byte streams that hold the GOPs of all parts, one after the other. */
export interface Lanes {
  readonly paths: readonly [string, string]
  /** For each part of each piece, in their order. */
  readonly uses: readonly LaneUse[]
}

const START_CODE = Buffer.from([0, 0, 0, 1])

/**
 * Writes what rendering decodes: the GOPs of every part, by turns into two byte streams (ITU-T H.264, annex B), so that parts that
 * overlap come out of different decoders at the same time, nothing is held back, and no decoder ever seeks. All clips share one avcC.
 */
export async function writeLanes(
  pieces: readonly RenderedPiece[],
  clips: readonly ClipFile[],
  paths: readonly [string, string],
): Promise<Lanes> {
  const files = [await open(paths[0], 'w'), await open(paths[1], 'w')] as const
  const uses: LaneUse[] = []
  try {
    for (const part of pieces.flatMap(({ parts }) => parts)) {
      const clip = clips[part.clip]
      if (clip === undefined) throw new Error('a part names a clip that is not there')
      const lane = uses.length % 2 === 0 ? 0 : 1
      const first = clip.edges.findLast((edge) => edge <= part.from) ?? 0
      const last = clip.edges.find((edge) => edge >= part.to) ?? clip.frames
      await appendGops(files[lane], clip, first, last)
      uses.push({ lane, skip: part.from - first, use: part.to - part.from, rest: last - part.to })
    }
  } finally {
    await Promise.all(files.map((file) => file.close()))
  }
  return { paths, uses }
}

async function appendGops(file: FileHandle, clip: ClipFile, from: number, to: number): Promise<void> {
  const { headers, lengthBytes } = readAvcc(clip.avcc)
  await file.write(headers)
  for await (const { packet } of clip.packets(from, to)) await file.write(withStartCodes(packet.data, lengthBytes))
}

/** The parameter sets of an avcC record, each behind a start code, and the bytes of the lengths in its packets; ISO/IEC 14496-15, section 5.3.3.1. */
export function readAvcc(avcc: Uint8Array): { readonly headers: Buffer; readonly lengthBytes: number } {
  const bytes = Buffer.from(avcc.buffer, avcc.byteOffset, avcc.byteLength)
  const parts: Buffer[] = []
  let offset = 5
  for (const mask of [0x1f, 0xff]) {
    const count = bytes.readUInt8(offset) & mask
    offset += 1
    for (let index = 0; index < count; index += 1) {
      const length = bytes.readUInt16BE(offset)
      parts.push(START_CODE, bytes.subarray(offset + 2, offset + 2 + length))
      offset += 2 + length
    }
  }
  return { headers: Buffer.concat(parts), lengthBytes: (bytes.readUInt8(4) & 3) + 1 }
}

/** The units of a packet, each behind a start code in place of its length. */
export function withStartCodes(packet: Uint8Array, lengthBytes: number): Buffer {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength)
  const parts: Buffer[] = []
  for (let offset = 0; offset + lengthBytes <= bytes.length;) {
    const length = bytes.readUIntBE(offset, lengthBytes)
    offset += lengthBytes
    parts.push(START_CODE, bytes.subarray(offset, offset + length))
    offset += length
  }
  return Buffer.concat(parts)
}
