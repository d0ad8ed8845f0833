import type { ImageCandidate } from 'shared/page'
import { readElement, viewOf, type Page } from './collect.ts'
import { groupFound } from './group.ts'

/** The topmost picture at a point of the viewport, through overlays, open shadow roots and into CSS backgrounds; null for none. */
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
  const found = readElement(element, view).filter(({ box }) => box !== null)
  return groupFound(found, page.window)[0] ?? null
}

/** All elements at a point, topmost first, those of open shadow roots before their hosts. */
function elementsAt(root: DocumentOrShadowRoot, x: number, y: number): readonly Element[] {
  return root.elementsFromPoint(x, y).flatMap((element) => {
    // A root asked for a point also answers with elements outside of it.
    const inner = element.shadowRoot
    if (inner === null || inner === root) return [element]
    return [...elementsAt(inner, x, y).filter((each) => each.getRootNode() === inner), element]
  })
}
