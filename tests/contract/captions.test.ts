import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, type AspectRatio, frameSize } from 'shared/camera'
import { type Cue, cueShape, makeCues, timeScript } from 'shared/captions'
import { type Platform, PLATFORM_RULES, safeZone } from 'shared/strategy'
import { type Brand, CAPTION_PLACES, CAPTION_STYLES, type Captions } from 'shared/wire'
import { type CaptionTrack, drawCaptions, type DrawnCaptions } from '../../server/drawing/index.ts'

const NO_BRAND: Brand = { colours: [], headingFont: null, bodyFont: null, logo: null }
const TEXTS = {
  en: 'Meet the bottle that keeps your coffee hot, all day! 🎉',
  el: 'Καλό φθινόπωρο, όλα με έκπτωση',
  ar: 'تخفيضات الصيف على كل شيء من Nike Air، اليوم فقط 20 دقيقة',
  he: 'שלום עולם, מבצע ענק ₪',
  ja: '東京の夜を歩く、新しい光を見つけよう。',
  hi: 'आज ही खरीदें, भारी छूट ₹',
  th: 'ราคาพิเศษวันนี้เท่านั้น ฿',
} as const
type Language = keyof typeof TEXTS
const LANGUAGES = ['en', 'el', 'ar', 'he', 'ja', 'hi', 'th'] as const satisfies readonly Language[]

let directory: string
let count = 0

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-captions-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

function cuesOf(language: Language, style: Captions['style'], ratio: AspectRatio = '9:16'): readonly Cue[] {
  return makeCues(timeScript(TEXTS[language], { start: 0.5, end: 4.5 }), { shape: cueShape(style, ratio), until: 6 })
}

function trackOf(part: Partial<CaptionTrack> & { readonly ratio?: AspectRatio; readonly platform?: Platform | null }): CaptionTrack {
  const { ratio = '9:16', platform = 'tiktok', ...rest } = part
  const { width, height } = frameSize(ratio, '720p')
  return {
    cues: cuesOf('en', rest.style ?? 'highlight', ratio),
    style: 'highlight',
    place: 'bottom',
    size: { width, height },
    safeZone: safeZone(platform, ratio),
    brand: NO_BRAND,
    language: 'en',
    ...rest,
  }
}

async function draw(track: CaptionTrack): Promise<DrawnCaptions> {
  const drawn = await drawCaptions(track, { directory: path.join(directory, String(count++)), signal: new AbortController().signal })
  if (!drawn.ok) throw new Error(drawn.problem.detail)
  return drawn.value
}

interface Bitmap {
  readonly width: number
  readonly height: number
  readonly rgba: Buffer
}

async function bitmap(file: string): Promise<Bitmap> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  expect(info.channels).toBe(4)
  return { width: info.width, height: info.height, rgba: data }
}

