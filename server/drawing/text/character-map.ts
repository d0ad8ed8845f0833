import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'

/** Known table tags start with these (WOFF 2.0, section 4.1); of the others only the lengths matter here. */
const CMAP = 0
const ARBITRARY = 63
/** Tables that are transformed by default: glyf and loca. */
const TRANSFORMED = [10, 11]

/** The characters that a WOFF2 font has a glyph for (cmap formats 4 and 12). */
export function charactersOf(file: string): (character: number) => boolean {
  const bytes = readFileSync(file)
  if (bytes.toString('latin1', 0, 4) !== 'wOF2') throw new Error(`${file} is not a WOFF2 font`)
  let at = 48
  let offset = 0
  let cmap: { readonly start: number; readonly length: number } | null = null
  for (let table = 0; table < bytes.readUInt16BE(12); table++) {
    const flags = bytes.readUInt8(at++)
    const known = flags & 63
    const version = flags >> 6
    if (known === ARBITRARY) at += 4
    const whole = base128(bytes, at)
    at = whole.end
    let { value: length } = whole
    if (TRANSFORMED.includes(known) ? version === 0 : version !== 0) {
      const stored = base128(bytes, at)
      at = stored.end
      length = stored.value
    }
    if (known === CMAP) cmap = { start: offset, length }
    offset += length
  }
  if (cmap === null) throw new Error(`${file} has no character map`)
  const tables = brotliDecompressSync(bytes.subarray(at, at + bytes.readUInt32BE(20)))
  return lookup(tables.subarray(cmap.start, cmap.start + cmap.length))
}

/** A variable-length number: seven bits a byte, highest first. */
function base128(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let at = start; ; at++) {
    const byte = bytes.readUInt8(at)
    value = value * 128 + (byte & 127)
    if (byte < 128) return { value, end: at + 1 }
  }
}

function lookup(cmap: Buffer): (character: number) => boolean {
  const tables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4)))
  const found = tables.flatMap((table) => {
    const format = table.readUInt16BE(0)
    return format === 12 ? [groups(table)] : format === 4 ? [segments(table)] : []
  })
  if (found.length === 0) throw new Error('the character map has no known format')
  return (character) => found.some((has) => has(character))
}

function groups(table: Buffer): (character: number) => boolean {
  const count = table.readUInt32BE(12)
  return (character) => {
    for (let index = 0; index < count; index++) {
      const at = 16 + 12 * index
      if (character < table.readUInt32BE(at)) return false
      if (character <= table.readUInt32BE(at + 4)) return table.readUInt32BE(at + 8) + character - table.readUInt32BE(at) !== 0
    }
    return false
  }
}

function segments(table: Buffer): (character: number) => boolean {
  const twice = table.readUInt16BE(6)
  const [ends, starts] = [14, 16 + twice]
  const [deltas, ranges] = [starts + twice, starts + 2 * twice]
  return (character) => {
    for (let at = 0; at < twice; at += 2) {
      if (character > table.readUInt16BE(ends + at)) continue
      const start = table.readUInt16BE(starts + at)
      if (character < start) return false
      const range = table.readUInt16BE(ranges + at)
      const delta = table.readUInt16BE(deltas + at)
      if (range === 0) return ((character + delta) & 65_535) !== 0
      return table.readUInt16BE(ranges + at + range + 2 * (character - start)) !== 0
    }
    return false
  }
}
