import { type Adjustment, type Outcome, succeed } from 'shared/wire'
import { NO_SOUND_FONT } from '../../audio/index.ts'
import { hashInputs, type Story, type StoryPart as Segment } from '../../storyboards/index.ts'
import { inputsOf } from '../inputs.ts'
import type { Plan, PlanRooms } from '../plan.ts'
import { planImage } from '../plan-picture.ts'
import { planMusic, planSpeech } from '../plan-sound.ts'
import type { PieceRole } from './flow.ts'
import { findKept, keyOf } from './kept.ts'
import {
  beginningOf,
  isLocal,
  mostReferences,
  ownFrame,
  planFrom,
  planFromWords,
  type Planning,
  titleTextShown,
  withMost,
} from './plan-frames.ts'
import { ofSegment, type PlannedChild } from './planned-child.ts'
import { withPromised } from './planned-library.ts'
import { promise, promisesOf } from './promises.ts'
import { arrivalRequest, castPictures, musicRequest, nextFrameRequest, speechRequest } from './requests.ts'
import { findMusic, findSpoken } from './sound-of-story.ts'

/** A picture that is there, or will be: by its asset, or by a promise that `child` keeps. */
interface PlannedFrame {
  readonly id: string
  readonly child: PlannedChild | null
}

/** What a story still needs, and what of it is done otherwise than asked. */
export interface Pieces {
  readonly children: readonly PlannedChild[]
  readonly adjustments: readonly Adjustment[]
}

/**
 * Plans every job that a story still needs: frames and clips of the segments that show nothing yet, narration and music. What an earlier
 * reel had made of the same request is used again. Music that this server has nothing to play on is left out, and said to be. Nothing is
 * written. A problem names its segment.
 */
export async function planPieces(rooms: PlanRooms, userId: string, story: Story): Promise<Outcome<Pieces>> {
  const planning: Planning = { rooms: { ...rooms, library: withPromised(rooms.library, story) }, userId, story }
  const children: PlannedChild[] = []
  for (const segment of story.segments) {
    if (segment.chosen !== null) continue
    const planned = await planSegment(planning, segment)
    if (!planned.ok) return ofSegment(segment.index, planned.problem)
    children.push(...planned.value)
  }
  const spoken = await planVoices(planning)
  if (!spoken.ok) return spoken
  const music = await planStoryMusic(planning)
  if (!music.ok) return music
  return succeed({ children: [...children, ...spoken.value, ...music.value.children], adjustments: music.value.adjustments })
}

async function planSegment(planning: Planning, segment: Segment): Promise<Outcome<readonly PlannedChild[]>> {
  const { story } = planning
  const before = segment.continuous ? story.segments[segment.index - 1] : undefined
  const follows = before !== undefined && ownFrame(segment) === null
  if (follows && story.settings.frames === 'native') {
    const extended = await planFrom(planning, segment, { video: promise('take', before.id) })
    if (extended.ok) return succeed([clipChild(planning, segment, extended.value)])
  }
  const start = follows ? { id: promise('end', before.id), child: null } : await planStart(planning, segment)
  return await planBetween(planning, segment, start)
}

/** A segment's clip from the frame it begins with, and to the one it ends with where that is known or can be predicted. */
async function planBetween(planning: Planning, segment: Segment, start: PlannedFrame | null): Promise<Outcome<readonly PlannedChild[]>> {
  const { story } = planning
  const first = start?.child ?? null
  const begun = first === null ? [] : [first]
  const plain = start === null ? await planFromWords(planning, segment) : await planFrom(planning, segment, { image: start.id })
  const next = story.segments[segment.index + 1]
  const given = givenEnd(segment, next)
  const isChained = segment.continuous || next?.continuous === true
  const wanted = given === null && start !== null && isChained && story.settings.frames === 'predicted'
  const predicted = wanted ? await planEnd(planning, segment, start.id, plain) : null
  const end = given ?? predicted?.frame.id ?? null
  const added = predicted === null || predicted.frame.child === null ? [] : [predicted.frame.child]
  if (start !== null && end !== null) {
    const between = await planFrom(planning, segment, { image: start.id, lastImage: end })
    if (between.ok) return succeed([...begun, ...added, clipChild(planning, segment, between.value)])
  }
  if (!plain.ok) return plain
  // This server's engine cannot be led to a frame, but it arrives at the one that it predicts; any other model is followed as it really ends.
  const arrives = predicted !== null && predicted.isLocal && isLocal(planning, plain.value)
  return succeed([...begun, ...(arrives ? added : []), clipChild(planning, segment, plain.value)])
}