describe('the layers of a caption track', () => {
  it.each(CAPTION_STYLES)('in style %s are of one even size and place, follow each other, and end with the cues', async (style) => {
    const cues = cuesOf('en', style)
    const { layers, band } = await draw(trackOf({ style, cues }))
    const first = layers[0]
    expect(first?.start).toBe(cues[0]?.start)
    expect(layers.at(-1)?.end).toBe(cues.at(-1)?.end)
    for (const [index, layer] of layers.entries()) {
      const { width, height } = await bitmap(layer.path)
      expect({ x: layer.x, y: layer.y, width, height }).toEqual(band)
      expect([layer.x % 2, layer.y % 2, width % 2, height % 2]).toEqual([0, 0, 0, 0])
      expect(layer.end).toBeGreaterThan(layer.start)
      expect(layer.start).toBeGreaterThanOrEqual(layers[index - 1]?.end ?? 0)
    }
  })

  it('light each word within 80 ms of when the voice says it', async () => {
    const words = timeScript(TEXTS.en, { start: 0.5, end: 4.5 })
    const { layers } = await draw(trackOf({ cues: makeCues(words, { shape: cueShape('pill', '9:16'), until: 6 }), style: 'pill' }))
    expect(layers).toHaveLength(words.length)
    layers.forEach(({ start }, index) => expect(Math.abs(start - (words[index]?.start ?? Infinity))).toBeLessThan(0.08))
  })

  it('draw what looks the same once', async () => {
    const [cue] = cuesOf('en', 'highlight')
    if (cue === undefined) throw new Error('no cue')
    const again = {
      ...cue,
      start: cue.start + 10,
      end: cue.end + 10,
      words: cue.words.map((word) => ({ ...word, start: word.start + 10, end: word.end + 10 })),
    }
    const { layers } = await draw(trackOf({ cues: [cue, again] }))
    expect(layers).toHaveLength(2 * cue.words.length)
    expect(new Set(layers.map((layer) => layer.path)).size).toBe(cue.words.length)
  })

  it('are none where nothing is said, and end where the work is cancelled', async () => {
    expect(await draw(trackOf({ cues: [] }))).toEqual({ layers: [], band: null, adjustments: [] })
    const cancelled = await drawCaptions(trackOf({}), { directory, signal: AbortSignal.abort() })
    expect(cancelled).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  })

  it('take a brand’s colour and typeface, and tell where the typeface does not ship', async () => {
    const brand = { ...NO_BRAND, colours: ['#102a80'], headingFont: 'Playfair Display', bodyFont: 'Comic Neue' }
    const { layers, adjustments } = await draw(trackOf({ brand }))
    expect(adjustments).toEqual([expect.objectContaining({ field: 'brand.bodyFont', code: 'font_not_shipped', asked: 'Comic Neue' })])
    const { rgba } = await bitmap(layers[0]?.path ?? '')
    const blue = pixelsOf(rgba).filter(({ r, b, alpha }) => alpha === 255 && b > r + 40)
    expect(blue.length).toBeGreaterThan(200)
    const pop = async (headingFont: string | null): Promise<Buffer> => {
      const drawn = await draw(trackOf({ style: 'pop', cues: cuesOf('en', 'pop'), brand: { ...NO_BRAND, headingFont } }))
      return (await bitmap(drawn.layers[0]?.path ?? '')).rgba
    }
    expect((await pop('playfair-display')).equals(await pop(null))).toBe(false)
  })
})

function pixelsOf(rgba: Buffer): readonly { readonly r: number; readonly g: number; readonly b: number; readonly alpha: number }[] {
  return Array.from({ length: rgba.length / 4 }, (_, index) => ({
    r: rgba[index * 4] ?? 0,
    g: rgba[index * 4 + 1] ?? 0,
    b: rgba[index * 4 + 2] ?? 0,
    alpha: rgba[index * 4 + 3] ?? 0,
  }))
}

/** A shadow's haze may reach farther than words. */
const SOLID = 180

describe('captions', () => {
  const cases = ASPECT_RATIOS.flatMap((ratio, row) =>
    CAPTION_STYLES.map((style, column) => ({
      ratio,
      style,
      place: CAPTION_PLACES[(row + column) % CAPTION_PLACES.length] ?? 'bottom',
      platform: ([null, 'tiktok', 'reels', 'shorts', 'youtube', 'instagram'] as const)[(2 * row + column) % 6] ?? null,
      language: LANGUAGES[(3 * row + column) % LANGUAGES.length] ?? 'en',
    })),
  )

  it.each(cases)(
    'stay in the safe zone: $style in $ratio at the $place for $platform in $language',
    async ({ ratio, style, place, platform, language }) => {
      const track = trackOf({ ratio, style, place, platform, language, cues: cuesOf(language, style, ratio) })
      const { layers } = await draw(track)
      expect(layers.length).toBeGreaterThan(0)
      const { width, height } = track.size
      const zone = {
        left: track.safeZone.x * width,
        top: track.safeZone.y * height,
        right: (track.safeZone.x + track.safeZone.width) * width,
        bottom: (track.safeZone.y + track.safeZone.height) * height,
      }
      for (const { path: file, x, y } of layers) {
        const drawn = extentOf(await bitmap(file))
        expect(x + drawn.left).toBeGreaterThanOrEqual(zone.left - 1)
        expect(y + drawn.top).toBeGreaterThanOrEqual(zone.top - 1)
        expect(x + drawn.right).toBeLessThanOrEqual(zone.right + 1)
        expect(y + drawn.bottom).toBeLessThanOrEqual(zone.bottom + 1)
        // The smallest letters are 3.6 % of the frame's shorter side: with ascenders no line is lower than two thirds of that.
        expect(drawn.bottom - drawn.top).toBeGreaterThan(0.024 * Math.min(width, height))
      }
      expect(Object.keys(PLATFORM_RULES)).toContain(platform ?? 'tiktok')
    },
  )

  it.each(LANGUAGES)('light every word of %s once, with ink of its own', async (language) => {
    const cues = cuesOf(language, 'highlight')
    const { layers, adjustments } = await draw(trackOf({ cues, language }))
    expect(adjustments).toEqual([])
    const words = cues.flatMap((cue) => cue.words)
    expect(layers).toHaveLength(words.length)
    const seen = new Set<string>()
    for (const [index, { path: file }] of layers.entries()) {
      const lit = pixelsOf((await bitmap(file)).rgba).flatMap(({ r, b, alpha }, at) => (alpha === 255 && r > 150 && b < 120 ? [at] : []))
      // Emoji have colours of their own.
      const emoji = /\p{Extended_Pictographic}/u.test(words[index]?.text ?? '')
      if (!emoji) expect(lit.length).toBeGreaterThan(20)
      seen.add(lit.join())
    }
    expect(seen.size).toBe(words.length)
  })

  it('tell of letters that no typeface of the server has', async () => {
    const cues = makeCues([{ text: 'ꦲꦏ꧀', start: 0, end: 1 }], { shape: cueShape('plain', '9:16'), until: null })
    expect((await draw(trackOf({ cues, style: 'plain' }))).adjustments).toEqual([
      expect.objectContaining({ code: 'letters_not_shipped', field: 'captions' }),
    ])
  })

  it.each(CAPTION_STYLES)('in style %s have a contrast of 4.5 on whatever is behind them', async (style) => {
    for (const colours of [[], ['#0b1a66'], ['#fff3b0']]) {
      const { layers } = await draw(trackOf({ style, cues: cuesOf('el', style), brand: { ...NO_BRAND, colours } }))
      const middle = layers[Math.floor(layers.length / 2)]
      for (const behind of [0, 128, 255]) expect(legibleShare(await bitmap(middle?.path ?? ''), behind)).toBeGreaterThan(0.97)
    }
  })
})

