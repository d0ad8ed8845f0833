import sharp from 'sharp'
import type { RgbImage } from '../harness/frames.ts'

export type Thumbnail = RgbImage

/** One line of a contact sheet. */
export interface Row {
  readonly name: string
  readonly thumbnails: readonly Thumbnail[]
}

const HEIGHT = 200
const GAP = 6
const LABEL = 120
const BACKGROUND = '#14121f'
/** Rows are set in two columns, so that a sheet fits a screen. */
const COLUMNS = 2

/** Sets the rows as a contact sheet: each with its name, its frames side by side in the order of time. PNG. */
export async function sheet(rows: readonly Row[]): Promise<Buffer> {
  const cells = await Promise.all(rows.map(drawRow))
  const width = Math.max(...cells.map((cell) => cell.width))
  const lines = Math.ceil(cells.length / COLUMNS)
  const composite = cells.map(({ data }, index) => ({
    input: data,
    left: GAP + Math.floor(index / lines) * (width + 3 * GAP),
    top: GAP + (index % lines) * (HEIGHT + GAP),
  }))
  const canvas = { width: COLUMNS * (width + 3 * GAP), height: lines * (HEIGHT + GAP) + GAP, channels: 3, background: BACKGROUND } as const
  return await sharp({ create: canvas }).composite(composite).png().toBuffer()
}

async function drawRow({ name, thumbnails }: Row): Promise<{ readonly data: Buffer; readonly width: number }> {
  const small = await Promise.all(
    thumbnails.map(async ({ data, width, height }) => {
      const shrunk = sharp(data, { raw: { width, height, channels: 3 } }).resize({ height: HEIGHT })
      return await shrunk.png().toBuffer({ resolveWithObject: true })
    }),
  )
  let left = LABEL
  const composite = small.map(({ data, info }) => {
    const at = left
    left += info.width + GAP
    return { input: data, left: at, top: 0 }
  })
  const label = `<svg xmlns="http://www.w3.org/2000/svg" width="${LABEL}" height="${HEIGHT}"><text x="4" y="${HEIGHT / 2}" font-family="sans-serif" font-size="13" fill="#d9d4f5">${name.replaceAll('_', ' ')}</text></svg>`
  const canvas = sharp({ create: { width: left, height: HEIGHT, channels: 3, background: BACKGROUND } })
  const data = await canvas
    .composite([{ input: Buffer.from(label), left: 0, top: 0 }, ...composite])
    .png()
    .toBuffer()
  return { data, width: left }
}
