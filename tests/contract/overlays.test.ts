import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, frameSize } from 'shared/camera'
import { safeZone } from 'shared/strategy'
import { type Brand, OVERLAY_PLACES, type StoryOverlay } from 'shared/wire'
import { drawOverlays, type DrawnOverlays, type FilmLayer, type OverlayTrack } from '../../server/drawing/index.ts'

const BRAND: Brand = { colours: ['#c8102e', '#ffc857'], headingFont: null, bodyFont: null, logo: 'logo' }
const ALWAYS = { start: 0, end: null }
const LONG = 'Every morning, everywhere, for everybody: '.repeat(4).trim()

let directory: string
let logo: string
let count = 0

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-overlays-'))
  logo = path.join(directory, 'logo.png')
  await sharp({ create: { width: 300, height: 100, channels: 4, background: { r: 0, g: 200, b: 0, alpha: 1 } } })
    .png()
    .toFile(logo)
})

afterAll(() => rm(directory, { recursive: true, force: true }))

async function draw(overlays: readonly StoryOverlay[], part: Partial<OverlayTrack> = {}): Promise<DrawnOverlays> {
  const { width, height } = frameSize('9:16', '720p')
  const track: OverlayTrack = {
    overlays,
    size: { width, height },
    safeZone: safeZone('tiktok', '9:16'),
    brand: BRAND,
    seconds: 10,
    pictures: new Map([['logo', logo]]),
    reserved: null,
    ...part,
  }
  const drawn = await drawOverlays(track, { directory: path.join(directory, String(count++)), signal: new AbortController().signal })
  if (!drawn.ok) throw new Error(drawn.problem.detail)
  return drawn.value
}

async function pixels({ path: file }: FilmLayer): Promise<{ readonly width: number; readonly height: number; readonly rgba: Buffer }> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgba: data }
}

/** Where a layer is more than a shadow, in pixels of the frame. */
async function extentOf(layer: FilmLayer): Promise<{ left: number; top: number; right: number; bottom: number }> {
  const { width, height, rgba } = await pixels(layer)
  const extent = { left: Infinity, top: Infinity, right: 0, bottom: 0 }
  for (let index = 0; index < width * height; index++) {
    if ((rgba[index * 4 + 3] ?? 0) < 140) continue
    const [x, y] = [layer.x + (index % width), layer.y + Math.floor(index / width)]
    extent.left = Math.min(extent.left, x)
    extent.right = Math.max(extent.right, x + 1)
    extent.top = Math.min(extent.top, y)
    extent.bottom = Math.max(extent.bottom, y + 1)
  }
  return extent
}

function soleLayer({ layers }: DrawnOverlays): FilmLayer {
  expect(layers).toHaveLength(1)
  const [layer] = layers
  if (layer === undefined) throw new Error('no layer')
  return layer
}

