import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { framePicture } from './frame-picture.ts'

let directory: string
let wide: string
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'framed-'))
  wide = path.join(directory, 'wide.png')
  const half = { width: 200, height: 200, channels: 3 as const }
  const [red, blue] = await Promise.all(
    ['#ff0000', '#0000ff'].map((background) =>
      sharp({ create: { ...half, background } })
        .png()
        .toBuffer(),
    ),
  )
  await sharp({ create: { ...half, width: 400, background: '#000000' } })
    .composite([
      { input: red ?? Buffer.alloc(0), left: 0, top: 0 },
      { input: blue ?? Buffer.alloc(0), left: 200, top: 0 },
    ])
    .png()
    .toFile(wide)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const size = { width: 400, height: 200 }
const tall = { frame: { width: 96, height: 96 }, mime: 'image/png' as const, maximumBytes: 1e6 }
const output = () => path.join(directory, 'out')

async function colourAt(x: number, y: number): Promise<string> {
  const { data, info } = await sharp(output()).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([96, 96])
  const [r = 0, , b = 0] = data.subarray((y * 96 + x) * 3)
  return r > 150 && b < 100 ? 'red' : b > 150 && r < 100 ? 'blue' : 'other'
}

describe('framing a picture for a provider', () => {
  it('cuts around the subject, or by hand', async () => {
    const subject = { x: 0.6, y: 0.2, width: 0.3, height: 0.6 }
    expect((await framePicture({ path: wide, size, subject }, output(), { ...tall, fit: 'crop' })).ok).toBe(true)
    expect([await colourAt(4, 48), await colourAt(90, 48)]).toEqual(['blue', 'blue'])
    expect((await framePicture({ path: wide, size, subject }, output(), { ...tall, fit: { x: 0, y: 0, width: 0.5, height: 1 } })).ok).toBe(
      true,
    )
    expect([await colourAt(4, 48), await colourAt(90, 48)]).toEqual(['red', 'red'])
  })

  it('shows the whole of it on a blurred fill', async () => {
    expect((await framePicture({ path: wide, size }, output(), { ...tall, fit: 'blur' })).ok).toBe(true)
    expect([await colourAt(20, 48), await colourAt(75, 48)]).toEqual(['red', 'blue'])
    expect(await colourAt(48, 4)).toBe('other')
  })

  it('keeps within the bytes that a provider takes, or says that it cannot', async () => {
    const jpeg = { ...tall, fit: 'crop' as const, mime: 'image/jpeg' as const }
    const fine = await framePicture({ path: wide, size }, output(), { ...jpeg, maximumBytes: 20_000 })
    expect(fine.ok && fine.value.bytes <= 20_000).toBe(true)
    expect(await framePicture({ path: wide, size }, output(), { ...jpeg, maximumBytes: 100 })).toMatchObject({
      problem: { code: 'media_invalid' },
    })
    expect(await framePicture({ path: path.join(directory, 'none'), size }, output(), jpeg)).toMatchObject({ ok: false })
  })
})
