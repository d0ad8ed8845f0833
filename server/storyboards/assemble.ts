import { type TimedPart, timelineOf } from 'shared/story'
import { continuity } from 'shared/wire'
import { z } from 'zod'
import type { SegmentRow } from '../db/index.ts'
import type { StoryDocument, StorySegment } from './document.ts'
import type { Story, StoryPart } from './face.ts'
import { hashInputs, titleTextOf } from './inputs.ts'
import { type StoredTake, storedTakes } from './takes.ts'

const errorColumn = z.object({ code: z.string(), detail: z.string() })

type Made = Omit<StoryPart, 'place' | 'stale' | 'follows'>

/** The segments of a story in their places, each with what rendering has made of it. */
export function assemble(document: StoryDocument, rows: ReadonlyMap<string, SegmentRow>): Pick<Story, 'segments' | 'duration'> {
  const made = document.segments.map((segment, index) => makePart(document, segment, index, rows.get(segment.id)))
  const timeline = timelineOf(made.map(timed), document.settings.frameRate)
  const segments: StoryPart[] = []
  for (const [index, part] of made.entries()) {
    const place = timeline.parts[index] ?? { start: 0, end: part.length, overlap: 0 }
    segments.push({ ...part, place, stale: isStale(part, segments.at(-1) ?? null) })
  }
  return { segments, duration: timeline.duration }
}

/** The takes of a segment's row, oldest first. */
export function takesOf(row: SegmentRow | undefined): readonly StoredTake[] {
  return row === undefined ? [] : storedTakes.parse(JSON.parse(row.takes))
}

function makePart(document: StoryDocument, segment: StorySegment, index: number, row: SegmentRow | undefined): Made {
  const takes = takesOf(row)
  const chosen = takes.find(({ id }) => id === segment.take) ?? takes.at(-1) ?? null
  return {
    ...segment,
    index,
    takes,
    chosen,
    length: lengthOf(segment, chosen),
    inputs: hashInputs(document, segment),
    continuous: index > 0 && document.segments[index - 1]?.boundary.kind === 'continuous',
    status: row?.status ?? 'queued',
    progress: row?.progress ?? 0,
    foundStartFrame: row?.start_frame ?? null,
    foundEndFrame: row?.end_frame ?? null,
    continuity: row === undefined || row.continuity === null ? null : continuity.parse(JSON.parse(row.continuity)),
    error: row === undefined || row.error === null ? null : errorColumn.parse(JSON.parse(row.error)),
    estimatedUsdMicros: row?.estimated_usd_micros ?? null,
    settledUsdMicros: row?.settled_usd_micros ?? 0,
  }
}

/** A clip that was cut by hand is as long as it was cut; one that was made is never longer than asked for. */
function lengthOf({ duration }: StorySegment, chosen: StoredTake | null): number {
  if (chosen === null) return duration
  const { in: from, out, seconds } = chosen
  if (chosen.basis === null) return out !== null ? out - (from ?? 0) : (seconds ?? duration) - (from ?? 0)
  return Math.min(duration, seconds ?? duration)
}

function timed({ length, boundary }: Made): TimedPart {
  return { length, boundary }
}

/**
 * Whether a segment's clip was made from something else than there is now, or follows another clip than it does now: then whatever
 * follows it without a seam does not fit any longer either.
 */
function isStale(part: Made, before: StoryPart | null): boolean {
  const { chosen, continuous, inputs } = part
  if (chosen === null || chosen.basis === null) return false
  if (chosen.basis.inputs !== inputs) return true
  if (chosen.basis.titleText !== undefined && chosen.basis.titleText !== titleTextOf(part)) return true
  if (!continuous || before === null) return false
  if (!chosen.basis.continuous || before.stale) return true
  return chosen.basis.follows !== null && chosen.basis.follows !== (before.chosen?.id ?? null)
}
