import { createCanvas } from '@napi-rs/canvas'
import type { Rectangle } from 'shared/camera'
import { type Adjustment, type Brand, type Outcome, refuse, type StoryOverlay, succeed } from 'shared/wire'
import { type Area, evenArea, openSketchbook, type Sketchbook } from '../bitmaps.ts'
import { brandLook } from '../brand-look.ts'
import type { DrawingOptions } from '../captions/draw-captions.ts'
import type { FilmLayer } from '../film-layer.ts'
import { foreign } from '../foreign.ts'
import { uncovered } from '../text/fonts.ts'
import { SMALLEST_TEXT } from '../text/sizes.ts'
import { endCard } from './end-card.ts'
import { faded } from './fade.ts'
import { type Logo, readLogo, watermark } from './logo.ts'
import { type Place, stack } from './places.ts'
import { priceTag } from './price-tag.ts'
import type { Easel, Sketch } from './sketch.ts'
import { textOverlay } from './text-overlay.ts'

export interface OverlayTrack {
  readonly overlays: readonly StoryOverlay[]
  /** Of the film, in pixels. */
  readonly size: { readonly width: number; readonly height: number }
  /** Where words may stand, as shares of the frame. */
  readonly safeZone: Rectangle
  readonly brand: Brand
  /** Seconds of the film. */
  readonly seconds: number
  /** Files of the pictures that are asked for, by asset id. */
  readonly pictures: ReadonlyMap<string, string>
  /** What captions may cover; overlays keep out of it. */
  readonly reserved: Area | null
}

export interface DrawnOverlays {
  /** Back to front. */
  readonly layers: readonly FilmLayer[]
  readonly adjustments: readonly Adjustment[]
}

type Placed = Exclude<StoryOverlay, { readonly kind: 'end_card' }>

const WATERMARK = { width: 0.26, height: 0.13 } as const
const CARD_LOGO = { width: 0.5, height: 0.18 } as const

/**
 * Draws what lies over a film's picture as bitmaps with alpha: words, logos and price tags at their places of the safe zone, one under the other
 * where several share a place, coming and going softly, and cards over the whole frame at the end. What cannot be drawn is left out and told.
 * Problems: `cancelled`.
 */
export async function drawOverlays(track: OverlayTrack, { directory, signal }: DrawingOptions): Promise<Outcome<DrawnOverlays>> {
  const brand = brandLook(track.brand)
  const zone = pixels(track.safeZone, track.size)
  const unit = Math.min(track.size.width, track.size.height)
  const easel: Easel = { unit, smallest: Math.ceil(SMALLEST_TEXT * unit), room: zone, brand }
  const sketchbook = await openSketchbook(directory, 'overlay')
  const adjustments: Adjustment[] = [...brand.adjustments]
  const [layers, cards]: [FilmLayer[], FilmLayer[]] = [[], []]
  const places = stack(zone, track.reserved)
  for (const [index, overlay] of track.overlays.entries()) {
    if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
    const times = { start: overlay.start, end: Math.min(overlay.end ?? track.seconds, track.seconds) }
    if (times.end <= times.start) continue
    adjustments.push(...foreign(`overlays.${index}`, uncovered(wordsOf(overlay))))
    const layer =
      overlay.kind === 'end_card'
        ? await keepCard(overlay, track, easel, zone, sketchbook)
        : await keepPlaced(overlay, times, track, easel, places, sketchbook)
    if (layer === null) adjustments.push(leftOut(overlay, index))
    else if (overlay.kind === 'end_card') cards.push({ ...times, ...layer })
    else layers.push(...(await faded({ ...times, ...layer }, track.seconds)))
  }
  return succeed({ layers: [...layers, ...cards], adjustments })
}

type Drawn = Omit<FilmLayer, 'start' | 'end'>

async function keepCard(
  card: Extract<StoryOverlay, { readonly kind: 'end_card' }>,
  track: OverlayTrack,
  easel: Easel,
  zone: Rectangle,
  sketchbook: Sketchbook,
): Promise<Drawn | null> {
  const canvas = endCard(card, easel, track.size, zone, await logoOf(null, track, CARD_LOGO, easel.unit))
  return canvas === null ? null : { path: await sketchbook.keep(canvas), x: 0, y: 0 }
}

async function keepPlaced(
  overlay: Placed,
  times: { readonly start: number; readonly end: number },
  track: OverlayTrack,
  easel: Easel,
  places: ReturnType<typeof stack>,
  sketchbook: Sketchbook,
): Promise<Drawn | null> {
  const sketch = await sketchOf(overlay, track, easel)
  const at = sketch === null ? null : places.find(overlay.place, sketch, times, 0.025 * easel.unit)
  if (sketch === null || at === null) return null
  const { reach } = sketch
  const area = evenArea(
    { x: at.x - reach, y: at.y - reach, width: sketch.width + 2 * reach, height: sketch.height + 2 * reach },
    track.size,
  )
  const canvas = createCanvas(area.width, area.height)
  const context = canvas.getContext('2d')
  context.translate(at.x - area.x, at.y - area.y)
  sketch.paint(context)
  return { path: await sketchbook.keep(canvas), x: area.x, y: area.y }
}

async function sketchOf(overlay: Placed, track: OverlayTrack, easel: Easel): Promise<Sketch | null> {
  switch (overlay.kind) {
    case 'text':
      return textOverlay(overlay.text, across(overlay.place), easel)
    case 'price':
      return priceTag(overlay.price, overlay.before, easel)
    default: {
      const logo = await logoOf(overlay.image, track, WATERMARK, easel.unit)
      return logo === null ? null : watermark(logo, overlay.opacity)
    }
  }
}

async function logoOf(
  image: string | null,
  { brand, pictures }: OverlayTrack,
  share: { readonly width: number; readonly height: number },
  unit: number,
): Promise<Logo | null> {
  const file = pictures.get(image ?? brand.logo ?? '')
  return file === undefined ? null : await readLogo(file, { width: share.width * unit, height: share.height * unit })
}

/** 0 at the left, 1 at the right. */
function across(place: Place): number {
  return place.endsWith('left') ? 0 : place.endsWith('right') ? 1 : 0.5
}

function pixels(zone: Rectangle, { width, height }: OverlayTrack['size']): Rectangle {
  return { x: zone.x * width, y: zone.y * height, width: zone.width * width, height: zone.height * height }
}

function wordsOf(overlay: StoryOverlay): string {
  switch (overlay.kind) {
    case 'text':
      return overlay.text
    case 'price':
      return `${overlay.price}${overlay.before ?? ''}`
    case 'end_card':
      return `${overlay.heading}${overlay.action ?? ''}${overlay.address ?? ''}`
    default:
      return ''
  }
}

function leftOut({ kind }: StoryOverlay, index: number): Adjustment {
  const field = `overlays.${index}`
  if (kind === 'logo') return { field, code: 'picture_missing', why: 'There is no picture for this logo; it is left out.' }
  return { field, code: 'overlay_too_long', why: 'The words do not fit the part of the frame that is free; they are left out.' }
}
