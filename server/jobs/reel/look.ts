import { overlaps } from 'shared/story'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { JobRow } from '../../db/index.ts'
import { readStory, type Story, type StoryPart as Segment } from '../../storyboards/index.ts'
import { parseRequestOf } from '../columns.ts'
import type { FlowChild, FlowPart, FlowState } from './flow.ts'
import { madeBy } from './kept.ts'
import type { ReelRooms, ReelWork } from './rooms.ts'
import { readStoryPart } from './story-part.ts'

/** A reel as its rows are at one moment. */
export interface Look {
  readonly story: Story
  readonly children: readonly JobRow[]
  readonly state: FlowState
}

/** What a walk has done that leaves no rows behind, as it can be done again. Pairs of takes, see `pairOf`. */
export interface Tried {
  readonly scored: Set<string>
  readonly joined: Set<string>
}

/** Reads everything that a reel's next steps depend on. `not_found` where its storyboard was deleted. */
export async function lookAt(rooms: ReelRooms, work: ReelWork, tried: Tried): Promise<Outcome<Look>> {
  const { row, request } = work
  const story = await readStory(rooms.db, row.user_id, request.storyboardId)
  if (story === null) return refuse('not_found', 'The storyboard was deleted while its reel was made.')
  const children = await rooms.db
    .selectFrom('jobs')
    .selectAll()
    .where('parent_id', '=', row.id)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const own = await rooms.db.selectFrom('jobs').select('request').where('id', '=', row.id).executeTakeFirst()
  const checked = own === undefined ? true : parseRequestOf('reel', own.request)?.framesChecked === true
  const isPlain = !hasLayers(story)
  return succeed({
    story,
    children,
    state: {
      parts: story.segments.map((segment) => flowPart(story, segment, tried, isPlain)),
      children: children.flatMap((child) => flowChild(rooms, child)),
      unchecked: story.settings.checkFrames && !checked,
    },
  })
}

/** The takes on both sides of a boundary by one name; null where one of them is missing. */
export function pairOf(before: Segment | undefined, after: Segment | undefined): string | null {
  const [left, right] = [before?.chosen?.id, after?.chosen?.id]
  return left === undefined || right === undefined ? null : `${left}/${right}`
}

/** Whether something is drawn over the film, which no join that was rendered before knows of. */
export function hasLayers({ captions, overlays }: Story): boolean {
  return captions.mode === 'burned' || overlays.length > 0
}

function flowPart(story: Story, segment: Segment, tried: Tried, isPlain: boolean): FlowPart {
  const { chosen, continuity, boundary } = segment
  const [before, next] = [story.segments[segment.index - 1], story.segments[segment.index + 1]]
  const seam = pairOf(segment, next)
  const blends = isPlain && next !== undefined && overlaps(boundary.kind)
  return {
    id: segment.id,
    continuous: segment.continuous,
    chosen: chosen === null || chosen.assetId === null ? null : { takeId: chosen.id, assetId: chosen.assetId },
    startFrame: segment.startFrame ?? segment.image,
    endFrame: segment.endFrame,
    scored: continuity !== null || tried.scored.has(pairOf(before, segment) ?? ''),
    joined: !blends || seam === null || tried.joined.has(seam),
  }
}

function flowChild({ providers }: ReelRooms, row: JobRow): readonly FlowChild[] {
  const part = readStoryPart(row.story_part)
  if (part === null) return []
  const isRemote = providers.catalog.some(({ id, workshop }) => id === row.provider && workshop === 'remote')
  return [
    {
      id: row.id,
      role: part.role,
      segmentId: row.segment_id,
      status: row.status,
      waits: row.waits === 1,
      needs: part.needs,
      made: part.anchored ?? madeBy(row),
      drifting: part.role === 'end_frame' && isRemote && part.anchored === null,
    },
  ]
}
