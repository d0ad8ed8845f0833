import { fileURLToPath } from 'node:url'
import { GlobalFonts } from '@napi-rs/canvas'

/** Scripts that Inter covers; each subset is a family of its own, so that a glyph is looked for in one after the other. */
const SUBSETS = ['latin', 'latin-ext', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'] as const

export type Weight = 600 | 700

let registered = false

/** The CSS font of the title card; what Inter has not, the system's fonts may have. Registers Inter on first use. */
export function titleFont(weight: Weight, size: number): string {
  if (!registered) register()
  return `${size}px ${SUBSETS.map((subset) => `"${family(subset, weight)}"`).join(', ')}, sans-serif`
}

function register(): void {
  for (const subset of SUBSETS)
    for (const weight of [600, 700] as const) {
      const file = fileURLToPath(import.meta.resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`))
      if (GlobalFonts.registerFromPath(file, family(subset, weight)) === null) throw new Error(`the font ${file} cannot be read`)
    }
  registered = true
}

function family(subset: string, weight: Weight): string {
  return `Pagereel Inter ${weight} ${subset}`
}
