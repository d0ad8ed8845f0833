import { filesAt, filesOfSet, type Found, type FoundFile, type PageView } from './found.ts'
import { jsonLdDocuments } from './json-ld.ts'

/** What the page says about itself is a strong hint on product pages. */
const DECLARED_WEIGHT = 2

/** The pictures that a page declares rather than draws: og:image and its kin, JSON-LD, microdata, preloads. */
export function readHead(view: PageView): readonly Found[] {
  return [...metaPictures(view), ...jsonLdPictures(view), ...preloads(view)]
}

function metaPictures(view: PageView): readonly Found[] {
  const found: Found[] = []
  const metas = [...view.document.querySelectorAll('meta[property], meta[name], meta[itemprop]')]
  for (const [at, meta] of metas.entries()) {
    const name = nameOf(meta)
    if (!/^(?:og:image(?::secure_url|:url)?|twitter:image(?::src)?|image)$/.test(name)) continue
    // Structured properties follow the image that they describe.
    const detail = metas.slice(at + 1, at + 8)
    const end = detail.findIndex((next) => nameOf(next) === name)
    const own = end === -1 ? detail : detail.slice(0, end)
    const valueOf = (key: string): string | null => own.find((next) => nameOf(next) === key)?.getAttribute('content') ?? null
    const size = sizeOf(valueOf('og:image:width'), valueOf('og:image:height'))
    const files = filesAt(meta.getAttribute('content'), 'og-image', view, size)
    found.push({ files, box: null, alt: valueOf('og:image:alt') ?? '', weight: DECLARED_WEIGHT })
  }
  for (const link of view.document.querySelectorAll('link[rel="image_src"], link[itemprop="image"]')) {
    found.push({ files: filesAt(link.getAttribute('href'), 'og-image', view), box: null, alt: '', weight: DECLARED_WEIGHT })
  }
  return found
}

function nameOf(meta: Element): string {
  return (meta.getAttribute('property') ?? meta.getAttribute('name') ?? meta.getAttribute('itemprop') ?? '').toLowerCase()
}

function jsonLdPictures(view: PageView): readonly Found[] {
  const found: Found[] = []
  for (const root of jsonLdDocuments(view.document)) {
    walkJsonLd(root, 0, (value, alt) => {
      const files = filesOfImage(value, view)
      if (files.length > 0) found.push({ files, box: null, alt, weight: DECLARED_WEIGHT })
    })
  }
  return found
}

/**
 * Visits every picture of a JSON-LD document: `image` of any thing, `contentUrl` of an ImageObject; each entry of a list is a picture of
 * its own.
 */
function walkJsonLd(value: unknown, depth: number, visit: (image: unknown, alt: string) => void): void {
  if (depth > 8 || typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 500)) walkJsonLd(item, depth + 1, visit)
    return
  }
  const thing = new Map<string, unknown>(Object.entries(value))
  const name = thing.get('name')
  const alt = typeof name === 'string' ? name : ''
  for (const [key, inner] of thing) {
    if (key === 'image') for (const image of Array.isArray(inner) ? inner.slice(0, 100) : [inner]) visit(image, alt)
    else walkJsonLd(inner, depth + 1, visit)
  }
  if (/ImageObject/.test(String(thing.get('@type')))) visit(value, alt)
}

function filesOfImage(image: unknown, view: PageView): readonly FoundFile[] {
  if (typeof image === 'string') return filesAt(image, 'json-ld', view)
  if (typeof image !== 'object' || image === null) return []
  const thing = new Map<string, unknown>(Object.entries(image))
  const address = [thing.get('contentUrl'), thing.get('url'), thing.get('@id')].find((value) => typeof value === 'string')
  return typeof address === 'string' ? filesAt(address, 'json-ld', view, sizeOf(thing.get('width'), thing.get('height'))) : []
}

function preloads(view: PageView): readonly Found[] {
  const found: Found[] = []
  for (const link of view.document.querySelectorAll('link[rel="preload"][as="image"]')) {
    const set = filesOfSet(link.getAttribute('imagesrcset'), 'preload', view, null)
    found.push({ files: [...set, ...filesAt(link.getAttribute('href'), 'preload', view)], box: null, alt: '', weight: 1 })
  }
  return found
}

function sizeOf(width: unknown, height: unknown): { width: number; height: number } | null {
  const [across, down] = [Number.parseInt(String(width), 10), Number.parseInt(String(height), 10)]
  return across > 0 && down > 0 ? { width: across, height: down } : null
}
