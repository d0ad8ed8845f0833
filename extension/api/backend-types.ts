import type {
  Asset,
  AssetOrigin,
  Budget,
  Change,
  ChangePage,
  Estimate,
  Hello,
  Job,
  JobPatch,
  JobRequest,
  JobRetry,
  Operation,
  OperationList,
  Pairing,
  ProviderList,
  RemakeRequest,
  Settings,
  SettingsUpdate,
  User,
} from 'shared/wire'
import type { Reply } from './reply.ts'
import type { StoryBackend } from './story-types.ts'

/** What is told about a picture when its bytes are handed over. */
export interface PictureUpload {
  readonly filename?: string
  readonly sourceType: 'uploaded' | 'grabbed' | 'captured'
  readonly origin?: AssetOrigin
}

/** How a client stands to the change stream. */
export type StreamState = 'connecting' | 'live' | 'offline' | 'unpaired'

export interface StreamHandlers {
  /** Seq from which to resume; read again before each connection. */
  after(): Promise<number> | number
  onHello(hello: Hello): Promise<void> | void
  /** Called for one change after the other; the next waits for the promise. */
  onChange(change: Change): Promise<void> | void
  onState(state: StreamState): void
}

/** How an attempt is taken over: by the provider's own id where a person has found it there, for at most a price. */
export interface Adoption {
  readonly providerJobId?: string
  readonly maxCostUsdMicros?: number
}

/** A request that the browser can make by itself: an address and the headers it needs. */
export interface DownloadRequest {
  readonly url: string
  readonly filename: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

export type DownloadFormat = 'mp4' | 'webm' | 'gif'

/**
 * The backend as the extension sees it. Nothing here throws for what can be expected of a network: every call answers with a {@link Reply}.
 * Answers are read tolerantly: fields and enum values of a newer server are kept as they are.
 */
export interface Backend extends StoryBackend {
  /** Asks for a pairing; the server then shows a six-digit code. Needs no token. */
  openPairing(name: string): Promise<Reply<Pairing>>
  /** Exchanges the code for a token. The token is not stored by this call. */
  confirmPairing(id: string, code: string): Promise<Reply<{ readonly token: string }>>

  /** Whether somebody answers at the address, and whether it knows our token. */
  check(): Promise<Reply<null>>

  createJob(request: JobRequest, options: { readonly idempotencyKey: string; readonly signal?: AbortSignal }): Promise<Reply<Job>>
  getJob(id: string): Promise<Reply<Job>>
  cancelJob(id: string): Promise<Reply<Job>>
  retryJob(id: string, retry: JobRetry, options: { readonly idempotencyKey: string }): Promise<Reply<Job>>
  /** The same clip in another quality, in a new job. */
  remakeJob(id: string, remake: RemakeRequest, options: { readonly idempotencyKey: string }): Promise<Reply<Job>>
  removeJob(id: string): Promise<Reply<null>>
  restoreJob(id: string): Promise<Reply<Job>>
  patchJob(id: string, patch: JobPatch): Promise<Reply<Job>>

  uploadPicture(bytes: Blob, upload: PictureUpload): Promise<Reply<Asset>>
  getAsset(id: string): Promise<Reply<Asset>>

  estimate(request: JobRequest, options?: { readonly signal?: AbortSignal }): Promise<Reply<Estimate>>
  providers(): Promise<Reply<ProviderList>>
  budget(): Promise<Reply<Budget>>
  setBudget(monthlyUsdMicros: number | null): Promise<Reply<Budget>>
  /** Whom the token stands for. */
  me(): Promise<Reply<User>>
  /** Attempts of which nobody knows how they ended, newest first. */
  unknownOperations(): Promise<Reply<OperationList>>
  /** Takes over the result of an attempt whose outcome was unknown, in a new job. */
  adoptOperation(id: string, adoption: Adoption, options: { readonly idempotencyKey: string }): Promise<Reply<Job>>
  /** Gives such an attempt up: it counts against the budget no longer. */
  releaseOperation(id: string): Promise<Reply<Operation>>
  settings(): Promise<Reply<Settings>>
  updateSettings(update: SettingsUpdate): Promise<Reply<Settings>>

  /** One page of the feed after `after`, oldest first. */
  changes(after: number, limit?: number): Promise<Reply<ChangePage>>
  /** Follows the feed until the returned function is called: resumes, backs off, and gives up a connection that has gone silent. */
  follow(handlers: StreamHandlers): () => void

  /** Absolute address of a signed media path of an asset (`asset.url`). */
  mediaUrl(path: string): Promise<string>
  /** The file of a finished job as an attachment. */
  download(job: Job, format: DownloadFormat): Promise<DownloadRequest>
}
