import type { Cue } from 'shared/captions'
import type { Rectangle } from 'shared/camera'
import { type Adjustment, type Brand, type Captions, type Outcome, refuse, succeed } from 'shared/wire'
import { type Area, evenArea, openSketchbook } from '../bitmaps.ts'
import { brandLook } from '../brand-look.ts'
import { foreign } from '../foreign.ts'
import type { FilmLayer } from '../film-layer.ts'
import { type Font, fontFor, type Ink, measure, uncovered } from '../text/fonts.ts'
import { normalise } from '../text/line-breaking.ts'
import { directionOf } from '../text/script.ts'
import { SMALLEST_TEXT } from '../text/sizes.ts'
import { statesOf } from './cue-states.ts'
import { paintCue, REACH } from './paint-cue.ts'
import { type CueRoom, REFERENCE, type SetCue, setCue } from './set-cue.ts'
import { type StyleLook, styleLook } from './style-looks.ts'

export interface CaptionTrack {
  /** In order of time, not overlapping. */
  readonly cues: readonly Cue[]
  readonly style: Captions['style']
  readonly place: Captions['place']
  /** Of the film, in pixels. */
  readonly size: { readonly width: number; readonly height: number }
  /** Where words may stand, as shares of the frame. */
  readonly safeZone: Rectangle
  readonly brand: Brand
  /** BCP 47; null where it is not known. */
  readonly language: string | null
}

export interface DrawingOptions {
  /** Where the bitmaps go; made where it is missing. */
  readonly directory: string
  readonly signal: AbortSignal
}

export interface DrawnCaptions {
  /** Of one size and place, in order of time, not overlapping. */
  readonly layers: readonly FilmLayer[]
  /** What they may cover, in pixels of the frame; null where there are none. */
  readonly band: Area | null
  readonly adjustments: readonly Adjustment[]
}

/** Of the safe zone's height that captions take at most. */
const MOST_HEIGHT = 0.45
/** A letter of each language whose Han characters look different, so that its own typeface is taken. */
const HAN_HINTS: Readonly<Record<string, string>> = { ja: 'の', ko: '의' }

/**
 * Draws the cues of a film as bitmaps with alpha: one for each look, written as PNG one after the other, so that memory does not grow with
 * the film. Words lie in the safe zone, are never smaller than is legible, and have a dark surrounding of enough contrast.
 * Problems: `cancelled`.
 */
export async function drawCaptions(track: CaptionTrack, { directory, signal }: DrawingOptions): Promise<Outcome<DrawnCaptions>> {
  const brand = brandLook(track.brand)
  const style = styleLook(track.style, brand)
  const { font, direction, textsOf, missing } = letters(track, style)
  const adjustments = [...brand.adjustments, ...foreign('captions', missing)]
  const zone = pixels(track.safeZone, track.size)
  const room = roomOf(track, style, font, direction, zone)
  const cues = track.cues.map((cue) => ({ cue, set: setCue(cue, textsOf(cue), room) }))
  if (cues.length === 0) return succeed({ layers: [], band: null, adjustments })
  const band = bandOf(
    cues.map(({ set }) => set),
    zone,
    track,
  )
  const sketchbook = await openSketchbook(directory, 'caption')
  const drawn = new Map<string, string>()
  const layers: FilmLayer[] = []
  for (const { cue, set } of cues) {
    const at = { x: zone.x + (zone.width - set.width) / 2 - band.x, y: topOf(set, zone, track.place) - band.y }
    for (const { start, end, phase } of statesOf(cue, style.byWord)) {
      if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
      const key = JSON.stringify([cue.text, style.byWord ? cue.words.map((_, index) => phase(index)) : null])
      const path = drawn.get(key) ?? (await sketchbook.keep(paintCue(set, font, band, at, style, (index) => style.word(phase(index)))))
      drawn.set(key, path)
      layers.push({ start, end, path, x: band.x, y: band.y })
    }
  }
  return succeed({ layers, band, adjustments })
}

/** One font and one direction for the whole track, so that all of it looks alike. */
function letters({ cues, language }: CaptionTrack, style: StyleLook) {
  const locale = /^[a-z]{2,3}\b/iu.exec(language ?? '')?.[0].toLowerCase() ?? 'en'
  const cased = (word: string): string => (style.upperCase ? word.toLocaleUpperCase(locale) : word)
  const textsOf = (cue: Cue): readonly string[] => cue.words.map(({ text }) => normalise(cased(text)))
  const all = cues.map((cue) => textsOf(cue).join(' ')).join(' ')
  const font = fontFor(`${all} ${HAN_HINTS[locale] ?? ''}`, style.lettering)
  return { font, direction: directionOf(all), textsOf, missing: uncovered(all) }
}

/** The safe zone, less what surrounds the letters. */
function pixels(zone: Rectangle, { width, height }: CaptionTrack['size']): Rectangle {
  const margin = 0.01 * Math.min(width, height)
  return {
    x: zone.x * width + margin,
    y: zone.y * height + margin,
    width: zone.width * width - 2 * margin,
    height: zone.height * height - 2 * margin,
  }
}

function roomOf({ size }: CaptionTrack, style: StyleLook, font: Font, direction: 'ltr' | 'rtl', zone: Rectangle): CueRoom {
  const unit = Math.min(size.width, size.height)
  const inks = new Map<string, Ink>()
  // A word that has grown, or lies on a pill, stands out of its line.
  const standsOut = 0.4 * style.size * unit
  return {
    font,
    width: zone.width - standsOut,
    height: zone.height * MOST_HEIGHT,
    largest: style.size * unit,
    smallest: Math.ceil(SMALLEST_TEXT * unit),
    leading: style.leading,
    fillsLines: style.fillsLines,
    direction,
    wordGap: style.wordGap,
    inkOf(text) {
      const ink = inks.get(text) ?? measure(text, font, REFERENCE)
      inks.set(text, ink)
      return ink
    },
  }
}

function topOf({ height }: SetCue, zone: Rectangle, place: CaptionTrack['place']): number {
  if (place === 'top') return zone.y
  return place === 'middle' ? zone.y + (zone.height - height) / 2 : zone.y + zone.height - height
}

/** One area for all cues of a track. */
function bandOf(cues: readonly SetCue[], zone: Rectangle, { place, size }: CaptionTrack): Area {
  const reach = Math.max(...cues.flatMap(({ words }) => words.map((word) => word.size * REACH)))
  const width = Math.max(...cues.map((cue) => cue.width))
  const height = Math.max(...cues.map((cue) => cue.height))
  const top = Math.min(...cues.map((cue) => topOf(cue, zone, place)))
  const left = zone.x + (zone.width - width) / 2
  return evenArea({ x: left - reach, y: top - reach, width: width + 2 * reach, height: height + 2 * reach }, size)
}
