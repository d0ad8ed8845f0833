import sharp, { type OverlayOptions } from 'sharp'
import type { Subject } from '../../../server/media/index.ts'

const SIDE = 200
const CAPTION = 18
const COLUMNS = 5

export interface SheetRow {
  readonly name: string
  readonly file: string
  readonly subject: Subject
}

/** Draws pictures beside their cut-outs on magenta, for judging by eye. */
export async function writeSheet(rows: readonly SheetRow[], output: string): Promise<void> {
  const tiles = await Promise.all(
    rows.map((row, index) => tile(row, (index % COLUMNS) * (2 * SIDE + 8), Math.floor(index / COLUMNS) * (SIDE + CAPTION))),
  )
  const height = Math.ceil(rows.length / COLUMNS) * (SIDE + CAPTION)
  const paper = sharp({ create: { width: COLUMNS * (2 * SIDE + 8), height, channels: 3, background: '#222' } })
  await paper.composite(tiles.flat()).png().toFile(output)
}

async function tile({ name, file, subject }: SheetRow, left: number, top: number): Promise<OverlayOptions[]> {
  const picture = await sharp(file).resize(SIDE, SIDE, { fit: 'inside' }).removeAlpha().toBuffer({ resolveWithObject: true })
  const { width, height } = picture.info
  const mask = await sharp(Buffer.from(subject.mask, 'base64')).resize(width, height, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer()
  const cutOut = sharp(picture.data).joinChannel(mask, { raw: { width, height, channels: 1 } })
  const onMagenta = await sharp(await cutOut.png().toBuffer())
    .flatten({ background: '#ff00ff' })
    .toBuffer()
  const words = `${name.replaceAll('&', '')} ${subject.refusal ?? 'taken'} ${subject.quality.toFixed(2)}`
  const caption = Buffer.from(
    `<svg width="${2 * SIDE}" height="${CAPTION}"><text x="2" y="13" font-size="12" fill="#fff">${words}</text></svg>`,
  )
  return [
    { input: caption, left, top },
    { input: picture.data, left, top: top + CAPTION },
    { input: onMagenta, left: left + SIDE, top: top + CAPTION },
  ]
}
