import type { Asset, Job, Storyboard, StoryboardRequest } from 'shared/wire'
import type { Failure, Reply, StoryEdit } from '../../api/index.ts'

/** A story as it is shown: what the server said last, with the edits that wait laid over it. */
export interface ShownStory {
  readonly story: Storyboard
  /** Edits that the server has not answered yet. */
  readonly waiting: number
}

/** An edit that came to nothing. `conflict`: somebody else had changed the story since it was shown; what they made of it is shown now. */
export type LostEdit =
  | { readonly kind: 'conflict'; readonly storyId: string; readonly edit: StoryEdit }
  | { readonly kind: 'refused'; readonly storyId: string; readonly edit: StoryEdit; readonly failure: Failure }

/**
 * The stories: a mirror of the server's that can be read with the backend away, and edits that lie over it until they are answered. Every
 * reading method reads Dexie only, so it can run inside `useLiveQuery`.
 */
export interface Stories {
  /** Those changed last first. */
  list(): Promise<readonly ShownStory[]>
  story(id: string): Promise<ShownStory | null>
  /** Jobs that were made for a story, newest first: reels, their clips, exports. */
  jobs(storyId: string): Promise<readonly Job[]>
  job(id: string): Promise<Job | null>
  asset(id: string): Promise<Asset | null>
  /** Files of one type, newest first. */
  assets(type: Asset['type'], limit: number): Promise<readonly Asset[]>
  /** Needs the backend: it plans the story. Calls with the same key make one. */
  create(request: StoryboardRequest, idempotencyKey: string): Promise<Reply<Storyboard>>
  /** Needs the backend: it reads the project archive. Calls with the same key make one story. */
  bring(archive: Blob, idempotencyKey: string): Promise<Reply<Storyboard>>
  /** Shows the edit at once and sends it, now or when the backend is there. */
  edit(storyId: string, edit: StoryEdit): Promise<void>
  remove(storyId: string): Promise<Reply<null>>
  onLost(listener: (lost: LostEdit) => void): () => void
}
