import type { z } from 'zod'
import type {
  Asset,
  Continuity,
  Outcome,
  SegmentAddition,
  SegmentInput,
  Storyboard,
  StoryboardList,
  StoryboardPatch,
  storyboardQuery,
  StoryboardRequest,
  StoryPlan,
  TakeChoice,
  TakeOfAsset,
} from 'shared/wire'
import type { PlacedPart } from 'shared/story'
import type { Changes, Load } from '../changes/index.ts'
import type { Clock, Db, SegmentRow } from '../db/index.ts'
import type { StoryDocument, StorySegment } from './document.ts'
import type { Planner } from './planning/planner.ts'
import type { StoredTake } from './takes.ts'

export type StoryboardQuery = z.infer<typeof storyboardQuery>

/** The version that an edit was made from; `any` edits whatever is there; null where none was named. */
export type ExpectedVersion = number | 'any' | null

/**
 * Stories as people edit them. Every edit names the version that it was made from: `invalid_request` where it names none, `conflict` with
 * the present version in `params.version` where it is an older one. Another user's story is `not_found`.
 */
export interface Storyboards {
  /**
   * Takes a whole document, or plans one from a page, from pictures or from a sentence; see `planStory`. A key that was used answers with
   * the story as it is now. Problems: `invalid_request`, `idempotency_mismatch`.
   */
  create(userId: string, request: StoryboardRequest, options: CreateOptions): Promise<Outcome<Storyboard>>
  get(userId: string, id: string): Promise<Storyboard | null>
  /** Newest first. */
  list(userId: string, query: StoryboardQuery): Promise<Outcome<StoryboardList>>
  patch(userId: string, id: string, patch: StoryboardPatch, version: ExpectedVersion): Promise<Outcome<Storyboard>>
  remove(userId: string, id: string): Promise<Outcome<null>>
  /** Takes the last edit back, which is an edit itself. `conflict` where there is none. */
  undo(userId: string, id: string, version: ExpectedVersion): Promise<Outcome<Storyboard>>
  redo(userId: string, id: string, version: ExpectedVersion): Promise<Outcome<Storyboard>>
  addSegment(userId: string, id: string, segment: SegmentAddition, version: ExpectedVersion): Promise<Outcome<Storyboard>>
  patchSegment(at: SegmentPlace, patch: SegmentInput, version: ExpectedVersion): Promise<Outcome<Storyboard>>
  removeSegment(at: SegmentPlace, version: ExpectedVersion): Promise<Outcome<Storyboard>>
  /** Shows another of the segment's takes. `not_found` where it has no such take. */
  choose(at: SegmentPlace, choice: TakeChoice, version: ExpectedVersion): Promise<Outcome<Storyboard>>
  /** Takes a clip that exists as a new take of the segment, and shows it. */
  takeAsset(at: SegmentPlace, take: TakeOfAsset, version: ExpectedVersion): Promise<Outcome<Storyboard>>
}

export interface CreateOptions {
  readonly idempotencyKey: string | null
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal
}

export interface SegmentPlace {
  readonly userId: string
  readonly storyboardId: string
  readonly segmentId: string
}

export interface StoryboardsOptions {
  readonly db: Db
  readonly changes: Pick<Changes, 'transaction' | 'present' | 'remember'>
  /** Reads the assets that a story names. */
  readonly assets: Load<Asset>
  readonly clock: Clock
  /** The language model that plans; null where none is configured, then rules do. */
  readonly planner?: Planner | null
}

/** A story with what rendering has made of it, as the reel job reads it. */
export interface Story extends Omit<StoryDocument, 'segments'> {
  readonly id: string
  readonly userId: string
  readonly version: number
  readonly segments: readonly StoryPart[]
  /** Seconds of the whole film. */
  readonly duration: number
  readonly planned: StoryPlan | null
  readonly source: { readonly pageUrl?: string | undefined; readonly pageTitle?: string | undefined } | null
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** A segment of a story in its place. `startFrame` and `endFrame` are those chosen by hand. */
export interface StoryPart extends StorySegment {
  readonly index: number
  readonly place: PlacedPart
  /** Seconds that it is shown: those of its chosen take, else those that were asked for. */
  readonly length: number
  readonly takes: readonly StoredTake[]
  /** The take that is shown; null while there is none. */
  readonly chosen: StoredTake | null
  /** Whether the chosen take was made from other words, pictures or settings, or follows another take than it does now. */
  readonly stale: boolean
  /** Hash of its own inputs: equal while a take of it would be made from the same. */
  readonly inputs: string
  /** Whether it follows the segment before it without a seam. */
  readonly continuous: boolean
  readonly status: SegmentRow['status']
  readonly progress: number
  /** Frames that the flow found. */
  readonly foundStartFrame: string | null
  readonly foundEndFrame: string | null
  readonly continuity: Continuity | null
  readonly error: { readonly code: string; readonly detail: string } | null
  readonly estimatedUsdMicros: number | null
  readonly settledUsdMicros: number
}

/** What rendering says of a segment; what is left out stays. */
export interface SegmentState {
  readonly status?: SegmentRow['status']
  /** 0..100 */
  readonly progress?: number
  /** Asset ids. */
  readonly foundStartFrame?: string | null
  readonly foundEndFrame?: string | null
  readonly continuity?: Continuity | null
  readonly error?: { readonly code: string; readonly detail: string } | null
  readonly estimatedUsdMicros?: number | null
  readonly settledUsdMicros?: number
}

/** A clip that rendering made for a segment. */
export interface NewTake {
  readonly jobId: string
  readonly assetId: string
  /** How long the clip is. */
  readonly seconds: number
  /** `inputs` of the segment as it was when the clip was asked for. */
  readonly inputs: string
  /** Whether it was made to follow the segment before it. */
  readonly continuous: boolean
  /** The id of the take that it was made to follow; null where that did not exist yet. */
  readonly follows: string | null
  /** What it says, where it is made of words. */
  readonly titleText?: string | undefined
}
