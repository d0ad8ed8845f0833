import { spawnSync } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import path from 'node:path'

const CONTAINERS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl'])

/**
 * Makes a real MP4 of about `bytes` bytes, index first, that takes hardly any disk: the second half of its samples lies behind a hole in
 * its media data. Boxes are those of ISO/IEC 14496-12; offsets of 32 bits hold up to 4 GiB.
 */
export async function makeLongVideo(file: string, options: { readonly bytes: number; readonly seconds: number }): Promise<void> {
  const small = path.join(path.dirname(file), 'small.mp4')
  const source = `testsrc2=size=640x360:rate=30:duration=${options.seconds}`
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '4M', '-minrate', '4M', '-g', '30', '-pix_fmt', 'yuv420p']
  const encoding = [...codec, '-movflags', '+faststart']
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...encoding, small], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
  const content = await readFile(small)
  const boxes = boxesOf(content, 0, content.length)
  const media = boxes.find(({ type }) => type === 'mdat')
  const offsets = boxes.find(({ type }) => type === 'stco')
  if (media === undefined || offsets === undefined) throw new Error('ffmpeg made no MP4 with 32 bit offsets')
  const chunks = content.readUInt32BE(offsets.at + 12)
  const split = content.readUInt32BE(offsets.at + 16 + 4 * Math.floor(chunks / 2))
  if (chunks < 2) throw new Error('ffmpeg made no second chunk')
  const hole = options.bytes - content.length
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const place = offsets.at + 16 + 4 * chunk
    const offset = content.readUInt32BE(place)
    if (offset >= split) content.writeUInt32BE(offset + hole, place)
  }
  content.writeUInt32BE(media.size + hole, media.at)
  await using handle = await open(file, 'w')
  await handle.write(content, 0, split, 0)
  await handle.write(content, split, content.length - split, split + hole)
}

interface Box {
  readonly type: string
  readonly at: number
  readonly size: number
}

function boxesOf(content: Buffer, from: number, to: number): readonly Box[] {
  const found: Box[] = []
  for (let at = from; at < to;) {
    const [size, type] = [content.readUInt32BE(at), content.toString('latin1', at + 4, at + 8)]
    found.push({ type, at, size }, ...(CONTAINERS.has(type) ? boxesOf(content, at + 8, at + size) : []))
    at += size
  }
  return found
}
