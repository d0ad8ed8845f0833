import type { Content } from '../content.ts'
import { group, type Node, solid } from '../node.ts'
import { inset, type Stage } from '../stage.ts'
import {
  accentFill,
  inkFill,
  layOut,
  LEAVING,
  sentenceBox,
  startOf,
  textBlock,
  titleBox,
  type TextBox,
  type TextLayout,
} from '../text-block.ts'
import { isEastAsian, phrases } from '../../../drawing/index.ts'
import { tween } from '../track.ts'
import { bar, faded, pictureFill, PUSH, pushed, stacked } from './common.ts'

/** Characters that are read in one glance; East Asian ones say about twice as much. */
const PAGE = 90
/** Seconds that a page stands at least, where the clip is long enough. */
const PAGE_STANDS = 1.6
/** Pages that a text is set on at most before giving up: more than any prompt needs. */
const MOST_PAGES = 40
/** Longer pages come in by lines: so many words would still be arriving when they should be read. */
const WORD_BY_WORD = 150

/** A word of fewer characters is a particle rather than what matters. */
const SHORTEST_ACCENT = 4

/** Words as large as they can be, one after the other; a long text on several pages. Fits every text. */
export function kineticType(stage: Stage, { whole, headline, detail }: Content): readonly Node[] {
  const room = inset(stage.area, 0.02 * stage.unit)
  const inner = { width: room.width / PUSH, height: room.height / PUSH }
  const graded = detail === null ? null : ranked(stage, headline, detail, inner)
  const content = graded ?? paged(stage, whole, inner)
  return [...pictureFill(stage), pushed(stage, content, stage.area)]
}

/** A headline with the rest below it, where both can be read at once. */
function ranked(stage: Stage, headline: string, detail: string, inner: { width: number; height: number }): readonly Node[] | null {
  const { unit, pace, area } = stage
  if (weight(detail) > 150) return null
  const title = layOut(headline, titleBox(stage, { width: inner.width, height: inner.height * 0.56 }, 0.15))
  const below = layOut(detail, sentenceBox(stage, { width: inner.width, height: inner.height * 0.28 }, 0.058))
  if (title === null || below === null) return null
  const room = inset(area, 0.02 * unit)
  const [first, second] = stacked(
    room,
    [
      { layout: title, gap: 0, align: 'start' },
      { layout: below, gap: 0.075 * unit, align: 'start' },
    ],
    0.5,
  )
  if (first === undefined || second === undefined) return null
  const rtl = title.direction === 'rtl'
  const barAt = { x: rtl ? first.x + title.width : first.x, y: second.y - 0.045 * unit }
  return [
    words(stage, title, first, 0.15 * pace),
    bar(stage, barAt, 0.13 * unit, 0.75 * pace, title.direction),
    textBlock(below, second, { fill: solid(stage.palette.muted) }, faded(stage, 0.95 * pace)),
  ]
}

function words(stage: Stage, layout: TextLayout, at: { x: number; y: number }, start: number, until?: { leave: number }): Node {
  const by = layout.lines.reduce((sum, { text }) => sum + text.length, 0) <= WORD_BY_WORD ? 'word' : 'line'
  const accented = by === 'word' ? accentOf(layout) : null
  return textBlock(
    layout,
    at,
    { fill: inkFill(stage), accent: (part) => (part === accented ? accentFill(stage) : null) },
    { kind: 'rise', by, start, ...arriving(stage, layout, by, start, until?.leave ?? stage.seconds), ...until },
  )
}

/** All words of a page are there when a third of its time has passed. */
function arriving(
  stage: Stage,
  layout: TextLayout,
  by: 'word' | 'line',
  start: number,
  end: number,
): { readonly stagger: number; readonly duration: number } {
  const parts = by === 'line' ? layout.lines.length : layout.lines.reduce((sum, { text }) => sum + phrases(text).length, 0)
  return {
    stagger: Math.min(by === 'word' ? 0.085 : 0.12, (end - start) / 3 / parts),
    duration: Math.min(0.85 * stage.pace, (end - start) / 3),
  }
}

