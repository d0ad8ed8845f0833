import { type JobRequestOf, type Outcome, refuse, succeed } from 'shared/wire'
import { hashInputs, type Story, type StoryPart as Segment } from '../../storyboards/index.ts'
import { inputsOf } from '../inputs.ts'
import type { Plan, PlanRooms } from '../plan.ts'
import { planClip } from '../plan-clip.ts'
import { planImage } from '../plan-picture.ts'
import { planMusic, planSpeech } from '../plan-sound.ts'
import type { PieceRole } from './flow.ts'
import { findKept, keyOf } from './kept.ts'
import { ofSegment, type PlannedChild } from './planned-child.ts'
import { withPromised } from './planned-library.ts'
import { promise, promisesOf } from './promises.ts'
import {
  arrivalRequest,
  castPictures,
  type ClipFrames,
  clipRequest,
  musicRequest,
  nextFrameRequest,
  speechRequest,
  startFrameRequest,
} from './requests.ts'
import { findMusic, findSpoken } from './sound-of-story.ts'

interface Planning {
  readonly rooms: PlanRooms
  readonly userId: string
  readonly story: Story
}

/** A picture that is there, or will be: by its asset, or by a promise that `child` keeps. */
interface PlannedFrame {
  readonly id: string
  readonly child: PlannedChild | null
}

/**
 * Plans every job that a story still needs: frames and clips of the segments that show nothing yet, narration and music. What an earlier
 * reel had made of the same request is used again. Nothing is written. A problem names its segment.
 */
export async function planPieces(rooms: PlanRooms, userId: string, story: Story): Promise<Outcome<readonly PlannedChild[]>> {
  const planning: Planning = { rooms: { ...rooms, library: withPromised(rooms.library, story) }, userId, story }
  const children: PlannedChild[] = []
  for (const segment of story.segments) {
    if (segment.chosen !== null) continue
    const planned = await planSegment(planning, segment)
    if (!planned.ok) return ofSegment(segment.index, planned.problem)
    children.push(...planned.value)
  }
  const sound = await planSound(planning)
  return sound.ok ? succeed([...children, ...sound.value]) : sound
}

async function planSegment(planning: Planning, segment: Segment): Promise<Outcome<readonly PlannedChild[]>> {
  const { story } = planning
  const before = segment.continuous ? story.segments[segment.index - 1] : undefined
  const follows = before !== undefined && ownFrame(segment) === null
  if (follows && story.settings.frames === 'native') {
    const extended = await planFrom(planning, segment, { video: promise('take', before.id) })
    if (extended.ok) return succeed([clipChild(story, segment, extended.value)])
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
    if (between.ok) return succeed([...begun, ...added, clipChild(story, segment, between.value)])
  }
  if (!plain.ok) return plain
  // This server's engine cannot be led to a frame, but it arrives at the one that it predicts; any other model is followed as it really ends.
  const arrives = predicted !== null && predicted.isLocal && isLocal(planning, plain.value)
  return succeed([...begun, ...(arrives ? added : []), clipChild(story, segment, plain.value)])
}

/** The frame that a chain of segments begins with, where one is wanted that nobody gave. */
async function planStart(planning: Planning, segment: Segment): Promise<PlannedFrame | null> {
  const own = ownFrame(segment)
  if (own !== null) return { id: own, child: null }
  const { story } = planning
  const { settings } = story
  const leads = settings.frames === 'predicted' && story.segments[segment.index + 1]?.continuous === true
  if ((!leads && !settings.checkFrames) || segment.prompt === '') return null
  const pictures = castPictures(story, segment)
  const seen = await planImage(planning.rooms, planning.userId, startFrameRequest(story, segment, pictures))
  const unseen =
    seen.ok || pictures.length === 0 ? seen : await planImage(planning.rooms, planning.userId, startFrameRequest(story, segment, []))
  // The engine would only write the words down, which it does better as a clip.
  if (!unseen.ok || isLocal(planning, unseen.value)) return null
  return await frameOf(planning, segment, 'start_frame', unseen.value)
}

