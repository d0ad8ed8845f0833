import { closeSync, openSync, writeSync } from 'node:fs'

/** Writes a WAV file of 16 bit samples or floats piece by piece; the header is completed by `close`. */
export interface WavWriter {
  write(samples: Int16Array | Float32Array): void
  close(): void
}

const HEADER_BYTES = 44

/**
 * Opens a WAV file for writing. Throws where the file system refuses.
 * @param options.format `s16` for Int16Array, `f32` for Float32Array; channels are interleaved
 */
export function openWav(
  path: string,
  options: { readonly rate: number; readonly channels: number; readonly format: 's16' | 'f32' },
): WavWriter {
  const file = openSync(path, 'w')
  let bytes = 0
  writeSync(file, header(options, 0))
  return {
    write: (samples) => {
      bytes += writeSync(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    },
    close: () => {
      writeSync(file, header(options, bytes), 0, HEADER_BYTES, 0)
      closeSync(file)
    },
  }
}

/** The canonical header of RIFF WAVE: a `fmt ` chunk (1 for integers, 3 for IEEE floats) and a `data` chunk. */
function header({ rate, channels, format }: Parameters<typeof openWav>[1], bytes: number): Buffer {
  const sample = format === 's16' ? 2 : 4
  const head = Buffer.alloc(HEADER_BYTES)
  head.write('RIFF', 0)
  head.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(format === 's16' ? 1 : 3, 20)
  head.writeUInt16LE(channels, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * channels * sample, 28)
  head.writeUInt16LE(channels * sample, 32)
  head.writeUInt16LE(sample * 8, 34)
  head.write('data', 36)
  head.writeUInt32LE(bytes, 40)
  return head
}

/** The samples of a WAV file with one channel of 16 bits; null where it is anything else. */
export function readWav(bytes: Uint8Array): { readonly rate: number; readonly samples: Int16Array } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < HEADER_BYTES || text(0) !== 'RIFF' || text(8) !== 'WAVE') return null
  let rate = 0
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true)
    if (text(at) === 'fmt ') {
      if (view.getUint16(at + 8, true) !== 1 || view.getUint16(at + 10, true) !== 1 || view.getUint16(at + 22, true) !== 16) return null
      rate = view.getUint32(at + 12, true)
    }
    if (text(at) === 'data') {
      const count = Math.floor(Math.min(size, bytes.length - at - 8) / 2)
      const samples = Int16Array.from({ length: count }, (_, index) => view.getInt16(at + 8 + 2 * index, true))
      return rate === 0 ? null : { rate, samples }
    }
    at += 8 + size + (size % 2)
  }
  return null
}
