import type { Heard, PictureUpload, Reply } from '../api/index.ts'
import type { HandedPicture, PageIntent, PageReader } from '../page/index.ts'
import type { ImageCandidate } from 'shared/page'
import type {
  Asset,
  Budget,
  ClipJob,
  ClipRequest,
  Estimate,
  Job,
  PromptAnswer,
  PromptRequest,
  ProviderList,
  ReelRequest,
  User,
} from 'shared/wire'
import type { Watchable } from '../ui/index.ts'

/** A clip request without its picture and its price. */
export type ClipWish = Omit<ClipRequest, 'image' | 'maxCostUsdMicros'>

/** The picture of a wish: bytes to hand over, or an asset that the server has. */
export type WishPicture =
  | { readonly kind: 'bytes'; readonly blob: Blob; readonly upload: PictureUpload }
  | { readonly kind: 'asset'; readonly assetId: string }

/** A stored file and where it can be shown from. Call `release` when it is no longer shown. */
export interface StoredMedia {
  readonly asset: Asset
  readonly url: string
  release(): void
}

/** A finished job that something new is to be made of: its clip restyled, or another clip by its settings. */
export interface HandedJob {
  readonly wish: 'restyle' | 'again'
  readonly job: ClipJob
}

/** A draft as it is kept between two openings of the panel. */
export interface KeptDraft {
  readonly version: number
  readonly value: unknown
  readonly picture: Blob | null
}

/** How bytes turned out when they were looked at. */
export type PictureCheck = { readonly ok: true; readonly width: number; readonly height: number } | { readonly ok: false }

/** What the composer needs of the world. The panel's entrypoint gives it. */
export interface ComposerPorts {
  readonly reader: Pick<PageReader, 'scan' | 'pick' | 'grab' | 'resolveIntent' | 'onTargetChange' | 'requestAccess'>
  /** What was asked for outside the panel: a right click on a picture, the wish to pick one. */
  readonly takeIntent: () => Promise<PageIntent | null>
  readonly onIntent: (listener: () => void) => () => void
  /** What a drop or a paste carries; read at once, because a transfer is empty after its event. */
  readonly fromTransfer: (transfer: DataTransfer) => readonly HandedPicture[]
  /** A picture that was dropped or pasted as an address, as if it had been found on a page. */
  readonly fromAddress: (handed: Extract<HandedPicture, { kind: 'address' }>) => ImageCandidate
  readonly checkPicture: (blob: Blob) => Promise<PictureCheck>
  readonly upload: (blob: Blob, upload: PictureUpload) => Promise<Reply<Asset>>
  /** A file of the library; null where it is not there any more. */
  readonly media: (assetId: string) => Promise<StoredMedia | null>
  readonly estimate: (request: ClipRequest | ReelRequest, signal: AbortSignal) => Promise<Reply<Estimate>>
  /** Other words for a prompt, and whose they are. */
  readonly improvePrompt: (request: PromptRequest) => Promise<Reply<PromptAnswer>>
  readonly providers: Watchable<Heard<ProviderList>>
  readonly budget: Watchable<Heard<Budget>>
  readonly user: Watchable<Heard<User>>
  readonly submit: (wish: ClipWish, picture: WishPicture | null, shownUsdMicros: number) => Promise<string>
  /** Asks for a reel. Calls with the same key make one. */
  readonly startReel: (request: ReelRequest, idempotencyKey: string) => Promise<Reply<Job>>
  readonly loadDraft: () => Promise<KeptDraft | null>
  readonly saveDraft: (draft: KeptDraft) => Promise<void>
}
