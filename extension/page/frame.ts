import type { ImageCandidate, PageScan } from 'shared/page'
import { collectImages, type Page } from './collect.ts'
import { pictureAt, pictureOf } from './hit-test.ts'
import { pickPicture } from './picker.ts'

/** Where a right click was, as far as the browser says. */
export interface ClickedPoint {
  readonly srcUrl: string | null
  readonly linkUrl: string | null
  readonly mediaUrl: string | null
}

/** What the script in a frame offers to the panel. Everything returned is plain data, as results of injected functions must be. */
export interface FrameReader {
  scan(): PageScan
  pick(hint: string): Promise<ImageCandidate | null>
  /** Ends a running pick without a picture. */
  endPicking(): void
  resolve(point: ClickedPoint): ImageCandidate | null
  dispose(): void
}

/**
 * Sets up the reader of one frame. The scripts of a page outlive an update of the extension, so a newer reader takes the place of an
 * older one and the older one stops listening.
 */
export function setupFrameReader(page: Page & { readonly window: Window }): FrameReader {
  const { window } = page
  const living = new AbortController()
  let picking = new AbortController()
  let clicked: { x: number; y: number } | null = null
  const remember = (event: MouseEvent): void => {
    clicked = { x: event.clientX, y: event.clientY }
  }
  window.addEventListener('contextmenu', remember, { capture: true, signal: living.signal })
  return {
    scan: () => collectImages(page),
    pick(hint) {
      picking.abort()
      picking = new AbortController()
      return pickPicture(page, { hint }, picking.signal)
    },
    endPicking: () => picking.abort(),
    resolve: (point) => resolvePoint(page, point, clicked),
    dispose() {
      picking.abort()
      living.abort()
    },
  }
}

/**
 * The picture that was right-clicked. By its address where the browser names one; else by the link or medium that it names, the place of
 * the click where we saw it, and last by what the pointer is over.
 */
export function resolvePoint(page: Page, point: ClickedPoint, clicked: { x: number; y: number } | null): ImageCandidate | null {
  if (point.srcUrl !== null) {
    const known = collectImages(page).candidates.find((each) => [each, ...each.alternates].some(({ url }) => url === point.srcUrl))
    if (known !== undefined) return known
  }
  const at = clicked === null ? null : pictureAt(page, clicked.x, clicked.y)
  if (at !== null) return at.candidate
  for (const element of namedElements(page.document, point)) {
    const candidate = [element, ...element.querySelectorAll('*')].map((each) => pictureOf(page, each)).find((each) => each !== null)
    if (candidate !== undefined) return candidate
  }
  const hovered = [...page.document.querySelectorAll(':hover')].toReversed()
  return hovered.map((element) => pictureOf(page, element)).find((each) => each !== null) ?? null
}

function namedElements(document: Document, { linkUrl, mediaUrl }: ClickedPoint): readonly Element[] {
  const links = linkUrl === null ? [] : [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].filter((link) => link.href === linkUrl)
  const media = mediaUrl === null ? [] : [...document.querySelectorAll('video')].filter((video) => video.currentSrc === mediaUrl)
  return [...links, ...media]
}
