import type { Arc, PageStory, SegmentDraft, StoryOverlay, StorySettings } from 'shared/wire'

/** What a story is planned from. */
export interface PlanWish {
  readonly prompt: string | null
  readonly page: PageStory | null
  /** Asset ids of pictures, the best first. */
  readonly images: readonly string[]
  /** Seconds of the film; null: as long as what there is to show. */
  readonly duration: number | null
  readonly arc: Arc | null
  /** A language tag; null where nobody has said. */
  readonly language: string | null
  readonly flow: StorySettings['flow']
}

/** What planning decides of a segment. */
export type PlannedSegment = Pick<
  SegmentDraft,
  'prompt' | 'titleText' | 'narration' | 'image' | 'duration' | 'boundary' | 'camera' | 'lighting'
>

export interface PlannedStory {
  readonly title: string
  readonly arc: Arc | null
  /** 0..100; null where the plan speaks of none. */
  readonly mood: number | null
  readonly segments: readonly PlannedSegment[]
  readonly overlays: readonly StoryOverlay[]
}
