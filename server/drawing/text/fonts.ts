import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { DISPLAY_FACES, type DisplayFace, fallbackFaces, type FacePackage, type Subset, subsetsOf } from './faces.ts'
import { directionOf } from './script.ts'

/** How words are drawn, but for their size. */
export interface Lettering {
  readonly face: DisplayFace
  /** 100..900 */
  readonly weight: number
  /** Between letters, as a share of the font size. */
  readonly tracking: number
}

/** A font that holds every character of the text it was made for. */
export interface Font extends Lettering {
  /** Families in the notation of CSS, in the order in which a glyph is looked for. */
  readonly families: string
}

const registered = new Set<string>()

/**
 * A font for a text. Only the subsets that the text's characters need are read, each once in the life of the process. A text that the
 * wished face does not cover is set in Inter and the faces of its script as a whole, so that no word mixes two designs.
 */
export function fontFor(text: string, lettering: Lettering): Font {
  const own = DISPLAY_FACES[lettering.face]
  const characters = [...new Set(text)].flatMap((character) => character.codePointAt(0) ?? [])
  const covered = characters.every((character) => !isLetter(character) || subsetsOf(own).some((subset) => subset.has(character)))
  const faces = covered && own !== DISPLAY_FACES.sans ? [own, ...fallbackFaces(text)] : fallbackFaces(text)
  const subsets = needed(characters, faces)
  for (const subset of subsets) register(subset)
  return { ...lettering, families: [...subsets.map(({ family }) => `"${family}"`), 'sans-serif'].join(', ') }
}

/** What a shaper consumes: it chooses other glyphs and is none itself. */
const SHAPING = /[\s\p{Cf}\p{Cc}\p{Variation_Selector}\p{Mn}]/u

/** The characters of a text that no typeface that ships can draw; the system's fonts stand in where they can. */
export function uncovered(text: string): readonly string[] {
  const faces = fallbackFaces(text)
  const drawn = [...new Set(text)].filter((character) => !SHAPING.test(character))
  return drawn.filter((character) => needed([character.codePointAt(0) ?? 0], faces).length === 0)
}

/** Sets the font, spacing and direction that a text is measured and drawn with. */
export function applyFont(context: SKRSContext2D, font: Font, size: number, text: string): void {
  context.font = `${font.weight} ${size}px ${font.families}`
  context.letterSpacing = `${(font.tracking * size).toFixed(3)}px`
  context.direction = directionOf(text)
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
}

/** Extents of a line of text around its starting point on the baseline, in pixels. `advance` is what the next word starts after. */
export interface Ink {
  readonly advance: number
  readonly left: number
  readonly right: number
  readonly ascent: number
  readonly descent: number
}

const scratch = createCanvas(1, 1).getContext('2d')

export function measure(text: string, font: Font, size: number): Ink {
  applyFont(scratch, font, size, text)
  const { width, actualBoundingBoxLeft, actualBoundingBoxRight, actualBoundingBoxAscent, actualBoundingBoxDescent } =
    scratch.measureText(text)
  return {
    advance: width,
    left: actualBoundingBoxLeft,
    right: actualBoundingBoxRight,
    ascent: actualBoundingBoxAscent,
    descent: actualBoundingBoxDescent,
  }
}

function isLetter(character: number): boolean {
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(character))
}

/** The first subset of the first face that has each character. */
function needed(characters: readonly number[], faces: readonly FacePackage[]): readonly Subset[] {
  const order = faces.flatMap((face) => subsetsOf(face).toReversed())
  const used = new Set(characters.flatMap((character) => order.find((subset) => subset.has(character)) ?? []))
  return order.filter((subset) => used.has(subset))
}

function register({ family, file }: Subset): void {
  if (registered.has(family)) return
  if (GlobalFonts.registerFromPath(file, family) === null) throw new Error(`the font ${file} cannot be read`)
  registered.add(family)
}
