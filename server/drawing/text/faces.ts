import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { charactersOf } from './character-map.ts'

/** The typefaces that ship with the server, cut into subsets by the characters they hold. */

/** Faces that a design or a brand asks for by name; each covers a few alphabets. */
export const DISPLAY_FACES = {
  sans: { package: '@fontsource-variable/inter', style: 'wght-normal' },
  serif: { package: '@fontsource-variable/playfair-display', style: 'wght-normal' },
  serif_italic: { package: '@fontsource-variable/playfair-display', style: 'wght-italic' },
  tall: { package: '@fontsource/anton', style: '400-normal' },
  wide: { package: '@fontsource-variable/unbounded', style: 'wght-normal' },
  round: { package: '@fontsource-variable/fredoka', style: 'wght-normal' },
  montserrat: { package: '@fontsource-variable/montserrat', style: 'wght-normal' },
  open_sans: { package: '@fontsource-variable/open-sans', style: 'wght-normal' },
  roboto: { package: '@fontsource-variable/roboto', style: 'wght-normal' },
  oswald: { package: '@fontsource-variable/oswald', style: 'wght-normal' },
  lora: { package: '@fontsource-variable/lora', style: 'wght-normal' },
} as const satisfies Record<string, FacePackage>
export type DisplayFace = keyof typeof DISPLAY_FACES

export interface FacePackage {
  readonly package: string
  /** The end of its files' names. */
  readonly style: string
  /** The one subset to use; the others hold what a better face has, or cut sequences of characters apart. */
  readonly subset?: string
}

const JAPANESE = { package: '@fontsource-variable/noto-sans-jp', style: 'wght-normal' } as const
const CHINESE = { package: '@fontsource-variable/noto-sans-sc', style: 'wght-normal' } as const
const KOREAN = { package: '@fontsource-variable/noto-sans-kr', style: 'wght-normal' } as const
const OTHER_ALPHABETS: readonly FacePackage[] = [
  { package: '@fontsource-variable/noto-sans-arabic', style: 'wght-normal', subset: 'arabic' },
  { package: '@fontsource-variable/noto-sans-hebrew', style: 'wght-normal', subset: 'hebrew' },
  { package: '@fontsource-variable/noto-sans-thai', style: 'wght-normal', subset: 'thai' },
  { package: '@fontsource-variable/noto-sans-devanagari', style: 'wght-normal', subset: 'devanagari' },
]
const EMOJI: FacePackage = { package: '@fontsource/noto-color-emoji', style: '400-normal', subset: 'emoji' }

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
const HANGUL = /\p{Script=Hangul}/u

/** Where a character that the design's own face lacks is looked for. One Han character looks different in Japan, China and Korea. */
export function fallbackFaces(text: string): readonly FacePackage[] {
  const eastAsian = KANA.test(text)
    ? [JAPANESE, CHINESE, KOREAN]
    : HANGUL.test(text)
      ? [KOREAN, CHINESE, JAPANESE]
      : [CHINESE, JAPANESE, KOREAN]
  // Before the East Asian faces, which have some pictographs too, in one colour.
  return [DISPLAY_FACES.sans, EMOJI, ...OTHER_ALPHABETS, ...eastAsian]
}

/** A part of a face: a file, and the characters it is for. */
export interface Subset {
  /** Unique name under which the canvas knows it. */
  readonly family: string
  readonly file: string
  has(character: number): boolean
}

const require = createRequire(import.meta.url)
const known = new Map<string, readonly Subset[]>()

/** The subsets of a face, most specific first, as its package lists them. */
export function subsetsOf(face: FacePackage): readonly Subset[] {
  const key = `${face.package} ${face.style}`
  const listed = known.get(key) ?? list(face)
  known.set(key, listed)
  return listed
}

function list(face: FacePackage): readonly Subset[] {
  const ranges = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(require.resolve(`${face.package}/unicode.json`), 'utf8')))
  const name = face.package.slice(face.package.indexOf('/') + 1)
  const subset = (label: string, covered: string): Subset => {
    const file = require.resolve(`${face.package}/files/${name}-${label}-${face.style}.woff2`)
    return { family: `Pagereel ${name} ${label} ${face.style}`, file, has: coverage(covered, file) }
  }
  if (face.subset !== undefined) return [subset(face.subset, ranges[face.subset] ?? Object.values(ranges).join(','))]
  // The last is the commonest: Latin, which numbered subsets of East Asian faces repeat.
  return Object.entries(ranges).map(([label, covered]) => subset(label.replaceAll(/[[\]]/gu, ''), covered))
}

/**
 * What a file has a glyph for. The ranges of a package (CSS's unicode-range) say where to look, and are wider than the font: only the
 * character map of the file knows.
 */
function coverage(ranges: string, file: string): (character: number) => boolean {
  const parsed = ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/iu, '').split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
  })
  let map: ((character: number) => boolean) | null = null
  return (character) => {
    if (!parsed.some(([from, to]) => character >= from && character <= to)) return false
    map ??= charactersOf(file)
    return map(character)
  }
}
