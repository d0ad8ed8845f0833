import { boxOf, fileOf, type Found, type PageView } from './found.ts'
import { weightOf } from './weight.ts'

/** Below this side, in its own pixels, a canvas is a control or a decoration. */
const SMALLEST_SIDE = 120

/**
 * What a `<canvas>` in sight shows, read at once as a `data:` address, since it may be drawn over at any time. Encoding takes long, so
 * those out of sight are left alone. Null for empty canvases, and for those that hold pictures of other origins, which cannot be read.
 */
export function readCanvas(element: Element, view: PageView): Found | null {
  if (!isCanvas(element) || Math.min(element.width, element.height) < SMALLEST_SIDE) return null
  const { width, height } = element
  const shown = element.getBoundingClientRect()
  const inSight = shown.right > 0 && shown.bottom > 0 && shown.left < view.window.innerWidth && shown.top < view.window.innerHeight
  const box = boxOf(element, view)
  if (!inSight || box === null) return null
  try {
    const url = element.toDataURL()
    if (url === emptyCanvas(view.document, width, height)) return null
    const alt = element.getAttribute('aria-label') ?? view.document.title
    return { files: [fileOf(url, 'canvas', { width, height }, { measured: true })], box, alt, weight: weightOf(element) }
  } catch {
    return null
  }
}

function emptyCanvas(document: Document, width: number, height: number): string {
  return Object.assign(document.createElement('canvas'), { width, height }).toDataURL()
}

function isCanvas(element: Element): element is HTMLCanvasElement {
  return element.localName === 'canvas'
}
