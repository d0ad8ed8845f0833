import { cssImages } from './css-images.ts'
import { boxOf, filesAt, type Found, type FoundFile, type PageView } from './found.ts'
import { weightOf } from './weight.ts'

/** Below this side, in CSS pixels, a background is decoration. */
const SMALLEST_SIDE = 120
const LAZY_BACKGROUNDS = ['data-bg', 'data-bg-src', 'data-background', 'data-background-image', 'data-bgset'] as const

/** The pictures that an element and its pseudo-elements draw by CSS; none for small and hidden elements. */
export function readBackgrounds(element: Element, view: PageView): Found | null {
  const box = boxOf(element, view)
  if (box === null || Math.min(box.width, box.height) < SMALLEST_SIDE) return null
  const files = [...styledFiles(element, view), ...lazyBackgrounds(element, view)]
  if (files.length === 0) return null
  const alt = element.getAttribute('aria-label') ?? element.getAttribute('title') ?? ''
  return { files, box, alt, weight: weightOf(element) * 0.8 }
}

function styledFiles(element: Element, view: PageView): readonly FoundFile[] {
  const own = view.window.getComputedStyle(element)
  if (own.visibility === 'hidden' || own.display === 'none') return []
  const files = [...filesIn(own.backgroundImage, 'background', view), ...filesIn(own.borderImageSource, 'background', view)]
  for (const pseudo of ['::before', '::after']) {
    const style = view.window.getComputedStyle(element, pseudo)
    if (style.content === 'none' || style.content === '') continue
    files.push(...filesIn(style.backgroundImage, 'pseudo-background', view), ...filesIn(style.content, 'pseudo-background', view))
  }
  return files
}

function filesIn(value: string | undefined, kind: 'background' | 'pseudo-background', view: PageView): readonly FoundFile[] {
  return (
    cssImages(value ?? '')
      // Options of an image-set are the same picture; the densest is the largest file, though the page does not say how large.
      .toSorted((one, other) => (other.density ?? 1) - (one.density ?? 1))
      .flatMap(({ url, density }) => filesAt(url, kind, view, null, { promisesMore: (density ?? 1) > 1 }))
  )
}

function lazyBackgrounds(element: Element, view: PageView): readonly FoundFile[] {
  return LAZY_BACKGROUNDS.flatMap((name) => {
    const value = element.getAttribute(name) ?? ''
    const [first] = cssImages(value)
    return filesAt(first?.url ?? value.split(/\s/)[0], 'lazy', view)
  })
}
