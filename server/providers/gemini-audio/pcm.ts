const HEADER_BYTES = 44

/**
 * Samples that Gemini sends bare, `audio/L16` or `audio/pcm` with their rate (16 bits, little-endian, one channel), as a WAV file.
 * What has a container stays as it is.
 */
export function withContainer(bytes: Buffer, mime: string): Buffer {
  if (!/^audio\/(?:l16|pcm)\b/i.test(mime) || bytes.subarray(0, 4).toString('latin1') === 'RIFF') return bytes
  const rate = Number(/rate=(\d{4,6})/i.exec(mime)?.[1] ?? 24_000)
  const head = Buffer.alloc(HEADER_BYTES)
  head.write('RIFF', 0)
  head.writeUInt32LE(HEADER_BYTES - 8 + bytes.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(bytes.length, 40)
  return Buffer.concat([head, bytes])
}
