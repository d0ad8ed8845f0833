/** What a page reader says about the pictures of a page: plain data that survives structured clone. No zod, no DOM types. */

export type { PageFacts } from './facts.ts'

/** How a picture was found on the page. */
export type ImageSourceKind =
  | 'img'
  | 'srcset'
  | 'picture'
  | 'lazy'
  | 'link'
  | 'background'
  | 'pseudo-background'
  | 'svg-image'
  | 'video-poster'
  | 'canvas'
  | 'og-image'
  | 'json-ld'
  | 'preload'

/** A width and height in CSS or file pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** A box in CSS pixels of the top frame's viewport. */
export interface ViewportBox extends Size {
  readonly x: number
  readonly y: number
}

/** Another file of the same picture. `size` is what the page declares, null where it declares nothing. */
export interface ImageAlternate {
  readonly url: string
  readonly size: Size | null
  readonly kind: ImageSourceKind
}

/** One picture of a page, best file first. */
export interface ImageCandidate {
  /** Stable within one scan, and across scans while the picture's normalised address stays the same. */
  readonly id: string
  /** The best file known: absolute http(s), data: or blob: address. */
  readonly url: string
  readonly kind: ImageSourceKind
  /** What the page declares for `url` (srcset descriptor, og:image:width); null where it declares nothing. */
  readonly declaredSize: Size | null
  /** Natural size of the file the page has loaded, null while nothing is loaded. */
  readonly measuredSize: Size | null
  /** Where it lies in the viewport; null for pictures that are not drawn (og:image). */
  readonly box: ViewportBox | null
  readonly alt: string
  /** Other files of the same picture, largest first, the address that the page shows among them. */
  readonly alternates: readonly ImageAlternate[]
  /** Higher is likelier to be what the person wants. */
  readonly rank: number
}

/** What one scan of one frame gives. */
export interface PageScan {
  readonly pageUrl: string
  readonly pageTitle: string
  readonly candidates: readonly ImageCandidate[]
  /** Whether the scan stopped at its limit of elements and more may be on the page. */
  readonly truncated: boolean
}

/** The rungs of the ladder by which bytes are had, in the order in which they are tried. */
export type BytesRung = 'permission-fetch' | 'page-fetch' | 'canvas' | 'inline' | 'screenshot'
