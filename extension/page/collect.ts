import type { PageScan } from 'shared/page'
import { boxOf, type Found, type PageView, type PageWindow } from './found.ts'
import { groupFound } from './group.ts'
import { readBackgrounds } from './read-backgrounds.ts'
import { readCanvas } from './read-canvas.ts'
import { readHead } from './read-head.ts'
import { isImage, lazyFiles, readEmbedded, readImage, readNoscript } from './read-images.ts'
import { weightOf } from './weight.ts'

export interface Page {
  readonly document: Document
  readonly window: PageWindow
}

/** Elements looked at in one scan; pages beyond it are cut short and say so. */
const MOST_ELEMENTS = 20_000
const EMBEDDING = /^(?:image|video|object|embed)$/

/**
 * Everything on a page that is a picture, ranked, each with its best file first: `img` with `currentSrc`, `srcset` and `picture`, lazy
 * attributes, links to pictures, CSS backgrounds with `image-set` and pseudo-elements, SVG images, posters, canvases in sight, open shadow
 * roots, and what the head declares. Reads only; changes nothing on the page.
 */
export function collectImages(page: Page, mostElements: number = MOST_ELEMENTS): PageScan {
  const view = viewOf(page)
  const found: Found[] = [...readHead(view)]
  let left = mostElements
  for (const element of elementsOf(page.document)) {
    if (left === 0) break
    left -= 1
    found.push(...readElement(element, view))
  }
  return {
    pageUrl: page.document.URL,
    pageTitle: page.document.title,
    candidates: groupFound(found, page.window),
    truncated: left === 0,
  }
}

/** What a reader needs to know about a page, worked out once. */
export function viewOf(page: Page): PageView {
  return { ...page, baseUrl: page.document.baseURI, offset: frameOffset(page.window) }
}

/** Everything that one element shows; empty for most. */
export function readElement(element: Element, view: PageView): readonly Found[] {
  const found: Found[] = []
  if (isImage(element)) found.push(readImage(element, view))
  else if (EMBEDDING.test(element.localName) || element.matches('input[type="image"]')) found.push(...present(readEmbedded(element, view)))
  else if (element.localName === 'canvas') found.push(...present(readCanvas(element, view)))
  else if (element.localName === 'noscript') found.push(...readNoscript(element, view))
  else {
    const files = lazyFiles(element, view)
    const alt = element.getAttribute('aria-label') ?? ''
    if (files.length > 0) found.push({ files, box: boxOf(element, view), alt, weight: weightOf(element) })
  }
  found.push(...present(readBackgrounds(element, view)))
  return found
}

function present(found: Found | null): readonly Found[] {
  return found === null ? [] : [found]
}

/** Every element below a root in document order, open shadow roots included. */
export function* elementsOf(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element
    if (element.shadowRoot !== null && element.shadowRoot !== undefined) yield* elementsOf(element.shadowRoot)
  }
}

/** Sum of the frames' places up to the top; null where a frame of another origin is in between. */
function frameOffset(window: PageWindow): { x: number; y: number } | null {
  let [x, y, current] = [0, 0, window]
  for (let depth = 0; depth < 10; depth += 1) {
    const frame = frameOf(current)
    if (frame === 'top') return { x, y }
    if (frame === 'foreign') return null
    const box = frame.getBoundingClientRect()
    x += box.x + frame.clientLeft
    y += box.y + frame.clientTop
    const outer = frame.ownerDocument.defaultView
    if (outer === null) return null
    current = outer
  }
  return null
}

/** The element that holds a frame. Reading it throws, or gives null, where the parent is of another origin. */
function frameOf(window: PageWindow): Element | 'top' | 'foreign' {
  if (window.parent === undefined || window.parent === window) return 'top'
  try {
    return window.frameElement ?? 'foreign'
  } catch {
    return 'foreign'
  }
}
