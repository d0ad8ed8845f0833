import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { charactersOf } from '../../server/drawing/text/character-map.ts'
import { type Font, fontFor, measure } from '../../server/drawing/text/fonts.ts'
import { extentsOf, paint } from '../../server/motion/templates/raster/paint.ts'
import { SCRIPTS } from '../../server/motion/templates/testing/prompts.ts'
import { type Chromium, filesOf, openChromium } from '../harness/chromium.ts'
import { decode } from '../harness/frames.ts'

const SANS = { face: 'sans', weight: 700, tracking: 0 } as const
/** What a shaper consumes: it chooses other glyphs and is none itself. */
const SHAPING = /[\s\p{Variation_Selector}\u200C\u200D\p{Mn}\u{E0020}-\u{E007F}]/u

const ALPHABETS = {
  ...SCRIPTS,
  persian: 'گچپژ ۱۲۳ می‌خواهم',
  hebrew: 'שלום עולם, מבצע ענק ₪',
  thai: 'ราคาพิเศษวันนี้เท่านั้น ฿',
  devanagari: 'आज ही खरीदें, भारी छूट ₹',
  vietnamese: 'Giảm giá hôm nay, ưu đãi đặc biệt',
  traditional: '臺灣繁體字與標點「測試」，歡迎光臨',
  kanji: '薔薇と檸檬、魑魅魍魎、鬱、髙﨑',
  signs: '→ ✓ ★ • © ® ™ ± × ÷ ½ ≥ ∞ № ℃ ① … — – “ ” « » ¿ ¡ § ¶ † ‰ € £ ¥ ₺ ₴',
} as const

describe('the typefaces that ship', () => {
  it.each(Object.entries(ALPHABETS))('have a glyph for every character of %s', (_, text) => {
    const files = filesOf(fontFor(text, SANS))
    const has = files.map(charactersOf)
    expect(files.length).toBeGreaterThan(0)
    expect(
      Array.from(text).filter((character) => !SHAPING.test(character) && !has.some((holds) => holds(character.codePointAt(0) ?? 0))),
    ).toEqual([])
  })

  it('are read as they are, not as their packages describe them', () => {
    const [latin] = filesOf(fontFor('a', SANS)).map(charactersOf)
    expect(['A', 'é', '€', 'あ', '‰', '\u{10FFFF}'].map((character) => latin?.(character.codePointAt(0) ?? 0))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('are read only where their characters occur', () => {
    expect(filesOf(fontFor('Plain words', SANS))).toEqual([expect.stringContaining('inter-latin-wght')])
    expect(filesOf(fontFor('新しい', SANS)).length).toBeLessThanOrEqual(4)
  })

  it('never mix two designs in one text', () => {
    const mixed = fontFor('Sale Скидки Έκπτωση', { face: 'wide', weight: 800, tracking: 0 })
    expect(filesOf(mixed).filter((file) => file.includes('unbounded'))).toEqual([])
    expect(filesOf(fontFor('Święta, čaj', { face: 'round', weight: 700, tracking: 0 })).filter((file) => file.includes('fredoka'))).toEqual(
      [],
    )
    expect(filesOf(fontFor('Sale', { face: 'wide', weight: 800, tracking: 0 }))).toEqual([expect.stringContaining('unbounded-latin')])
  })

  it('draw one Han character as its language does', () => {
    expect(fontFor('直す', SANS).families).toContain('noto-sans-jp')
    expect(fontFor('直接', SANS).families).toContain('noto-sans-sc')
    expect(fontFor('直 한글', SANS).families).toMatch(/noto-sans-kr.*sans-serif/)
  })
})

/** Of the ink of both: what the two rasters share. Antialiasing alone, half a level at every edge, costs some hundredths. */
const OVERLAP = 0.9
const SIZE = 64

describe('words', () => {
  let chromium: Chromium

  beforeAll(async () => {
    chromium = await openChromium()
  })

  afterAll(() => chromium.close())

  it.each([
    ['Latin', 'Night serum, AVATAR flow'],
    ['Arabic', 'تخفيضات الصيف على Nike'],
    ['Japanese', '東京の夜を歩く、光。'],
  ])('in %s are shaped and spaced as in Chromium', async (_, text) => {
    const font = fontFor(text, SANS)
    const ours = skia(text, font)
    const theirs = await inChromium(chromium, text, font, ours)
    expect(theirs.advance / measure(text, font, SIZE).advance).toBeCloseTo(1, 2)
    expect(overlap(ours.ink, theirs.ink)).toBeGreaterThan(OVERLAP)
    expect(overlap(ours.ink, shifted(ours.ink, 3))).toBeLessThan(OVERLAP)
  })
})

interface Raster {
  readonly width: number
  readonly height: number
  readonly x: number
  readonly y: number
  readonly ink: Float32Array
}

function skia(text: string, font: Font): Raster {
  const node = { kind: 'text', text, font, size: SIZE, fill: { kind: 'solid', colour: '#000000' } } as const
  const extents = extentsOf(node)
  const [x, y] = [Math.ceil(-extents.left) + 8, Math.ceil(-extents.top) + 8]
  const [width, height] = [x + Math.ceil(extents.right) + 8, y + Math.ceil(extents.bottom) + 8]
  const rgba = paint(node, extents, { width, height, x, y, density: 1 }).getContext('2d').getImageData(0, 0, width, height).data
  return { width, height, x, y, ink: Float32Array.from({ length: width * height }, (_, index) => (rgba[index * 4 + 3] ?? 0) / 255) }
}

/** The same font files at the same place, drawn by a browser. */
async function inChromium(
  chromium: Chromium,
  text: string,
  font: Font,
  { width, height, x, y }: Raster,
): Promise<{ readonly ink: Float32Array; readonly advance: number }> {
  const page = await chromium.newPage({ width, height })
  const { css, families } = chromium.faces(text, SANS)
  const style = `margin:0;font:${font.weight} ${SIZE}px/1 ${families.join(',')};white-space:pre;background:#fff;color:#000`
  await page.setContent(
    `<style>${css}</style><body style="${style}"><canvas width="${width}" height="${height}" style="display:block"></canvas>`,
  )
  const advance = await page.evaluate(
    async ([words, left, baseline, list]) => {
      await Promise.all(list.map((name) => document.fonts.load(`700 64px ${name}`, words)))
      const context = document.querySelector('canvas')?.getContext('2d')
      if (context === null || context === undefined) throw new Error('no canvas')
      context.font = `700 64px ${list.join(',')}`
      context.direction = /\p{Script=Arabic}/u.test(words) ? 'rtl' : 'ltr'
      context.textAlign = 'left'
      context.fillText(words, left, baseline)
      return context.measureText(words).width
    },
    [text, x, y, families] as const,
  )
  const shot = await decode(await page.screenshot())
  await page.close()
  return { advance, ink: Float32Array.from({ length: width * height }, (_, index) => 1 - (shot.data[index * 3] ?? 255) / 255) }
}

/** Intersection over union of two coverages. */
function overlap(one: Float32Array, other: Float32Array): number {
  let [both, either] = [0, 0]
  one.forEach((value, index) => {
    both += Math.min(value, other[index] ?? 0)
    either += Math.max(value, other[index] ?? 0)
  })
  return both / either
}

function shifted(ink: Float32Array, by: number): Float32Array {
  return Float32Array.from(ink, (_, index) => ink[index - by] ?? 0)
}
