import { open, type FileHandle } from 'node:fs/promises'

const MOST_BOXES = 10_000

/** True where an MP4's index (`moov`) lies before its media data (`mdat`), so that a player can start while it still loads. */
export async function isFaststart(path: string): Promise<boolean> {
  const order = await topLevelBoxes(path)
  const index = order.indexOf('moov')
  const data = order.indexOf('mdat')
  return index >= 0 && (data < 0 || index < data)
}

/** The types of the boxes of an MP4 file, in their order; see ISO/IEC 14496-12, section 4.2. Ends at the first that is malformed. */
export async function topLevelBoxes(path: string): Promise<readonly string[]> {
  const file = await open(path, 'r')
  try {
    const { size: end } = await file.stat()
    const types: string[] = []
    for (let offset = 0; offset + 8 <= end && types.length < MOST_BOXES;) {
      const box = await readBox(file, offset, end)
      if (box === null) break
      types.push(box.type)
      offset += box.size
    }
    return types
  } finally {
    await file.close()
  }
}

async function readBox(file: FileHandle, offset: number, end: number): Promise<{ type: string; size: number } | null> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(16), position: offset })
  if (bytesRead < 8) return null
  const type = buffer.toString('latin1', 4, 8)
  const short = buffer.readUInt32BE(0)
  if (short === 0) return { type, size: end - offset }
  if (short !== 1) return short < 8 ? null : { type, size: short }
  const long = Number(buffer.readBigUInt64BE(8))
  return bytesRead < 16 || long < 16 ? null : { type, size: long }
}