describe('overlays', () => {
  it.each(ASPECT_RATIOS)('stay in the safe zone of %s at every place', async (ratio) => {
    const size = frameSize(ratio, '720p')
    const zone = safeZone('tiktok', ratio)
    for (const [index, place] of OVERLAY_PLACES.entries()) {
      const overlays: readonly StoryOverlay[] = [
        { id: 'a', kind: 'text', ...ALWAYS, text: index % 2 === 0 ? LONG : 'خصم اليوم', place },
        { id: 'b', kind: 'price', ...ALWAYS, price: '1.299,00 €', before: '1.999,00 €', place },
        { id: 'c', kind: 'logo', ...ALWAYS, image: null, place, opacity: 1 },
      ]
      const { layers, adjustments } = await draw(overlays, { size, safeZone: zone })
      expect(adjustments).toEqual([])
      expect(layers).toHaveLength(3)
      for (const layer of layers) {
        const { left, top, right, bottom } = await extentOf(layer)
        expect(left).toBeGreaterThanOrEqual(zone.x * size.width - 1)
        expect(top).toBeGreaterThanOrEqual(zone.y * size.height - 1)
        expect(right).toBeLessThanOrEqual((zone.x + zone.width) * size.width + 1)
        expect(bottom).toBeLessThanOrEqual((zone.y + zone.height) * size.height + 1)
        expect([layer.x % 2, layer.y % 2]).toEqual([0, 0])
      }
    }
  })

  it('never lie on each other, nor on captions', async () => {
    const overlays = OVERLAY_PLACES.flatMap((place): StoryOverlay[] => [
      { id: `${place}1`, kind: 'text', ...ALWAYS, text: 'New', place },
      { id: `${place}2`, kind: 'text', ...ALWAYS, text: 'Now', place },
    ])
    const reserved = { x: 60, y: 700, width: 600, height: 260 }
    const { layers } = await draw(overlays, { reserved })
    const boxes = [...(await Promise.all(layers.map(extentOf))), { left: 60, top: 700, right: 660, bottom: 960 }]
    const pairs = boxes.flatMap((one, index) => boxes.slice(index + 1).map((other) => [one, other] as const))
    expect(layers).toHaveLength(18)
    expect(pairs.filter(([a, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).toEqual([])
  })

  it('are shown for their time, not beyond the film, and not at all where none is left', async () => {
    const text = (start: number, end: number | null): StoryOverlay => ({
      id: `${start}`,
      kind: 'text',
      start,
      end,
      text: 'Now',
      place: 'top',
    })
    const { layers } = await draw([text(0, 4), text(3.5, 4), text(5, null), text(8, 99), text(10, null), text(3, 3)])
    const shown = [...Map.groupBy(layers, ({ path: file }) => file.replace(/(-pale.*)?\.png$/, '')).values()]
    expect(shown.map((same) => [Math.min(...same.map(({ start }) => start)), Math.max(...same.map(({ end }) => end))])).toEqual([
      [0, 4],
      [3.5, 4],
      [5, 10],
      [8, 10],
    ])
    expect(shown.map((same) => same.length)).toEqual([6, 1, 6, 6])
  })

  it('come and go softly, one picture after the other without a gap', async () => {
    const { layers } = await draw([{ id: 'a', kind: 'logo', start: 1, end: 4, image: 'logo', place: 'top_right', opacity: 1 }])
    for (const [index, { end }] of layers.entries()) expect(layers[index + 1]?.start ?? 4).toBeCloseTo(end, 6)
    expect(layers[5]).toMatchObject({ start: 1.2, end: 3.8 })
    const opacities: number[] = []
    for (const layer of layers) {
      const { width, height, rgba } = await pixels(layer)
      opacities.push((rgba[(Math.floor(height / 2) * width + Math.floor(width / 2)) * 4 + 3] ?? 0) / 255)
    }
    const rising = [1, 2, 3, 4, 5].map((step) => expect.closeTo(step / 6, 2))
    expect(opacities).toEqual([...rising, 1, ...rising.toReversed()])
  })

  it('let so much of the picture through a logo as was asked', async () => {
    const { rgba, width, height } = await pixels(
      soleLayer(await draw([{ id: 'a', kind: 'logo', ...ALWAYS, image: 'logo', place: 'top_right', opacity: 0.4 }])),
    )
    const middle = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 4
    expect(rgba[middle + 1]).toBeGreaterThan(190)
    expect((rgba[middle + 3] ?? 0) / 255).toBeCloseTo(0.4, 1)
    expect(width / height).toBeCloseTo(3, 0)
  })

  it('strike the old price through', async () => {
    const price = async (before: string | null): Promise<FilmLayer> =>
      soleLayer(await draw([{ id: 'a', kind: 'price', ...ALWAYS, price: '$29', before, place: 'middle' }]))
    const [plain, reduced] = [await extentOf(await price(null)), await extentOf(await price('$49'))]
    expect(reduced.right - reduced.left).toBeGreaterThan(1.3 * (plain.right - plain.left))
    const { rgba, width } = await pixels(await price('$49'))
    const longest = Math.max(...runsOf(rgba, width, (at) => (rgba[at] ?? 255) > 240 && (rgba[at + 1] ?? 0) > 240))
    const { rgba: bare, width: across } = await pixels(await price(null))
    expect(longest).toBeGreaterThan(2 * Math.max(...runsOf(bare, across, (at) => (bare[at] ?? 255) > 240 && (bare[at + 1] ?? 0) > 240)))
  })

  it('end with a card that covers the frame, its words readable and in the safe zone', async () => {
    const card: StoryOverlay = {
      id: 'z',
      kind: 'end_card',
      start: 8,
      end: null,
      heading: 'Hot all day',
      action: 'Order today',
      address: 'acme.example',
    }
    const { layers } = await draw([card, { id: 'a', kind: 'text', ...ALWAYS, text: 'Now', place: 'top' }])
    const last = layers.at(-1)
    if (last === undefined) throw new Error('no layer')
    expect(last).toMatchObject({ start: 8, end: 10, x: 0, y: 0 })
    const { width, height, rgba } = await pixels(last)
    expect({ width, height }).toEqual(frameSize('9:16', '720p'))
    const zone = safeZone('tiktok', '9:16')
    let [white, ground] = [0, 0]
    for (let index = 0; index < width * height; index++) {
      expect(rgba[index * 4 + 3]).toBe(255)
      const at = index * 4
      if (Math.min(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0) > 240) {
        white += 1
        expect((index % width) / width).toBeGreaterThanOrEqual(zone.x)
        expect((index % width) / width).toBeLessThanOrEqual(zone.x + zone.width)
      } else if (index % width === 0) ground = Math.max(ground, luminance(rgba, at))
    }
    expect(white).toBeGreaterThan(2000)
    expect(1.05 / (ground + 0.05)).toBeGreaterThanOrEqual(4.5)
  })

  it('show what to do on a button that stands out of the card', async () => {
    const white = async (action: string | null): Promise<number> => {
      const card: StoryOverlay = { id: 'z', kind: 'end_card', ...ALWAYS, heading: 'Hot', action, address: null }
      const { rgba } = await pixels(soleLayer(await draw([card])))
      return Array.from({ length: rgba.length / 4 }, (_, index) => rgba.subarray(index * 4, index * 4 + 3)).filter(
        (rgb) => Math.min(...rgb) > 240,
      ).length
    }
    expect((await white('Order today')) - (await white(null))).toBeGreaterThan(0.5 * 200 * 60)
  })

  it('are left out and told where they cannot be drawn', async () => {
    const { layers, adjustments } = await draw(
      [
        { id: 'a', kind: 'logo', ...ALWAYS, image: 'gone', place: 'top', opacity: 1 },
        { id: 'b', kind: 'price', ...ALWAYS, price: '9'.repeat(40), before: '8'.repeat(40), place: 'top' },
        { id: 'c', kind: 'text', ...ALWAYS, text: 'ꦲꦏ', place: 'top' },
      ],
      { brand: { ...BRAND, headingFont: 'Papyrus' } },
    )
    expect(layers).toHaveLength(1)
    expect(adjustments.map(({ field, code }) => [field, code])).toEqual([
      ['brand.headingFont', 'font_not_shipped'],
      ['overlays.0', 'picture_missing'],
      ['overlays.1', 'overlay_too_long'],
      ['overlays.2', 'letters_not_shipped'],
    ])
  })

  it('end where the work is cancelled', async () => {
    const track = {
      overlays: [{ id: 'a', kind: 'text', ...ALWAYS, text: 'Now', place: 'top' }] as const,
      size: { width: 360, height: 640 },
      safeZone: safeZone(null, '9:16'),
      brand: BRAND,
      seconds: 1,
      pictures: new Map<string, string>(),
      reserved: null,
    }
    expect(await drawOverlays(track, { directory, signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
      problem: { code: 'cancelled' },
    })
  })
})

/** The lengths of the runs of pixels, row by row, for which something holds. */
function runsOf(rgba: Buffer, width: number, holds: (at: number) => boolean): readonly number[] {
  const runs: number[] = [0]
  let run = 0
  for (let index = 0; index < rgba.length / 4; index++) {
    run = index % width !== 0 && holds(index * 4) ? run + 1 : 0
    if (run > 0) runs.push(run)
  }
  return runs
}

function luminance(rgba: Buffer, at: number): number {
  const [r = 0, g = 0, b = 0] = [rgba[at], rgba[at + 1], rgba[at + 2]].map((level = 0) => {
    const share = level / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
