import { type Outcome, refuse, SEGMENT_DURATION, succeed, type TakeOfAsset } from 'shared/wire'
import { newId, type Tx } from '../db/index.ts'
import type { StoryDocument } from './document.ts'
import type { Edited } from './edit.ts'
import { changeSegment, noSuchSegment } from './edits.ts'
import type { SegmentPlace, Story } from './face.ts'
import type { StoredTake } from './takes.ts'

/** Seconds; shorter is hardly seen. */
const SHORTEST = 0.2

/** Takes a clip of the library, or a part of it, as the take that a segment shows; the segment then lasts as long. */
export async function takeAsset(
  tx: Tx,
  document: StoryDocument,
  story: Story,
  at: SegmentPlace,
  asked: TakeOfAsset,
): Promise<Outcome<Edited>> {
  const part = story.segments.find(({ id }) => id === at.segmentId)
  if (part === undefined) return noSuchSegment()
  const cut = await cutOf(tx, at.userId, asked)
  if (!cut.ok) return cut
  const { from, to, seconds } = cut.value
  const known = part.takes.findLast(({ assetId, in: start, out }) => assetId === asked.assetId && start === from && out === to)
  if (known !== undefined && part.chosen?.id === known.id) return succeed({ document })
  const take: StoredTake = known ?? { id: newId('tak'), jobId: null, assetId: asked.assetId, in: from, out: to, seconds, basis: null }
  const changed = changeSegment(document, at.segmentId, (segment) => ({ ...segment, take: take.id, duration: nearest(to - from) }))
  if (!changed.ok || known !== undefined) return changed
  return succeed({ ...changed.value, takes: new Map([[at.segmentId, [...part.takes, take]]]) })
}

interface Cut {
  readonly from: number
  readonly to: number
  /** How long the whole clip is. */
  readonly seconds: number
}

async function cutOf(tx: Tx, userId: string, { assetId, in: from = 0, out }: TakeOfAsset): Promise<Outcome<Cut>> {
  const asset = await tx
    .selectFrom('assets')
    .select(['type', 'duration'])
    .where('id', '=', assetId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (asset === undefined) return faulty('assetId', 'there is no such asset')
  if (asset.type !== 'video' || asset.duration === null) return faulty('assetId', `is ${asset.type}, not a clip`)
  const seconds = asset.duration
  const to = out ?? seconds
  // What a file says of its length and where its last frame ends may differ by a frame.
  if (to > seconds + 0.05) return faulty('out', `the clip lasts ${seconds} s`, { minimum: 0, maximum: seconds })
  if (to - from < SHORTEST) return faulty('in', `leaves less than ${SHORTEST} s`, { minimum: 0, maximum: Math.max(0, to - SHORTEST) })
  if (to - from > SEGMENT_DURATION.maximum) {
    return faulty('out', `a segment lasts at most ${SEGMENT_DURATION.maximum} s`, {
      minimum: from,
      maximum: from + SEGMENT_DURATION.maximum,
    })
  }
  return succeed({ from, to, seconds })
}

function faulty(path: string, message: string, range?: { readonly minimum: number; readonly maximum: number }): Outcome<never> {
  return refuse('invalid_request', `${path}: ${message}.`, { issues: [{ path, message, ...(range === undefined ? {} : { range }) }] })
}

/** The length that a segment can have nearest to this one. */
function nearest(seconds: number): number {
  return Math.max(SEGMENT_DURATION.minimum, Math.round(seconds * 2) / 2)
}
