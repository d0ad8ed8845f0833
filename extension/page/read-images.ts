import type { ImageSourceKind } from 'shared/page'
import { looksLikePicture, pictureAddress } from './address.ts'
import { boxOf, fileOf, filesAt, filesOfSet, type Found, type FoundFile, type PageView, sizeFrom } from './found.ts'
import { parseSrcset } from './srcset.ts'
import { weightOf } from './weight.ts'

const LAZY_ADDRESSES = [
  'data-src',
  'data-original',
  'data-lazy',
  'data-lazy-src',
  'data-image',
  'data-url',
  'data-flickity-lazyload',
] as const
const LAZY_SETS = ['data-srcset', 'data-lazy-srcset', 'data-original-set'] as const
const LARGE_ADDRESSES = [
  'data-zoom-image',
  'data-zoom',
  'data-large',
  'data-large_image',
  'data-large-image',
  'data-hi-res',
  'data-hires',
  'data-old-hires',
  'data-full',
  'data-full-src',
  'data-high-res-src',
] as const

/** An `<img>`: what it shows, all of its `srcset` and its `<picture>`, its lazy attributes, and the picture it links to. */
export function readImage(image: HTMLImageElement, view: PageView): Found {
  const box = boxOf(image, view)
  const aspect = aspectOf(image)
  const natural = image.naturalWidth > 1 ? image.naturalWidth : (box?.width ?? null)
  const shownUrl = pictureAddress(image.currentSrc === '' ? image.getAttribute('src') : image.currentSrc, view.baseUrl)
  const files: FoundFile[] = []
  let density = 1
  for (const [set, kind] of setsOf(image)) {
    for (const candidate of parseSrcset(set)) {
      const url = pictureAddress(candidate.url, view.baseUrl)
      if (url === null) continue
      // naturalWidth is in CSS pixels, corrected by the density of the chosen file: the file itself is larger by it.
      const width = candidate.width ?? (natural === null ? null : natural * (candidate.density ?? 1))
      if (url === shownUrl && natural !== null && width !== null) density = width / natural
      files.push(fileOf(url, kind, sizeFrom(width, aspect)))
    }
  }
  if (shownUrl !== null) files.unshift(shownFile(image, shownUrl, density))
  files.push(...filesAt(image.getAttribute('src'), 'img', view).filter(({ url }) => url !== shownUrl))
  return { files: [...files, ...lazyFiles(image, view), ...linkedFiles(image, view)], box, alt: image.alt, weight: weightOf(image) }
}

/** `<image>` in SVG, `<input type=image>`, a video's poster, `<object>` and `<embed>` of a picture: one address each. */
export function readEmbedded(element: Element, view: PageView): Found | null {
  const [address, kind] = embeddedAddress(element)
  const [file] = filesAt(address, kind, view)
  if (file === undefined) return null
  if (/^(?:object|embed)$/.test(element.localName) && !looksLikePicture(file.url)) return null
  const alt = element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? ''
  return { files: [file], box: boxOf(element, view), alt, weight: weightOf(element) }
}

/** The pictures in a `<noscript>`, which lazy loaders keep there; its content is text while scripts run. */
export function readNoscript(element: Element, view: PageView): readonly Found[] {
  const text = element.textContent ?? ''
  if (!/<img\b/i.test(text)) return []
  const holder = view.document.implementation.createHTMLDocument('')
  holder.body.innerHTML = text
  return [...holder.querySelectorAll('img')].map((image) => ({
    files: [
      ...filesAt(image.getAttribute('src'), 'lazy', view),
      ...filesOfSet(image.getAttribute('srcset'), 'lazy', view, aspectOf(image)),
    ],
    box: null,
    alt: image.alt,
    weight: weightOf(element),
  }))
}

/** The files that lazy attributes of any element name, large versions marked as such. */
export function lazyFiles(element: Element, view: PageView): readonly FoundFile[] {
  const read = (name: string, promisesMore: boolean): readonly FoundFile[] =>
    filesAt(element.getAttribute(name), 'lazy', view, null, { promisesMore }).filter(({ url }) => isImage(element) || looksLikePicture(url))
  return [
    ...LAZY_ADDRESSES.flatMap((name) => read(name, false)),
    ...LARGE_ADDRESSES.flatMap((name) => read(name, true)),
    ...LAZY_SETS.flatMap((name) => filesOfSet(element.getAttribute(name), 'lazy', view, aspectOf(element))),
  ]
}

/** The picture that a link around the element leads to: the usual way to a zoomed version. */
function linkedFiles(element: Element, view: PageView): readonly FoundFile[] {
  const address = element.closest('a[href]')?.getAttribute('href')
  return filesAt(address, 'link', view, null, { promisesMore: true }).filter(({ url }) => looksLikePicture(url))
}

function shownFile(image: HTMLImageElement, url: string, density: number): FoundFile {
  if (image.naturalWidth <= 1) return fileOf(url, 'img')
  const size = { width: Math.round(image.naturalWidth * density), height: Math.round(image.naturalHeight * density) }
  return fileOf(url, 'img', size, { measured: true })
}

function* setsOf(image: HTMLImageElement): Generator<readonly [string, ImageSourceKind]> {
  const own = image.getAttribute('srcset')
  if (own !== null) yield [own, 'srcset']
  const picture = image.parentElement?.localName === 'picture' ? image.parentElement : null
  for (const source of picture?.querySelectorAll('source') ?? []) {
    for (const name of ['srcset', 'data-srcset']) {
      const set = source.getAttribute(name)
      if (set !== null) yield [set, 'picture']
    }
  }
}

function embeddedAddress(element: Element): readonly [string | null, ImageSourceKind] {
  switch (element.localName) {
    case 'video':
      return [element.getAttribute('poster'), 'video-poster']
    case 'image':
      return [element.getAttribute('href') ?? element.getAttribute('xlink:href'), 'svg-image']
    case 'object':
      return [element.getAttribute('data'), 'img']
    default:
      return [element.getAttribute('src'), 'img']
  }
}

/** Width over height, by the loaded file or else by the attributes. */
function aspectOf(element: Element): number | null {
  const natural = isImage(element) && element.naturalHeight > 1 ? element.naturalWidth / element.naturalHeight : null
  if (natural !== null) return natural
  const [width, height] = [Number(element.getAttribute('width')), Number(element.getAttribute('height'))]
  return width > 0 && height > 0 ? width / height : null
}

/** By name, not by class: elements of other frames and of test documents have classes of their own. */
export function isImage(element: Element): element is HTMLImageElement {
  return element.localName === 'img'
}
