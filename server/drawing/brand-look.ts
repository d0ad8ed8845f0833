import type { Adjustment, Brand } from 'shared/wire'
import { type Colour, INK, parseColour, readableOn } from './colours.ts'
import type { DisplayFace } from './text/faces.ts'

/** What a brand asks of letters and colours, as far as it can be had. */
export interface BrandLook {
  /** Null where the brand names none, or none that ships. */
  readonly heading: DisplayFace | null
  readonly body: DisplayFace | null
  /** The brand's first colour as it is, for what words lie on. */
  readonly colour: Colour
  /** Its second, or the first once more. */
  readonly second: Colour
  /** The first colour, readable on dark. */
  readonly accent: Colour
  readonly adjustments: readonly Adjustment[]
}

/** Without a brand, the product's own colours. */
const COLOURS: readonly [Colour, Colour] = ['#7b61ff', '#7bd7ff']
/** Lit words without a brand: yellow is the colour that is farthest from white and reads best on dark. */
const ACCENT: Colour = '#ffe14a'

const FACES: Readonly<Record<string, DisplayFace>> = {
  inter: 'sans',
  'playfair display': 'serif',
  playfair: 'serif',
  anton: 'tall',
  unbounded: 'wide',
  fredoka: 'round',
  montserrat: 'montserrat',
  'open sans': 'open_sans',
  roboto: 'roboto',
  oswald: 'oswald',
  lora: 'lora',
}

/** Fonts are found among those that ship with the server, by name; for another its default stands in, which is told. */
export function brandLook(brand: Brand): BrandLook {
  const colours = brand.colours.flatMap((colour) => parseColour(colour) ?? [])
  const [first, second] = [colours[0], colours[1]]
  return {
    heading: faceOf(brand.headingFont),
    body: faceOf(brand.bodyFont),
    colour: first ?? COLOURS[0],
    second: second ?? first ?? COLOURS[1],
    accent: first === undefined ? ACCENT : readableOn(INK, first),
    adjustments: [...missing('headingFont', brand.headingFont), ...missing('bodyFont', brand.bodyFont)],
  }
}

function faceOf(name: string | null): DisplayFace | null {
  return name === null ? null : (FACES[keyOf(name)] ?? null)
}

function keyOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ')
}

function missing(field: 'headingFont' | 'bodyFont', name: string | null): readonly Adjustment[] {
  if (name === null || name.trim() === '' || faceOf(name) !== null) return []
  return [
    {
      field: `brand.${field}`,
      code: 'font_not_shipped',
      why: `${name} does not come with the server; another typeface stands in.`,
      asked: name,
    },
  ]
}
