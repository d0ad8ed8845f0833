import { stat, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestPicture } from '../../server/media/index.ts'
import { makeWorkDirectory, photo } from '../harness/media.ts'

let work: Awaited<ReturnType<typeof makeWorkDirectory>>
beforeAll(async () => {
  work = await makeWorkDirectory()
})
afterAll(() => work[Symbol.asyncDispose]())

async function ingest(name: string, bytes: Uint8Array | string) {
  const path = work.file(name)
  await writeFile(path, bytes)
  return { outcome: await ingestPicture(path, `${path}.out`), output: `${path}.out` }
}

/** Red in the upper left corner, blue elsewhere, so that every turn and flip shows. */
function corner(width: number, height: number, alpha: boolean) {
  const clear = { r: 0, g: 0, b: 255, alpha: alpha ? 0.5 : 1 }
  return sharp({ create: { width, height, channels: alpha ? 4 : 3, background: clear } }).composite([
    { input: { create: { width: width / 4, height: height / 4, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ])
}

const FORMATS = ['png', 'jpeg', 'webp', 'avif', 'gif'] as const

describe('pictures taken in', () => {
  it.each(FORMATS)('%s is written anew in its size', async (format) => {
    const { outcome, output } = await ingest(`plain.${format}`, await corner(160, 120, false).toFormat(format).toBuffer())
    expect(outcome).toMatchObject({ ok: true, value: { mime: 'image/jpeg', width: 160, height: 120, hasAlpha: false } })
    const { data } = await sharp(output).extract({ left: 10, top: 10, width: 1, height: 1 }).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(200)
    expect(data[2]).toBeLessThan(60)
  })

  it.each(['png', 'webp', 'avif'] as const)('%s keeps its transparency', async (format) => {
    const { outcome, output } = await ingest(`clear.${format}`, await corner(160, 120, true).toFormat(format).toBuffer())
    expect(outcome).toMatchObject({ ok: true, value: { mime: 'image/png', hasAlpha: true } })
    const pixel = sharp(output).extract({ left: 150, top: 110, width: 1, height: 1 }).raw()
    const { data, info } = await pixel.toBuffer({ resolveWithObject: true })
    expect(info.channels).toBe(4)
    expect(Math.abs((data[3] ?? 0) - 128)).toBeLessThan(6)
  })

  it('an alpha channel that hides nothing is no transparency', async () => {
    const { outcome } = await ingest('opaque.png', await corner(160, 120, false).ensureAlpha().png().toBuffer())
    expect(outcome).toMatchObject({ ok: true, value: { mime: 'image/jpeg', hasAlpha: false } })
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is turned upright from EXIF orientation %i, and its metadata is gone', async (orientation) => {
    const upright = await corner(160, 120, false).jpeg({ quality: 95 }).toBuffer()
    const lying = await sharp(await undo(upright, orientation))
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toBuffer()
    const { outcome, output } = await ingest(`turned-${orientation}.jpg`, lying)
    expect(outcome).toMatchObject({ ok: true, value: { width: 160, height: 120 } })
    const { data } = await sharp(output).extract({ left: 8, top: 8, width: 1, height: 1 }).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(200)
    const metadata = await sharp(output).metadata()
    expect([metadata.exif, metadata.orientation, metadata.xmp]).toEqual([undefined, undefined, undefined])
  })

  it('takes the first frame of an animation', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#00ff00'].map((background) =>
        sharp({ create: { width: 64, height: 64, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const { outcome, output } = await ingest(
      'moving.gif',
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    )
    expect(outcome).toMatchObject({ ok: true, value: { width: 64, height: 64 } })
    expect((await sharp(output).stats()).dominant.r).toBeGreaterThan(200)
  })

  it('looks like the original', async () => {
    const original = await photo(800, 600)
    const { output } = await ingest('photo.jpg', original)
    const [before, after] = await Promise.all([sharp(original).raw().toBuffer(), sharp(output).raw().toBuffer()])
    const squares = before.reduce((sum, value, index) => sum + (value - (after[index] ?? 0)) ** 2, 0)
    expect(10 * Math.log10(255 ** 2 / (squares / before.length))).toBeGreaterThan(42)
  })

  it.each([
    [0.2, 0.3],
    [0.8, 0.7],
  ])('finds a subject at %f, %f', async (x, y) => {
    const drawing = `<svg width="1600" height="900"><rect width="100%" height="100%" fill="#7a8a90"/>
      <circle cx="${1600 * x}" cy="${900 * y}" r="110" fill="#d8421c"/>
      <circle cx="${1600 * x}" cy="${900 * y}" r="55" fill="#ffe0c0"/></svg>`
    const { outcome } = await ingest(`subject-${x}.png`, await sharp(Buffer.from(drawing)).png().toBuffer())
    if (!outcome.ok) throw new Error(outcome.problem.detail)
    expect(Math.abs(outcome.value.focus.x - x)).toBeLessThan(0.06)
    expect(Math.abs(outcome.value.focus.y - y)).toBeLessThan(0.06)
  })

  it('a plain picture has its focus in the middle', async () => {
    const plain = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#456' } })
      .png()
      .toBuffer()
    expect((await ingest('plain-colour.png', plain)).outcome).toMatchObject({ ok: true, value: { focus: { x: 0.5, y: 0.5 } } })
  })
})

describe('what is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><script>alert(1)</script></svg>'
  it.each<[string, string | Uint8Array, string]>([
    ['drawing.svg', svg, 'svg'],
    ['drawing-in-xml.png', `<?xml version="1.0"?>\n<!-- a drawing -->\n${svg}`, 'svg'],
    ['text.png', 'this is no picture', 'text'],
    ['page.jpg', '<!doctype html><script>alert(1)</script>', 'html'],
    ['paper.pdf', '%PDF-1.7\n1 0 obj\n', 'pdf'],
    ['scan.tiff', Buffer.from('49492a000800000000000000', 'hex'), 'tif'],
    ['bytes.png', Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 'unknown'],
  ])('%s is unsupported_media', async (name, bytes, format) => {
    const { outcome } = await ingest(name, bytes)
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'unsupported_media', params: { format }, action: 'change_picture' } })
  })

  it('an empty file', async () => {
    expect((await ingest('empty.png', '')).outcome).toMatchObject({ ok: false, problem: { code: 'media_invalid', params: { bytes: 0 } } })
  })

  it.each(FORMATS)('a truncated %s', async (format) => {
    const whole = await sharp(await photo(400, 300))
      .toFormat(format)
      .toBuffer()
    const { outcome } = await ingest(`truncated.${format}`, whole.subarray(0, Math.floor(whole.length * 0.6)))
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'media_invalid', params: { reason: 'damaged' } } })
  })

  it('a picture of one pixel, saying how many it takes', async () => {
    const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect((await ingest('dot.png', dot)).outcome).toMatchObject({
      ok: false,
      problem: { code: 'media_invalid', issues: [{ path: 'file', range: { minimum: 16 } }] },
    })
  })

  it('60 megapixels, from the header, without decoding them', async () => {
    const bomb = await sharp({ create: { width: 10_000, height: 6000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect(bomb.length).toBeLessThan(1_000_000)
    const before = process.memoryUsage.rss()
    const { outcome } = await ingest('bomb.png', bomb)
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'media_invalid', params: { megapixels: 60, maximum: 50 } } })
    expect(process.memoryUsage.rss() - before).toBeLessThan(60 * 1024 * 1024)
  })

  it('a header that promises a huge picture', async () => {
    const png = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    png.writeUInt32BE(0x7fff_ffff, 16)
    png.writeUInt32BE(0x7fff_ffff, 20)
    expect((await ingest('promise.png', png)).outcome).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
  })

  it('nothing of a polyglot but its pixels', async () => {
    const canary = '<script>document.title="canary"</script>'
    const polyglot = Buffer.concat([await photo(200, 200), Buffer.from(canary)])
    const { outcome, output } = await ingest('polyglot.jpg', polyglot)
    expect(outcome.ok).toBe(true)
    expect((await sharp(output).toBuffer()).includes('canary')).toBe(false)
    expect((await stat(output)).size).toBeGreaterThan(1000)
  })

  it('a GIF that is a script', async () => {
    expect((await ingest('script.gif', 'GIF89a/*' + ' '.repeat(100) + '*/=1;alert(1)')).outcome).toMatchObject({
      ok: false,
      problem: { code: 'media_invalid' },
    })
  })
})

/** Lays an upright picture down so that the EXIF orientation turns it upright again; see the table in the EXIF standard, 0x0112. */
async function undo(upright: Buffer, orientation: number): Promise<Buffer> {
  const image = sharp(upright)
  if (orientation === 2) image.flop()
  if (orientation === 3) image.rotate(180)
  if (orientation === 4) image.flip()
  if (orientation === 5)
    return sharp(await image.rotate(90).toBuffer())
      .flop()
      .toBuffer()
  if (orientation === 6) image.rotate(270)
  if (orientation === 7)
    return sharp(await image.rotate(270).toBuffer())
      .flop()
      .toBuffer()
  if (orientation === 8) image.rotate(90)
  return image.toBuffer()
}
