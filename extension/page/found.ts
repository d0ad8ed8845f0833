import type { ImageSourceKind, Size, ViewportBox } from 'shared/page'
import { pictureAddress } from './address.ts'
import { parseSrcset } from './srcset.ts'

/** One file that an element points at. Width and height are those of the file in pixels, where known. */
export interface FoundFile {
  readonly url: string
  readonly kind: ImageSourceKind
  readonly width: number | null
  readonly height: number | null
  /** Set where the page has loaded this very file and its size was measured. */
  readonly measured: boolean
  /** The page says that this is the large version (zoom link, data-zoom-image), though not how large. */
  readonly promisesMore: boolean
}

/** Everything that one element, or the head of the page, says about one picture. */
export interface Found {
  readonly files: readonly FoundFile[]
  readonly box: ViewportBox | null
  readonly alt: string
  /** What speaks for or against it, as a factor on its rank. */
  readonly weight: number
}

/** What a reader of elements needs to know of the page. */
export interface PageView {
  readonly document: Document
  readonly window: PageWindow
  readonly baseUrl: string
  /** Where this frame lies in the top frame's viewport; null where that cannot be known. */
  readonly offset: { readonly x: number; readonly y: number } | null
}

/** The part of `window` that reading a page needs. */
export interface PageWindow {
  readonly innerWidth: number
  readonly innerHeight: number
  readonly devicePixelRatio: number
  getComputedStyle(element: Element, pseudo?: string): CSSStyleDeclaration
  readonly frameElement?: Element | null
  readonly parent?: unknown
}

export function fileOf(url: string, kind: ImageSourceKind, size: Partial<Size> | null = null, extras: Partial<FoundFile> = {}): FoundFile {
  return { url, kind, width: size?.width ?? null, height: size?.height ?? null, measured: false, promisesMore: false, ...extras }
}

/** The file at an address as the page writes it, relative or not; none where that is no address of a picture. */
export function filesAt(
  address: string | null | undefined,
  kind: ImageSourceKind,
  view: PageView,
  size: Partial<Size> | null = null,
  extras: Partial<FoundFile> = {},
): readonly FoundFile[] {
  const url = pictureAddress(address, view.baseUrl)
  return url === null ? [] : [fileOf(url, kind, size, extras)]
}

/** The files of a `srcset`, as high as `aspect` (width over height, null where unknown) makes them. */
export function filesOfSet(set: string | null, kind: ImageSourceKind, view: PageView, aspect: number | null): readonly FoundFile[] {
  return parseSrcset(set ?? '').flatMap(({ url, width }) => filesAt(url, kind, view, sizeFrom(width, aspect)))
}

/** Size of a file whose width is known and whose height follows from its aspect; empty where the width is unknown. */
export function sizeFrom(width: number | null, aspect: number | null): Partial<Size> {
  if (width === null) return {}
  return aspect === null ? { width: Math.round(width) } : { width: Math.round(width), height: Math.round(width / aspect) }
}

/** The box of an element in the top frame's viewport; null for elements that are not drawn. */
export function boxOf(element: Element, view: PageView): ViewportBox | null {
  const { x, y, width, height } = element.getBoundingClientRect()
  if (width < 1 || height < 1 || view.offset === null) return null
  return { x: x + view.offset.x, y: y + view.offset.y, width, height }
}
