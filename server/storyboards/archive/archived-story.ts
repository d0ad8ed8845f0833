import { continuity, MOST_SEGMENTS, storyboard, storyPlan, type TimedWord, timedWord } from 'shared/wire'
import { z } from 'zod'
import { storyDocument, storySegment } from '../document.ts'
import type { Story } from '../face.ts'
import { storedTake } from '../takes.ts'

const seconds = z.number().min(0).max(86_400)

/** A voice or music that was made for a story, with what was asked for. */
const archivedSound = z.object({
  /** Id of the segment that it speaks for; `music`. */
  place: z.string().min(1).max(64),
  request: z.record(z.string(), z.unknown()),
  assetId: z.string().min(1).max(64),
  words: z.array(timedWord).max(5000),
  draft: z.boolean(),
})
export type ArchivedSound = z.infer<typeof archivedSound>

const archivedSegment = z.object({
  takes: z
    .array(storedTake.extend({ jobId: z.null(), in: seconds.nullable(), out: seconds.nullable(), seconds: seconds.nullable() }))
    .max(200),
  startFrame: z.string().max(64).nullable(),
  endFrame: z.string().max(64).nullable(),
  continuity: continuity.nullable(),
})

/**
 * A story as it leaves this server and comes back: what people have decided, and what was made for it. Ids are those it had where it was
 * written; money, versions and jobs stay behind.
 */
export const archivedStory = z.object({
  document: storyDocument.extend({
    title: z.string().trim().min(1).max(200),
    segments: z.array(storySegment).max(MOST_SEGMENTS),
  }),
  /** By id. */
  segments: z.record(z.string(), archivedSegment),
  sounds: z.array(archivedSound).max(MOST_SEGMENTS + 1),
  /** What was heard in its film, where its captions show that. */
  heard: z.array(timedWord).max(20_000).nullable(),
  planned: storyPlan.nullable(),
  source: storyboard.shape.source,
})
export type ArchivedStory = z.infer<typeof archivedStory>

/** What of a story goes into an archive. */
export function archiveStory(
  story: Story,
  { sounds, heard }: { readonly sounds: readonly ArchivedSound[]; readonly heard: readonly TimedWord[] | null },
): ArchivedStory {
  const { title, settings, cast, soundtrack, captions, overlays, brand, planned, source } = story
  const parts = story.segments.map((part) => {
    const { takes, foundStartFrame: startFrame, foundEndFrame: endFrame, continuity: score } = part
    return { part, made: { takes: takes.map((take) => ({ ...take, jobId: null })), startFrame, endFrame, continuity: score } }
  })
  return {
    document: {
      title,
      settings,
      segments: parts.map(({ part }) => storySegment.parse(part)),
      cast,
      soundtrack,
      captions,
      overlays,
      brand,
    },
    segments: Object.fromEntries(parts.map(({ part, made }) => [part.id, made])),
    sounds: [...sounds],
    heard: heard === null ? null : [...heard],
    planned,
    source,
  }
}
