import type { ReactNode } from 'react'
import type {
  Asset,
  Estimate,
  ExportRequest,
  ImageRequest,
  Job,
  PromptAnswer,
  PromptRequest,
  ProviderList,
  ReelRequest,
  Storyboard,
  StoryboardRequest,
  VoiceList,
} from 'shared/wire'
import type { Failure, FileUpload, Heard, NewTake, PictureUpload, Reply, StoryEdit, StreamState } from '../api/index.ts'
import type { PageReader } from '../page/index.ts'
import type { FilmFormat, Watchable } from '../ui/index.ts'

/** A story as it is shown, with how many of its edits the server has not answered yet. */
export interface ShownStory {
  readonly story: Storyboard
  readonly waiting: number
}

/** An edit that came to nothing, and why. */
export type LostEdit =
  | { readonly kind: 'conflict'; readonly storyId: string; readonly edit: StoryEdit }
  | { readonly kind: 'refused'; readonly storyId: string; readonly edit: StoryEdit; readonly failure: Failure }

/** The stories and what was made for them, readable with the backend away. Reading methods can run inside `useLiveQuery`. */
export interface StoryShelf {
  list(): Promise<readonly ShownStory[]>
  story(id: string): Promise<ShownStory | null>
  jobs(storyId: string): Promise<readonly Job[]>
  job(id: string): Promise<Job | null>
  asset(id: string): Promise<Asset | null>
  assets(type: Asset['type'], limit: number): Promise<readonly Asset[]>
  create(request: StoryboardRequest, idempotencyKey: string): Promise<Reply<Storyboard>>
  /** Opens a project archive as a new story. */
  bring(archive: Blob, idempotencyKey: string): Promise<Reply<Storyboard>>
  edit(storyId: string, edit: StoryEdit): Promise<void>
  remove(storyId: string): Promise<Reply<null>>
  onLost(listener: (lost: LostEdit) => void): () => void
}

/** A file and where it can be loaded from. Call `release` when it is no longer shown. */
export interface ShownMedia {
  readonly url: string
  release(): void
}

/** What can be asked for in a job of its own. */
export type ReelJob = ReelRequest | ExportRequest | ImageRequest

export interface PictureChooserProps {
  readonly onChosen: (asset: Asset) => void
}

/** What the editor of reels needs of the world. The panel's entrypoint gives it. */
export interface ReelPorts {
  readonly stories: StoryShelf
  /** The database that is shown; changes when another backend answers. */
  readonly database: () => string
  readonly subscribe: (listener: () => void) => () => void
  readonly connection: () => StreamState
  readonly media: (asset: Asset) => Promise<ShownMedia>
  readonly providers: Watchable<Heard<ProviderList>>
  readonly page: Pick<PageReader, 'facts' | 'scan' | 'grab' | 'requestAccess'>
  readonly estimateStory: (id: string, signal: AbortSignal) => Promise<Reply<Estimate>>
  /** What another take of a segment would cost. */
  readonly priceOfTake: (storyId: string, segmentId: string) => Promise<Reply<Estimate>>
  /** Asks for a job once, whatever becomes of the answer. */
  readonly start: (request: ReelJob, idempotencyKey: string) => Promise<Reply<Job>>
  readonly makeTake: (storyId: string, segmentId: string, take: NewTake, idempotencyKey: string) => Promise<Reply<null>>
  readonly cancel: (jobId: string) => Promise<Reply<Job>>
  /** Goes on with a reel that waits for its frames to be looked at. */
  readonly goOn: (jobId: string) => Promise<Reply<Job>>
  /** Other words for a prompt, and whose they are. */
  readonly improvePrompt: (request: PromptRequest) => Promise<Reply<PromptAnswer>>
  readonly voices: () => Promise<Reply<VoiceList>>
  readonly uploadFile: (file: Blob, upload: FileUpload) => Promise<Reply<Asset>>
  readonly uploadPicture: (picture: Blob, upload: PictureUpload) => Promise<Reply<Asset>>
  readonly save: (asset: Asset, name: string) => Promise<Reply<null>>
  /** Saves the film of a job in a format. */
  readonly download: (job: Job, format: FilmFormat) => Promise<Reply<null>>
  /** Shows a story over a whole tab; null where this is one already. */
  readonly openTab: ((storyId: string) => void) | null
  /** The ways to a picture: from the page, picked on it, uploaded. */
  readonly renderPictures: (props: PictureChooserProps) => ReactNode
}
