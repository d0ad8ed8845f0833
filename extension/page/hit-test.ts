import type { ImageCandidate } from 'shared/page'
import { readElement, viewOf, type Page } from './collect.ts'
import type { Found } from './found.ts'
import { groupFound } from './group.ts'

/** The topmost picture at a point of the viewport, through overlays, open shadow roots and into CSS backgrounds; null where there is none. */
export function pictureAt(page: Page, x: number, y: number): { readonly element: Element; readonly candidate: ImageCandidate } | null {
  for (const element of elementsAt(page.document, x, y)) {
    const candidate = pictureOf(page, element)
    if (candidate !== null) return { element, candidate }
  }
  return null
}

/** The picture that an element itself shows, or that lies alone inside it; null where there is none. */
export function pictureOf(page: Page, element: Element): ImageCandidate | null {
  const view = viewOf(page)
  const own = readElement(element, view).filter((found) => found.box !== null)
  const found: readonly Found[] = own.length > 0 ? own : canvasPicture(element, page)
  return groupFound(found, { width: page.window.innerWidth, height: page.window.innerHeight })[0] ?? null
}

/** All elements at a point, topmost first, those of open shadow roots before their hosts. */
function elementsAt(root: DocumentOrShadowRoot, x: number, y: number): readonly Element[] {
  return root.elementsFromPoint(x, y).flatMap((element) => {
    const inner = element.shadowRoot
    // A root asked for a point also answers with elements outside of it.
    return inner === null || inner === root ? [element] : [...elementsAt(inner, x, y).filter((each) => each.getRootNode() === inner), element]
  })
}

/** A drawn canvas, read at once; canvases that hold pictures of other origins cannot be read. */
function canvasPicture(element: Element, page: Page): readonly Found[] {
  if (!isCanvas(element) || element.width < 120 || element.height < 120) return []
  const { x, y, width, height } = element.getBoundingClientRect()
  try {
    const url = element.toDataURL('image/png')
    const file = { url, kind: 'canvas', width: element.width, height: element.height, measured: true, promisesMore: false } as const
    return [{ files: [file], box: { x, y, width, height }, alt: element.getAttribute('aria-label') ?? page.document.title, weight: 1 }]
  } catch {
    return []
  }
}

function isCanvas(element: Element): element is HTMLCanvasElement {
  return element.localName === 'canvas'
}
