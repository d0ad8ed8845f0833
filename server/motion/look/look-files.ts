import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FrameSize } from 'shared/camera'
import sharp from 'sharp'
import { cubeText } from './cube.ts'
import type { Look } from './look.ts'
import { lookGrade } from './look-grade.ts'
import { type Overlay, overlaysOf } from './overlays.ts'
import { paintTexture } from './paint-texture.ts'

/** A look as files that ffmpeg reads. */
export interface LookFiles {
  /** The filter that applies the colours; null where the look leaves them. */
  readonly grade: string | null
  readonly overlays: readonly OverlayFile[]
}

export interface OverlayFile {
  readonly path: string
  readonly overlay: Overlay
}

/** Has a directory of its own for as long as `work` goes on. */
export async function withDirectory<Value>(work: (directory: string) => Promise<Value>): Promise<Value> {
  const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-look-'))
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Writes the colours of a look; null where there is nothing to write. */
export async function writeGrade(look: Look, directory: string): Promise<string | null> {
  const grade = lookGrade(look)
  if (grade === null) return null
  const file = path.join(directory, 'look.cube')
  await writeFile(file, cubeText(grade))
  return `lut3d=file='${filterValue(file)}'`
}

/** Writes the colours and the light of a look for frames of a size. */
export async function writeLook(look: Look, frame: FrameSize, directory: string): Promise<LookFiles> {
  const overlays = await Promise.all(
    overlaysOf(look).map(async (overlay, index) => {
      const file = path.join(directory, `light-${index}.png`)
      await writePainted(overlay, frame, file)
      return { path: file, overlay }
    }),
  )
  return { grade: await writeGrade(look, directory), overlays }
}

async function writePainted(overlay: Overlay, frame: FrameSize, file: string): Promise<void> {
  const painted = paintTexture(overlay, frame)
  const { size, data } = painted
  const png = { compressionLevel: 1 }
  if (painted.kind === 'light') {
    await sharp(data, { raw: { ...size, channels: 3 } })
      .png(png)
      .toFile(file)
    return
  }
  const [r, g, b] = painted.colour.map((channel) => Math.round(channel * 255))
  const cover = sharp({ create: { ...size, channels: 3, background: { r, g, b } } })
  await cover
    .joinChannel(data, { raw: { ...size, channels: 1 } })
    .png(png)
    .toFile(file)
}

/** A path as a quoted value in a filter graph: escaped once for the graph and once for the filter. */
export function filterValue(file: string): string {
  return file
    .replaceAll('\\', '/')
    .replaceAll(':', '\\:')
    .replaceAll("'", String.raw`'\\\''`)
}
