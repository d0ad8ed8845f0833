import type { Failure, PictureUpload, Reply, StreamState } from '../../api/index.ts'
import type { Stories } from './story-types.ts'
import type { Asset, ClipRequest, Estimate, ClipJob, Job, JobPatch, JobRetry, Problem, RemakeRequest } from 'shared/wire'

/** A clip request whose picture, if it has one, is not on the server yet. */
export type ClipDraft = Omit<ClipRequest, 'image' | 'maxCostUsdMicros'>

/** The picture of a request: bytes to hand over, or an asset that the server has. */
export type PictureInput =
  | { readonly kind: 'bytes'; readonly blob: Blob; readonly upload: PictureUpload }
  | { readonly kind: 'asset'; readonly assetId: string }

/**
 * Where a request stands that the server has not answered yet. `waiting`: sent as soon as the backend is there. `asking`: it waited
 * for more than 12 hours and is sent only when the person says so. `refused`: the server said no, `problem` says why.
 */
export type WaitingState = 'waiting' | 'sending' | 'asking' | 'refused'

/** A job that was asked for and that the server does not have yet. */
export interface WaitingJob {
  readonly id: string
  readonly createdAt: number
  readonly state: WaitingState
  readonly request: ClipDraft
  readonly shownUsdMicros: number
  /** The picture as it will be handed over, for the card's thumbnail. */
  readonly picture: Blob | null
  readonly problem: Problem | null
}

/** One card of the gallery, newest first. */
export type GalleryItem =
  | { readonly kind: 'job'; readonly id: string; readonly createdAt: number; readonly job: ClipJob; readonly kept: boolean }
  | { readonly kind: 'waiting'; readonly id: string; readonly createdAt: number; readonly waiting: WaitingJob }

export interface GalleryQuery {
  /** Words that must all occur in prompt, title, tags or source page. */
  readonly text?: string
  readonly status?: 'running' | 'completed' | 'failed'
  readonly favourites?: boolean
  /** How many items at most; 60 by default. */
  readonly limit?: number
  /** Only items older than this (ms since the epoch). */
  readonly before?: number
}

/** A composer draft as the database keeps it. What `value` means is the composer's business; it checks it on reading. */
export interface StoredDraft {
  readonly key: string
  readonly version: number
  readonly value: unknown
  readonly picture: Blob | null
  readonly updatedAt: number
}

export interface GalleryState {
  /** Database that is shown; changes when another backend, or a restored one, answers. Re-run live queries on change. */
  readonly database: string
  readonly connection: StreamState
  /** Whether the mirror has caught up with the feed at least once since the panel opened. */
  readonly caughtUp: boolean
  /** The request that is on its way to the server just now. Re-run live queries on change: it is not kept in the database. */
  readonly sending: string | null
}

/** Where a file can be played from: a blob kept here, or the backend. Call `release` when it is no longer shown. */
export interface PlayableMedia {
  readonly url: string
  readonly offline: boolean
  release(): void
}

/**
 * The gallery: a mirror of the server's jobs and assets that can be read with the backend away, edits laid over it, and what waits to be
 * sent. Every reading method reads Dexie only, so it can run inside `useLiveQuery`.
 */
export interface Gallery {
  readonly stories: Stories
  state(): GalleryState
  subscribe(listener: () => void): () => void
  /** Follows the feed and sends what waits until the returned function is called. */
  start(): () => void

  items(query?: GalleryQuery): Promise<readonly GalleryItem[]>
  count(): Promise<number>
  /** One card by job id or by the id that `submit` gave, also after the job exists. */
  item(id: string): Promise<GalleryItem | null>
  asset(id: string): Promise<Asset | null>

  /** Puts the request into the outbox and sends it at once if the backend is there. The id finds it by {@link Gallery.item} from now on. */
  submit(request: ClipDraft, picture: PictureInput | null, shownUsdMicros: number): Promise<string>
  /** Sends a waiting job that asks, or was refused, with the price now agreed to. */
  confirm(id: string, shownUsdMicros?: number): Promise<void>
  /** Drops a job that was not sent yet. */
  discard(id: string): Promise<void>

  cancel(jobId: string): Promise<Reply<Job>>
  /** Asks for the same again. Calls with the same key make one job. */
  retry(jobId: string, retry?: JobRetry, idempotencyKey?: string): Promise<Reply<Job>>
  /** Asks for the same clip in another quality. Calls with the same key make one job. */
  remake(jobId: string, remake: RemakeRequest, idempotencyKey: string): Promise<Reply<Job>>
  /** What a request would cost, and with whom. */
  estimate(request: ClipRequest, signal: AbortSignal): Promise<Reply<Estimate>>
  /** Hides the job at once, deletes it on the server when it is there. Undo with {@link Gallery.restore}. */
  remove(jobId: string): Promise<void>
  restore(jobId: string): Promise<void>
  patch(jobId: string, patch: JobPatch): Promise<void>
  /** Refusals of edits (remove, restore, patch) that were sent later; the edit is taken back. */
  onRefused(listener: (jobId: string, failure: Failure) => void): () => void

  /** Saves the finished clip through the browser's downloads; from the kept blob where there is one and the format is MP4. */
  download(job: ClipJob, format?: 'mp4' | 'webm' | 'gif'): Promise<Reply<null>>
  keepOffline(job: ClipJob): Promise<Reply<null>>
  dropOffline(jobId: string): Promise<void>
  /** Where to play an asset from; null when it is neither kept nor reachable by an address. */
  media(asset: Asset): Promise<PlayableMedia>

  loadDraft(key: string): Promise<StoredDraft | null>
  saveDraft(draft: StoredDraft): Promise<void>
}
