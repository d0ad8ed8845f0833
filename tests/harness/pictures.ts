import { mulberry32 } from 'shared/camera'
import sharp from 'sharp'

/** A product photograph of our own making: a bottle on a table in soft light, with the fine grain of a real sensor. */
export interface ProductPicture {
  readonly width: number
  readonly height: number
  /** Decides colours and grain. */
  readonly seed: number
  /** Where the bottle stands, as a share of the width. */
  readonly subjectAt?: number
}

/** Draws a product photograph and encodes it. */
export async function productPicture(picture: ProductPicture, format: 'jpeg' | 'png' | 'webp' | 'avif' = 'jpeg'): Promise<Buffer> {
  const { width, height } = picture
  const scene = sharp(Buffer.from(sceneSvg(picture))).removeAlpha()
  const grained = await scene
    .composite([{ input: grain(picture), raw: { width, height, channels: 4 }, blend: 'soft-light' }])
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const image = sharp(grained.data, { raw: { width, height, channels: grained.info.channels } })
  if (format === 'png') return await image.png().toBuffer()
  if (format === 'webp') return await image.webp({ quality: 92 }).toBuffer()
  if (format === 'avif') return await image.avif({ quality: 70, effort: 0 }).toBuffer()
  return await image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer()
}

function grain({ width, height, seed }: ProductPicture): Buffer {
  const next = mulberry32(seed)
  const pixels = Buffer.alloc(width * height * 4)
  for (let index = 0; index < pixels.length; index += 4) {
    const level = 100 + Math.floor(next() * 56)
    pixels.fill(level, index, index + 3)
    pixels[index + 3] = 110
  }
  return pixels
}

function sceneSvg({ width, height, seed, subjectAt = 0.5 }: ProductPicture): string {
  const random = mulberry32(seed ^ 0x5bd1e995)
  const hue = Math.floor(random() * 360)
  const unit = Math.min(width, height) / 100
  const x = width * subjectAt
  const table = height * 0.78
  const body = { width: 22 * unit, height: 46 * unit }
  const top = table - body.height
  const dots = Array.from({ length: 40 }, () => {
    const radius = (0.4 + random() * 1.6) * unit
    return `<circle cx="${random() * width}" cy="${random() * table}" r="${radius}" fill="hsl(${hue + 40} 80% 92%)" opacity="${0.15 + random() * 0.35}"/>`
  }).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
  <defs>
    <linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 45% 88%)"/><stop offset="1" stop-color="hsl(${hue + 30} 40% 62%)"/></linearGradient>
    <linearGradient id="glass" x1="0" x2="1"><stop offset="0" stop-color="hsl(${hue + 170} 60% 22%)"/><stop offset=".3" stop-color="hsl(${hue + 170} 60% 52%)"/><stop offset="1" stop-color="hsl(${hue + 170} 65% 16%)"/></linearGradient>
    <radialGradient id="light" cx=".3" cy=".2" r=".8"><stop offset="0" stop-color="#fff" stop-opacity=".65"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
    <radialGradient id="shade"><stop offset="0" stop-color="#000" stop-opacity=".45"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient>
  </defs>
  <rect width="100%" height="100%" fill="url(#wall)"/>${dots}
  <rect y="${table}" width="100%" height="${height - table}" fill="hsl(${hue + 20} 32% 44%)"/>
  <rect width="100%" height="100%" fill="url(#light)"/>
  <ellipse cx="${x + 4 * unit}" cy="${table + unit}" rx="${20 * unit}" ry="${3.4 * unit}" fill="url(#shade)"/>
  <rect x="${x - 4 * unit}" y="${top - 15 * unit}" width="${8 * unit}" height="${9 * unit}" rx="${1.2 * unit}" fill="hsl(${hue + 170} 20% 14%)"/>
  <path d="M ${x - 3.4 * unit} ${top - 7 * unit} h ${6.8 * unit} v ${5 * unit} c ${7 * unit} ${3 * unit} ${7.6 * unit} ${7 * unit} ${7.6 * unit} ${12 * unit} V ${table - 2 * unit} q 0 ${2 * unit} ${-2 * unit} ${2 * unit} h ${-18 * unit} q ${-2 * unit} 0 ${-2 * unit} ${-2 * unit} V ${top + 10 * unit} c 0 ${-5 * unit} ${0.6 * unit} ${-9 * unit} ${7.6 * unit} ${-12 * unit} z" fill="url(#glass)"/>
  <rect x="${x - 9 * unit}" y="${top + 16 * unit}" width="${18 * unit}" height="${18 * unit}" rx="${unit}" fill="hsl(${hue} 40% 95%)"/>
  <circle cx="${x}" cy="${top + 22 * unit}" r="${3 * unit}" fill="hsl(${hue + 170} 60% 45%)"/>
  <rect x="${x - 6 * unit}" y="${top + 27.5 * unit}" width="${12 * unit}" height="${1.2 * unit}" fill="hsl(${hue + 170} 30% 30%)"/>
  <rect x="${x - 4 * unit}" y="${top + 30 * unit}" width="${8 * unit}" height="${0.8 * unit}" fill="hsl(${hue + 170} 20% 50%)"/>
  <rect x="${x - 8.6 * unit}" y="${top + 8 * unit}" width="${1.6 * unit}" height="${34 * unit}" rx="${0.8 * unit}" fill="#fff" opacity=".4"/>
</svg>`
}