/** The word that carries the most: a number, else the longest one of several. */
function accentOf(layout: TextLayout): string | null {
  const parts = layout.lines.flatMap(({ text }) => phrases(text).map((part) => part.trimEnd()))
  if (parts.length < 2) return null
  const number = parts.find((part) => /\p{Nd}/u.test(part))
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '')
  return number ?? (longest.length >= SHORTEST_ACCENT ? longest : null)
}

function weight(text: string): number {
  return isEastAsian(text) ? 2 * text.length : text.length
}

function paged(stage: Stage, whole: string, inner: { width: number; height: number }): readonly Node[] {
  const { unit, pace, seconds, area } = stage
  const room = inset(area, 0.02 * unit)
  const pages = pagesOf(stage, whole, inner)
  const total = pages.reduce((sum, { lines }) => sum + lengthOf(lines), 0)
  let start = 0.15 * pace
  return pages.flatMap((layout, index) => {
    const last = index === pages.length - 1
    const stands = ((seconds - 0.15 * pace) * (lengthOf(layout.lines) / total + 0.35 / pages.length)) / 1.35
    const from = start
    start += stands
    const at = startOf(layout, room, 0, 0.5)
    const block = words(stage, layout, at, from, last ? undefined : { leave: start - LEAVING })
    const mark = index === 0 ? [opening(stage, layout, at, last ? null : start - LEAVING)] : []
    return [block, ...mark]
  })
}

/** A bar over the first words. */
function opening(stage: Stage, layout: TextLayout, at: { x: number; y: number }, leave: number | null): Node {
  const { unit, pace } = stage
  const y = at.y - 0.055 * unit
  const node = bar(stage, { x: layout.direction === 'rtl' ? at.x + layout.width : at.x, y }, 0.13 * unit, 0, layout.direction)
  return group([node], leave === null ? {} : { opacity: tween(1, 0, leave, 0.3 * pace) })
}

function lengthOf(lines: readonly { readonly text: string }[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0)
}

/** As few pages as can be read in the time, and as many as the smallest letters need. */
function pagesOf(stage: Stage, whole: string, inner: { width: number; height: number }): readonly TextLayout[] {
  const time = Math.max(1, Math.floor(stage.seconds / PAGE_STANDS))
  const first = Math.min(time, Math.ceil(weight(whole) / PAGE))
  const titleRoom = { width: inner.width, height: inner.height - 0.11 * stage.unit }
  for (let count = first; count <= MOST_PAGES; count++) {
    const texts = parted(whole, count)
    const box = boxFor(stage, Math.max(...texts.map(weight)), titleRoom)
    const set = sameSize(texts, box)
    if (set !== null) return set
  }
  return []
}

function boxFor(stage: Stage, longest: number, room: { width: number; height: number }): TextBox {
  return longest > WORD_BY_WORD ? sentenceBox(stage, room, 0.09) : titleBox(stage, room, stage.shape === 'wide' ? 0.21 : 0.19)
}

/** Texts at the largest size at which each fits; null where one does not. */
function sameSize(texts: readonly string[], box: TextBox): readonly TextLayout[] | null {
  const sizes = texts.map((text) => layOut(text, box)?.size)
  const largest = Math.min(...sizes.map((size) => size ?? 0))
  const layouts = largest === 0 ? [] : texts.map((text) => layOut(text, { ...box, largest }))
  const set = layouts.filter((layout) => layout !== null)
  return largest > 0 && set.length === texts.length ? set : null
}

/** Parts a text into pages of about the same length, at the ends of sentences and clauses where they are near. */
export function parted(text: string, count: number): readonly string[] {
  const pieces = phrases(text)
  const pages: string[] = []
  let page = ''
  let taken = 0
  for (const piece of pieces) {
    page += piece
    const left = count - pages.length
    const aim = (text.length - taken) / left
    const after = piece.trimEnd()
    const reach = /[.!?…。！？]["”’」]?$/u.test(after) ? 0.7 : /[,;:—、，；：]$/u.test(after) ? 0.85 : 1
    if (left > 1 && page.length >= aim * reach) {
      pages.push(page.trim())
      taken += page.length
      page = ''
    }
  }
  return page.trim() === '' ? pages : [...pages, page.trim()]
}
