import type { Rectangle } from 'shared/camera'
import type { Grid } from './network.ts'
import { CUT, findParts, grow, type Part } from './mask-parts.ts'

/** What a mask is judged by; all but `haze` are shares from 0 to 1. */
export interface MaskMeasures {
  /** Pixels that are subject rather than not, of all. */
  readonly area: number
  /** Of the subject, what belongs to its largest connected part. */
  readonly largest: number
  /** Of the picture's upper, left and right border, what the subject touches. */
  readonly border: number
  /** Pixels that are neither subject nor not and no edge between the two either, relative to the subject. */
  readonly haze: number
}

export const REFUSALS = ['nothing', 'too_small', 'too_large', 'cut_off', 'unsure'] as const
export type Refusal = (typeof REFUSALS)[number]

/** What is made of a mask. */
export interface JudgedMask {
  /** What the subject fills, as shares of the picture; null where there is no subject to speak of. */
  readonly box: Rectangle | null
  /** The mask without what does not belong to the subject. */
  readonly mask: Grid
  readonly measures: MaskMeasures
  /** 0..1; a half and more is good enough to move the subject apart from what is behind it. */
  readonly quality: number
  readonly refusal: Refusal | null
}

/** Parts smaller than this, relative to the largest, do not belong to the subject. */
const CRUMB = 0.05
/** A faint pixel so far from any part is no soft edge: 3 % of the network's 320 pixels. */
const FRINGE = 10
const SURE = 0.85
/** Between sure and sure of the contrary, an edge in the network's answer is at most so wide. */
const EDGE = 5

/** Tuned on the pictures of docs/subjects.md, where a wrong yes counts for more than a wrong no. */
const LIMITS = { area: { least: 0.04, most: 0.8 }, border: 0.4, haze: 0.16, quality: 0.5 } as const
/** What steers a crop need not be fit for cutting out. */
const BOX_LIMITS = { area: 0.01, haze: 1 } as const

/** Cleans a mask, measures it and decides what it is good for. */
export function judgeMask(raw: Grid): JudgedMask {
  const parts = findParts(raw)
  const kept = parts.filter(({ pixels }) => pixels >= CRUMB * (parts[0]?.pixels ?? 0))
  const mask = clean(raw, kept)
  const measures = measure(mask, kept)
  const quality = measures.largest * Math.max(0, 1 - measures.haze / LIMITS.haze)
  const hasBox = measures.area >= BOX_LIMITS.area && measures.haze <= BOX_LIMITS.haze
  return { box: hasBox ? boxOf(kept, mask) : null, mask, measures, quality, refusal: refusalOf(measures, quality) }
}

function refusalOf({ area, border }: MaskMeasures, quality: number): Refusal | null {
  if (area < BOX_LIMITS.area) return 'nothing'
  if (area < LIMITS.area.least) return 'too_small'
  if (area > LIMITS.area.most) return 'too_large'
  if (border > LIMITS.border) return 'cut_off'
  return quality < LIMITS.quality ? 'unsure' : null
}

/** Leaves what is near a kept part. */
function clean(raw: Grid, kept: readonly Part[]): Grid {
  const smallest = kept.at(-1)?.pixels ?? Number.POSITIVE_INFINITY
  const belongs = { ...raw, values: labelled(raw, smallest) }
  const near = grow(belongs, FRINGE, (value) => value === 1)
  return { ...raw, values: raw.values.map((value, at) => (near[at] === 1 ? value : 0)) }
}

/** 1 for the pixels of parts of at least `least` pixels. */
function labelled(raw: Grid, least: number): Float32Array {
  const values = new Float32Array(raw.values.length)
  const { width } = raw
  for (const { pixels, left, top, right, bottom } of findParts(raw)) {
    if (pixels < least) break
    for (let y = top; y <= bottom; y += 1) {
      for (let x = left; x <= right; x += 1) if ((raw.values[y * width + x] ?? 0) > CUT) values[y * width + x] = 1
    }
  }
  return values
}

function measure(mask: Grid, kept: readonly Part[]): MaskMeasures {
  const subject = kept.reduce((sum, { pixels }) => sum + pixels, 0)
  return {
    area: subject / mask.values.length,
    largest: (kept[0]?.pixels ?? 0) / Math.max(1, subject),
    border: borderCover(mask) / (mask.width + 2 * mask.height),
    haze: hazyPixels(mask) / Math.max(1, subject),
  }
}

/** An honest edge has sure subject on one side and sure background on the other; what has not is a guess. */
function hazyPixels(mask: Grid): number {
  const [isSubject, isBackground] = [(value: number) => value > SURE, (value: number) => value < 1 - SURE]
  const [nearSubject, nearBackground] = [grow(mask, EDGE, isSubject), grow(mask, EDGE, isBackground)]
  let hazy = 0
  mask.values.forEach((value, at) => {
    if (!isSubject(value) && !isBackground(value) && (nearSubject[at] !== 1 || nearBackground[at] !== 1)) hazy += 1
  })
  return hazy
}

/** The lower border does not count: what stands or sits before the camera is usually cut there. */
function borderCover({ width, height, values }: Grid): number {
  let covered = 0
  for (let x = 0; x < width; x += 1) if ((values[x] ?? 0) > CUT) covered += 1
  for (let y = 0; y < height; y += 1) {
    if ((values[y * width] ?? 0) > CUT) covered += 1
    if ((values[(y + 1) * width - 1] ?? 0) > CUT) covered += 1
  }
  return covered
}

function boxOf(parts: readonly Part[], { width, height }: Grid): Rectangle {
  const left = Math.min(...parts.map((part) => part.left))
  const top = Math.min(...parts.map((part) => part.top))
  const right = Math.max(...parts.map((part) => part.right)) + 1
  const bottom = Math.max(...parts.map((part) => part.bottom)) + 1
  return { x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height }
}