function extentOf({ width, height, rgba }: Bitmap): { left: number; top: number; right: number; bottom: number } {
  const extent = { left: width, top: height, right: 0, bottom: 0 }
  for (let index = 0; index < width * height; index++) {
    if ((rgba[index * 4 + 3] ?? 0) < SOLID) continue
    const [x, y] = [index % width, Math.floor(index / width)]
    extent.left = Math.min(extent.left, x)
    extent.right = Math.max(extent.right, x + 1)
    extent.top = Math.min(extent.top, y)
    extent.bottom = Math.max(extent.bottom, y + 1)
  }
  return extent
}

/** How far from a letter its surroundings are looked for, in pixels. */
const NEAR = 4
const NEARBY = [2, 3, NEAR].flatMap((far) => [-1, 0, 1].flatMap((across) => [-1, 0, 1].map((down) => [far * across, far * down] as const)))

/** Of the pixels inside of letters, how many have within a few pixels something that contrasts with them, over a grey. */
function legibleShare({ width, height, rgba }: Bitmap, behind: number): number {
  const luminances = pixelsOf(rgba).map(({ r, g, b, alpha }) => {
    const over = (level: number): number => linear((level * alpha + behind * (255 - alpha)) / 255)
    return 0.2126 * over(r) + 0.7152 * over(g) + 0.0722 * over(b)
  })
  let [letters, legible] = [0, 0]
  for (let y = NEAR; y < height - NEAR; y++) {
    for (let x = NEAR; x < width - NEAR; x++) {
      const at = y * width + x
      if (!isEdgeOfLetter(rgba, at, width)) continue
      letters += 1
      const own = luminances[at] ?? 0
      const around = NEARBY.map(([across, down]) => luminances[at + across + down * width] ?? 0)
      if (around.some((other) => (Math.max(own, other) + 0.05) / (Math.min(own, other) + 0.05) >= 4.5)) legible += 1
    }
  }
  expect(letters).toBeGreaterThan(200)
  return legible / letters
}

/** A pixel of full colour beside one of another: where a letter has to stand out. */
function isEdgeOfLetter(rgba: Buffer, at: number, width: number): boolean {
  const level = (index: number): number => (rgba[index * 4] ?? 0) + (rgba[index * 4 + 1] ?? 0)
  const around = [-1, 1, -width, width].map((step) => level(at + step))
  // Where antialiasing mixes both, neither is at its own level.
  const opaque = [0, -1, 1, -width, width].every((step) => rgba[(at + step) * 4 + 3] === 255)
  if (!opaque || level(at) < 180 || level(at) < Math.max(...around)) return false
  return level(at) - Math.min(...around) > 60
}

function linear(level: number): number {
  const share = level / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
