/** Draws the extension's icons from their SVG sources: node scripts/icons.mjs. The PNGs are committed; run it after changing a source. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const sharp = createRequire(new URL('../server/package.json', import.meta.url))('sharp')
const folder = fileURLToPath(new URL('../extension/public/icons/', import.meta.url))

const SOURCES = { 16: 'icon-small.svg', 32: 'icon.svg', 48: 'icon.svg', 128: 'icon.svg' }
for (const [size, source] of Object.entries(SOURCES)) {
  await sharp(folder + source, { density: 72 * 16 })
    .resize(Number(size), Number(size))
    .png({ compressionLevel: 9 })
    .toFile(`${folder}icon-${size}.png`)
}
