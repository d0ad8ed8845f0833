import type {
  Asset,
  AssetOrigin,
  Estimate,
  Job,
  PromptAnswer,
  PromptRequest,
  SegmentAddition,
  SegmentInput,
  Storyboard,
  StoryboardPatch,
  StoryboardRequest,
  TakeChoice,
  TakeOfAsset,
  TakeRequest,
  VoiceList,
} from 'shared/wire'
import type { Reply } from './reply.ts'

/** One edit of a story, as it is sent and as it is laid over what the server has said. */
export type StoryEdit =
  | { readonly op: 'patch'; readonly patch: StoryboardPatch }
  | { readonly op: 'add'; readonly segment: SegmentAddition }
  | { readonly op: 'change'; readonly segmentId: string; readonly patch: SegmentInput }
  | { readonly op: 'drop'; readonly segmentId: string }
  | { readonly op: 'choose'; readonly segmentId: string; readonly choice: TakeChoice }
  | { readonly op: 'take'; readonly segmentId: string; readonly take: TakeOfAsset }
  | { readonly op: 'undo' }
  | { readonly op: 'redo' }

/** What a model is told to make anew of a segment; nothing: as the story says. */
export type NewTake = Exclude<TakeRequest, { readonly assetId: string }>

/** A file that is no picture, as it is handed over: a clip, a piece of music, a voice. */
export interface FileUpload {
  readonly filename: string
  readonly origin?: AssetOrigin
}

/** The backend's stories. */
export interface StoryBackend {
  /** Plans a story, or takes a whole one. Calls with the same key make one. */
  createStory(request: StoryboardRequest, options: { readonly idempotencyKey: string }): Promise<Reply<Storyboard>>
  /** Makes a new story of a project archive. Calls with the same key make one. */
  importStory(archive: Blob, options: { readonly idempotencyKey: string }): Promise<Reply<Storyboard>>
  getStory(id: string): Promise<Reply<Storyboard>>
  /** An edit of the version that was shown; a `conflict` says that there is another by now. */
  editStory(id: string, edit: StoryEdit, version: number): Promise<Reply<Storyboard>>
  removeStory(id: string): Promise<Reply<null>>
  /** Makes another take of a segment, in a job of its own. Calls with the same key make one. */
  makeTake(id: string, segmentId: string, take: NewTake, options: { readonly idempotencyKey: string }): Promise<Reply<null>>
  /** What it costs to make what a story lacks. */
  estimateStory(id: string, options?: { readonly signal?: AbortSignal }): Promise<Reply<Estimate>>
  /** What another take of a segment costs. */
  estimateTake(id: string, segmentId: string): Promise<Reply<Estimate>>
  /** Goes on with a reel that waits for its frames to be looked at. */
  continueJob(id: string): Promise<Reply<Job>>
  /** Other words for a prompt, by a language model or by rules. */
  improvePrompt(request: PromptRequest): Promise<Reply<PromptAnswer>>
  /** Who can speak now. */
  voices(): Promise<Reply<VoiceList>>
  uploadFile(bytes: Blob, upload: FileUpload): Promise<Reply<Asset>>
}
