import { join } from 'node:path'
import { cueShape, makeCues, timeScript } from 'shared/captions'
import { safeZone } from 'shared/strategy'
import { type Brand, CAPTION_STYLES, type Outcome, type StoryOverlay } from 'shared/wire'
import sharp from 'sharp'
import { drawCaptions, drawOverlays, type FilmLayer } from '../../server/drawing/index.ts'
import type { Row, Thumbnail } from './sheet.ts'

const FRAME = { width: 720, height: 1280 }
const WHOLE = { left: 0, top: 0, ...FRAME }
const SECONDS = 5
/** Where the words stand. */
const WINDOW = { left: 0, top: 440, width: 720, height: 580 }
/** Shares of the words that are said. */
const INSTANTS = [0.1, 0.35, 0.6, 0.8]
const BRAND: Brand = { colours: ['#7b61ff', '#7bd7ff'], headingFont: null, bodyFont: null, logo: null }
const LANGUAGES = [
  ['en', 'Slow mornings deserve better coffee, every single day.'],
  ['ar', 'صباح هادئ يستحق قهوة أفضل من Northwind كل يوم.'],
  ['ja', 'ゆっくりした朝には、もっとおいしいコーヒーを。'],
  ['hi', 'धीमी सुबह बेहतर कॉफ़ी की हकदार है, हर दिन।'],
] as const
const ALWAYS = { start: 0, end: null }
const OVERLAYS: readonly StoryOverlay[] = [
  { id: 'text', kind: 'text', ...ALWAYS, text: 'New this week', place: 'top_left' },
  { id: 'price', kind: 'price', ...ALWAYS, price: '$12.90', before: '$18', place: 'bottom_left' },
  { id: 'card', kind: 'end_card', start: 4, end: null, heading: 'Slow mornings', action: 'Order today', address: 'northwind.example' },
]

/** One row for each style of captions, each word in another script, and one for overlays, over a picture. */
export async function captionRows(picture: Buffer, directory: string): Promise<readonly Row[]> {
  const options = { directory, signal: new AbortController().signal }
  const ground = await sharp(picture).resize(FRAME).toBuffer()
  const film = { size: FRAME, safeZone: safeZone('tiktok', '9:16'), brand: BRAND }
  const rows: Row[] = []
  for (const style of CAPTION_STYLES) {
    const thumbnails: Thumbnail[] = []
    for (const [index, [language, text]] of LANGUAGES.entries()) {
      const cues = makeCues(timeScript(text, { start: 0, end: SECONDS }), { shape: cueShape(style, '9:16'), until: SECONDS })
      const request = {
        ...film,
        cues,
        style,
        place: 'bottom',
        language,
        brand: index === 2 ? BRAND : { ...BRAND, colours: [] },
      } as const
      const { layers } = taken(await drawCaptions(request, { ...options, directory: join(directory, style + language) }))
      thumbnails.push(await frame(ground, layers, (INSTANTS[index] ?? 0) * SECONDS, WINDOW))
    }
    rows.push({ name: style, thumbnails })
  }
  const overlays = taken(
    await drawOverlays({ ...film, overlays: OVERLAYS, seconds: SECONDS, pictures: new Map(), reserved: null }, options),
  )
  rows.push({ name: 'overlays', thumbnails: [await frame(ground, overlays.layers, 1), await frame(ground, overlays.layers, 4.5)] })
  return rows
}

function taken<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.problem.detail)
  return outcome.value
}

async function frame(ground: Buffer, layers: readonly FilmLayer[], at: number, window = WHOLE): Promise<Thumbnail> {
  const seen = layers.filter(({ start, end }) => start <= at && at < end)
  const drawn = sharp(ground).composite(seen.map(({ path, x, y }) => ({ input: path, left: x, top: y })))
  const whole = await drawn.png().toBuffer()
  const { data, info } = await sharp(whole).extract(window).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