/** The frame that a segment ends with, as it is predicted from the one it begins with; null where nobody can. */
async function planEnd(
  planning: Planning,
  segment: Segment,
  start: string,
  clip: Outcome<Plan>,
): Promise<{ readonly frame: PlannedFrame; readonly isLocal: boolean } | null> {
  const { rooms, userId, story } = planning
  const asked = await planImage(rooms, userId, nextFrameRequest(story, segment, start))
  if (asked.ok && !isLocal(planning, asked.value)) {
    return { frame: await frameOf(planning, segment, 'end_frame', asked.value), isLocal: false }
  }
  if (!clip.ok || clip.value.request.kind !== 'clip') return null
  const arrival = await planImage(rooms, userId, arrivalRequest(story, clip.value.request, start))
  return arrival.ok ? { frame: await frameOf(planning, segment, 'end_frame', arrival.value), isLocal: true } : null
}

async function frameOf(planning: Planning, segment: Segment, role: 'start_frame' | 'end_frame', plan: Plan): Promise<PlannedFrame> {
  const child = childOf(role, segment.id, plan)
  const kept = child.key === null ? null : await findKept(planning.rooms.db, planning.userId, child.key)
  if (kept !== null) return { id: kept.assetId, child: null }
  return { id: promise(role === 'start_frame' ? 'start' : 'end', segment.id), child }
}

/** A clip of words alone, with pictures of those who are named in them where the model takes any. */
async function planFromWords(planning: Planning, segment: Segment): Promise<Outcome<Plan>> {
  const pictures = castPictures(planning.story, segment)
  const [first] = pictures
  if (first === undefined) {
    if (segment.prompt !== '') return await planFrom(planning, segment, {})
    const message = 'needs words or a picture'
    return refuse('invalid_request', `It ${message}.`, { issues: [{ path: 'prompt', message }], action: 'edit_prompt' })
  }
  const seen = await planFrom(planning, segment, { references: pictures })
  return seen.ok ? seen : await planFrom(planning, segment, { image: first })
}

async function planFrom({ rooms, userId, story }: Planning, segment: Segment, frames: ClipFrames): Promise<Outcome<Plan>> {
  return await planClip(rooms, userId, clipRequest(story, segment, frames))
}

async function planSound({ rooms, userId, story }: Planning): Promise<Outcome<readonly PlannedChild[]>> {
  const children: PlannedChild[] = []
  for (const segment of story.segments) {
    const asked = speechRequest(story, segment)
    const at = { storyboardId: story.id, segmentId: segment.id }
    if (asked === null || (await findSpoken(rooms.db, at, asked)) !== null) continue
    const plan = await planSpeech(rooms, userId, asked)
    if (!plan.ok) return ofSegment(segment.index, plan.problem)
    children.push(childOf('speech', segment.id, plan.value))
  }
  const music: JobRequestOf<'music'> | null = musicRequest(story)
  if (music === null || (await findMusic(rooms.db, story.id, music)) !== null) return succeed(children)
  const plan = await planMusic(rooms, userId, music)
  return plan.ok ? succeed([...children, childOf('music', null, plan.value)]) : plan
}

function clipChild(story: Story, segment: Segment, plan: Plan): PlannedChild {
  const basis = { inputs: segment.inputs, words: wordsHash(story, segment), continuous: segment.continuous, follows: null }
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

function ownFrame({ startFrame, image }: Segment): string | null {
  return startFrame ?? image
}

/** The frame that a segment has to end with: chosen for it, or what the next one begins with. */
function givenEnd(segment: Segment, next: Segment | undefined): string | null {
  if (segment.endFrame !== null || next === undefined || !next.continuous) return segment.endFrame
  return ownFrame(next) ?? (next.chosen === null ? null : next.foundStartFrame)
}

function isLocal({ rooms }: Planning, plan: Plan): boolean {
  return rooms.providers.catalog.some(({ id, workshop }) => id === plan.provider && workshop === 'embedded')
}
