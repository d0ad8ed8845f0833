import { existsSync, readFileSync } from 'node:fs'
import { type Browser, chromium, type Page } from '@playwright/test'
import { DISPLAY_FACES, fallbackFaces, subsetsOf } from '../../server/drawing/text/faces.ts'
import { type Font, fontFor, type Lettering } from '../../server/drawing/text/fonts.ts'

/** A browser that shows single pages, with the typefaces of the server. */
export interface Chromium {
  newPage(viewport?: { readonly width: number; readonly height: number }): Promise<Page>
  /** The typefaces of a text as CSS, and their names in the order in which a glyph is looked for. */
  faces(text: string, lettering: Lettering): { readonly css: string; readonly families: readonly string[] }
  close(): Promise<void>
}

export async function openChromium(): Promise<Chromium> {
  const executable = process.env['CHROMIUM_PATH'] ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
  const browser: Browser = await chromium.launch({
    ...(executable === undefined ? { channel: 'chromium' } : { executablePath: executable }),
    args: ['--no-sandbox'],
  })
  return {
    newPage: (viewport = { width: 1280, height: 720 }) => browser.newPage({ viewport }),
    faces(text, lettering) {
      const files = filesOf(fontFor(text, lettering)).map((file, index) => ({
        name: `f${index}`,
        data: readFileSync(file).toString('base64'),
      }))
      const css = files.map(
        ({ name, data }) => `@font-face{font-family:${name};font-weight:100 900;src:url(data:font/woff2;base64,${data})}`,
      )
      return { css: css.join(''), families: files.map(({ name }) => name) }
    },
    close: () => browser.close(),
  }
}

/** The files of a font, in the order in which glyphs are looked for. */
export function filesOf(font: Font): readonly string[] {
  const subsets = [...Object.values(DISPLAY_FACES), ...['あ', '한', '中'].flatMap((letter) => fallbackFaces(letter))].flatMap((face) =>
    subsetsOf(face),
  )
  return font.families.split(', ').flatMap((name) => subsets.find(({ family }) => `"${family}"` === name)?.file ?? [])
}
