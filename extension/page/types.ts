import type { BytesRung, ImageCandidate, PageFacts, PageScan } from 'shared/page'

/** The tab that the person is looking at. `url` is null while we have no access to it. */
export interface PageTarget {
  readonly tabId: number
  readonly windowId: number
  readonly url: string | null
  readonly title: string | null
}

/**
 * Why a page cannot be read. `needs-access`: neither activeTab nor the site's permission; ask with {@link PageReader.requestAccess} (origin
 * known) or for a click on the toolbar icon. `restricted`: browser pages and the web store, which no extension may read.
 */
export type PageRefusal =
  | { readonly ok: false; readonly reason: 'needs-access'; readonly origin: string | null }
  | { readonly ok: false; readonly reason: 'restricted' | 'no-tab' | 'failed' }

export type ScanReply = { readonly ok: true; readonly target: PageTarget; readonly scan: PageScan } | PageRefusal

export type FactsReply = { readonly ok: true; readonly target: PageTarget; readonly facts: PageFacts } | PageRefusal

export type PickReply =
  | {
      readonly ok: true
      readonly target: PageTarget
      readonly pageUrl: string
      readonly pageTitle: string
      readonly candidate: ImageCandidate
    }
  | { readonly ok: false; readonly reason: 'cancelled' }
  | PageRefusal

/** Why one rung gave nothing. */
export interface RungFailure {
  readonly rung: BytesRung
  readonly url: string
  readonly reason:
    | 'no-access'
    | 'blocked'
    | 'http-error'
    | 'not-a-picture'
    | 'too-small'
    | 'too-large'
    | 'tainted'
    | 'not-visible'
    | 'failed'
  /** HTTP status where the reason is `http-error`. */
  readonly status?: number
}

/** The bytes of a picture, proven to be one, and how they were had. */
export interface GrabbedPicture {
  readonly blob: Blob
  readonly mime: PictureMime
  readonly width: number
  readonly height: number
  readonly rung: BytesRung
  /** The address whose bytes these are; the page's own for a screenshot. */
  readonly url: string
  /** True where the bytes are only what the screen showed (screenshot) or were encoded again (canvas). */
  readonly degraded: boolean
  readonly failures: readonly RungFailure[]
}

export type PictureMime = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/avif' | 'image/gif'

export type GrabReply =
  | { readonly ok: true; readonly picture: GrabbedPicture }
  | { readonly ok: false; readonly failures: readonly RungFailure[] }

/** A picture that came by drop, paste or file dialogue. */
export type HandedPicture =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'address'; readonly url: string; readonly pageUrl: string | null; readonly alt: string }

interface Asked {
  readonly tabId: number
  /** When it was asked for, ms since the epoch. */
  readonly at: number
}

interface AskedInFrame extends Asked {
  readonly frameId: number
}

/** What a person asked for outside the panel, waiting in `storage.session` until the panel takes it. */
export type PageIntent =
  | ({ readonly kind: 'picture'; readonly srcUrl: string; readonly pageUrl: string } & AskedInFrame)
  | ({ readonly kind: 'point'; readonly linkUrl: string | null; readonly mediaUrl: string | null } & AskedInFrame)
  | ({ readonly kind: 'pick' } & Asked)

/** What the panel can ask of pages. Made by {@link createPageReader} from the browser's APIs. */
export interface PageReader {
  /** The active tab of the panel's window. */
  activeTarget(): Promise<PageTarget | null>
  /** Calls back when another tab becomes active or the active one goes to another page; returns the way to stop. */
  onTargetChange(listener: () => void): () => void
  /** All pictures of the active tab, all frames that we may read, best first. */
  scan(): Promise<ScanReply>
  /** What the page of the active tab says about what it shows. */
  facts(): Promise<FactsReply>
  /** Lets the person pick one picture on the page. Ends with `cancelled` on Escape, navigation or abort. */
  pick(signal: AbortSignal): Promise<PickReply>
  /** The picture under the right click of an intent; `cancelled` when there is none there. */
  resolveIntent(intent: PageIntent): Promise<PickReply>
  /** The bytes of a picture by the first rung of the ladder that works. */
  grab(candidate: ImageCandidate, tabId: number | null): Promise<GrabReply>
  /** Asks the browser for one site, or for all of them with null. Only from a click or key press, before any await. */
  requestAccess(origin: string | null): Promise<boolean>
  hasAccess(origin: string | null): Promise<boolean>
}
