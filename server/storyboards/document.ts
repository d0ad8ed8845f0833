import { brand, captions, castMember, segmentDraft, soundtrack, storyOverlay, storySettings } from 'shared/wire'
import { z } from 'zod'

export const storySegment = segmentDraft.extend({
  /** The take that a person chose; null: the newest. */
  take: z.string().nullable(),
  // Documents that were written before segments had titles are read too.
  titleText: segmentDraft.shape.titleText.default(null),
})
export type StorySegment = z.infer<typeof storySegment>

/** Everything that people edit of a story: what a version holds and an undo brings back. */
export const storyDocument = z.object({
  title: z.string(),
  settings: storySettings,
  segments: z.array(storySegment),
  cast: z.array(castMember),
  soundtrack,
  captions,
  overlays: z.array(storyOverlay),
  brand,
})
export type StoryDocument = z.infer<typeof storyDocument>