/** The frame that a segment begins with which follows no other, as far as it begins with one. */
async function planStart(planning: Planning, segment: Segment): Promise<PlannedFrame | null> {
  const beginning = await beginningOf(planning, segment)
  if (beginning.from === 'words') return null
  if (beginning.from === 'picture') return { id: beginning.assetId, child: null }
  return await frameOf(planning, segment, 'start_frame', beginning.plan)
}

/** The frame that a segment ends with, as it is predicted from the one it begins with; null where nobody can. */
async function planEnd(
  planning: Planning,
  segment: Segment,
  start: string,
  clip: Outcome<Plan>,
): Promise<{ readonly frame: PlannedFrame; readonly isLocal: boolean } | null> {
  const { rooms, userId, story } = planning
  const ask = (references: readonly string[]) => planImage(rooms, userId, nextFrameRequest(story, segment, start, references))
  // The frame itself is one of the pictures that a model takes.
  const seen = await withMost(castPictures(story, segment), mostReferences(rooms, 'image') - 1, ask)
  const asked = seen ?? (await withMost([], 0, ask))
  if (asked !== null && !isLocal(planning, asked)) {
    return { frame: await frameOf(planning, segment, 'end_frame', asked), isLocal: false }
  }
  if (!clip.ok || clip.value.request.kind !== 'clip') return null
  const arrival = await planImage(rooms, userId, arrivalRequest(clip.value.request, segment, start))
  return arrival.ok ? { frame: await frameOf(planning, segment, 'end_frame', arrival.value), isLocal: true } : null
}

async function frameOf(planning: Planning, segment: Segment, role: 'start_frame' | 'end_frame', plan: Plan): Promise<PlannedFrame> {
  const child = childOf(role, segment.id, plan)
  const kept = child.key === null ? null : await findKept(planning.rooms.db, planning.userId, child.key)
  if (kept !== null) return { id: kept.assetId, child: null }
  return { id: promise(role === 'start_frame' ? 'start' : 'end', segment.id), child }
}

async function planVoices({ rooms, userId, story }: Planning): Promise<Outcome<readonly PlannedChild[]>> {
  const children: PlannedChild[] = []
  for (const segment of story.segments) {
    const asked = speechRequest(story, segment)
    const at = { storyboardId: story.id, segmentId: segment.id }
    if (asked === null || (await findSpoken(rooms.db, at, asked)) !== null) continue
    const plan = await planSpeech(rooms, userId, asked)
    if (!plan.ok) return ofSegment(segment.index, plan.problem)
    children.push(childOf('speech', segment.id, plan.value))
  }
  return succeed(children)
}

async function planStoryMusic({ rooms, userId, story }: Planning): Promise<Outcome<Pieces>> {
  const asked = musicRequest(story)
  if (asked === null || (await findMusic(rooms.db, story.id, asked)) !== null) return succeed({ children: [], adjustments: [] })
  const plan = await planMusic(rooms, userId, asked)
  if (plan.ok) return succeed({ children: [childOf('music', null, plan.value)], adjustments: [] })
  if (plan.problem.params['reason'] !== NO_SOUND_FONT) return plan
  const why = `The film has no music. ${plan.problem.detail}`
  return succeed({ children: [], adjustments: [{ field: 'soundtrack.music', code: 'music_left_out', why }] })
}

function clipChild(planning: Planning, segment: Segment, plan: Plan): PlannedChild {
  const { inputs, continuous } = segment
  const words = wordsHash(planning.story, segment)
  const basis = { inputs, words, continuous, follows: null, titleText: titleTextShown(planning, plan) }
  const child = childOf('clip', segment.id, plan)
  return { ...child, part: { ...child.part, basis } }
}

/** Hash of what a segment is asked for, apart from the frames that were chosen by hand. */
export function wordsHash(story: Story, segment: Segment): string {
  return hashInputs(story, { ...segment, startFrame: null, endFrame: null })
}

function childOf(role: PieceRole, segmentId: string | null, plan: Plan): PlannedChild {
  const needs = [...promisesOf(inputsOf(plan.request).map(({ id }) => id))]
  return { plan, segmentId, part: { role, needs, anchored: null, basis: null }, key: keyOf(plan.request) }
}

/** The frame that a segment has to end with: chosen for it, or what the next one begins with. */
function givenEnd(segment: Segment, next: Segment | undefined): string | null {
  if (segment.endFrame !== null || next === undefined || !next.continuous) return segment.endFrame
  return ownFrame(next) ?? (next.chosen === null ? null : next.foundStartFrame)
}
