import { type JobRequestOf, type Outcome, refuse, succeed } from 'shared/wire'
import { type Story, type StoryPart as Segment, titleTextOf } from '../../storyboards/index.ts'
import { showsWords } from '../adjustments.ts'
import type { Plan, PlanRooms } from '../plan.ts'
import { planClip } from '../plan-clip.ts'
import { planImage } from '../plan-picture.ts'
import { castPictures, type ClipFrames, clipRequest, startFrameRequest, withoutLook } from './requests.ts'

/** A story whose pieces are planned. */
export interface Planning {
  readonly rooms: PlanRooms
  readonly userId: string
  readonly story: Story
}

/** A planned clip with the request that it is planned from. */
export interface ClipPlan extends Plan {
  readonly asked: JobRequestOf<'clip'>
}

/** What a segment begins with: a picture that is there, one that is to be drawn, or nothing but words and pictures of its cast. */
export type Beginning =
  | { readonly from: 'picture'; readonly assetId: string }
  | { readonly from: 'drawing'; readonly plan: Plan }
  | { readonly from: 'words' }

/**
 * What a segment begins with that follows no other: its own picture or frame; a frame that an image model draws of its words and its cast,
 * where the flow needs one or the clip's model takes no reference pictures; with this server's engine, which draws nothing, a picture of
 * its cast.
 */
export async function beginningOf(planning: Planning, segment: Segment): Promise<Beginning> {
  const { story } = planning
  const { settings } = story
  const own = ownFrame(segment)
  if (own !== null) return { from: 'picture', assetId: own }
  if (segment.prompt === '') return { from: 'words' }
  const pictures = castPictures(story, segment)
  const leads = settings.frames === 'predicted' && story.segments[segment.index + 1]?.continuous === true
  if (leads || settings.checkFrames) {
    const drawn = (await drawingOf(planning, segment, pictures)) ?? (await drawingOf(planning, segment, []))
    return drawn ?? (await pictureOfCast(planning, segment, pictures))
  }
  if (pictures.length === 0 || (await planSeen(planning, segment)) !== null) return { from: 'words' }
  const plain = await planFrom(planning, segment, {})
  const drawn = plain.ok && isLocal(planning, plain.value) ? null : await drawingOf(planning, segment, pictures)
  return drawn ?? (await pictureOfCast(planning, segment, pictures))
}

/** A frame drawn of words, and of as many of these pictures as the model takes; null where nobody draws it. */
async function drawingOf({ rooms, userId, story }: Planning, segment: Segment, pictures: readonly string[]): Promise<Beginning | null> {
  const ask = (references: readonly string[]) => planImage(rooms, userId, startFrameRequest(story, segment, references))
  const plan = await withMost(pictures, mostReferences(rooms, 'image'), ask)
  // The engine would only write the words down, which it does better as a clip.
  return plan === null || isLocal({ rooms }, plan) ? null : { from: 'drawing', plan }
}

/** The first picture of a cast where nothing can be made of words but a title, or nothing at all. */
async function pictureOfCast(planning: Planning, segment: Segment, [first]: readonly string[]): Promise<Beginning> {
  if (first === undefined) return { from: 'words' }
  const plain = await planFrom(planning, segment, {})
  const generates = plain.ok && !isLocal(planning, plain.value)
  return generates || !(await planFrom(planning, segment, { image: first })).ok ? { from: 'words' } : { from: 'picture', assetId: first }
}

/**
 * A plan with as many of these pictures as a model takes, those that come first; null where it cannot be made with one, or, of none, at all.
 * @param most how many any model takes
 */
export async function withMost<P extends Plan>(
  pictures: readonly string[],
  most: number,
  plan: (references: readonly string[]) => Promise<Outcome<P>>,
): Promise<P | null> {
  const fewest = Math.min(1, pictures.length)
  for (let count = Math.min(pictures.length, most); count >= fewest; count -= 1) {
    const planned = await plan(pictures.slice(0, count))
    if (planned.ok) return planned.value
  }
  return null
}

/** How many reference pictures the most eager model takes that is set up. */
export function mostReferences({ providers }: Pick<PlanRooms, 'providers'>, kind: 'clip' | 'image'): number {
  const models = providers.catalog.filter(({ id }) => providers.status(id) !== 'unconfigured').flatMap((provider) => provider.models)
  const taken = models.map((model) =>
    (model.kind === 'image' || model.kind === 'clip') && model.kind === kind && model.native !== null
      ? model.native.pictures.references
      : 0,
  )
  return Math.max(0, ...taken)
}

/** A clip of words alone, with pictures of those who are named in them where the model takes any. */
export async function planFromWords(planning: Planning, segment: Segment): Promise<Outcome<ClipPlan>> {
  if (titleTextOf(segment) === '') {
    const message = 'needs words or a picture'
    return refuse('invalid_request', `It ${message}.`, { issues: [{ path: 'prompt', message }], action: 'edit_prompt' })
  }
  const seen = await planSeen(planning, segment)
  return seen === null ? await planFrom(planning, segment, {}) : succeed(seen)
}

/** A clip of words and of pictures of those who are named in them; null where nobody is, or no model takes pictures of them. */
async function planSeen(planning: Planning, segment: Segment): Promise<ClipPlan | null> {
  const pictures = castPictures(planning.story, segment)
  if (pictures.length === 0) return null
  return await withMost(pictures, mostReferences(planning.rooms, 'clip'), (references) => planFrom(planning, segment, { references }))
}

/**
 * A segment's clip from these frames. One of this server's engine that follows another without a seam leaves the frame that it begins with
 * as it is: that has been styled and lit.
 */
export async function planFrom(planning: Planning, segment: Segment, frames: ClipFrames): Promise<Outcome<ClipPlan>> {
  const request = clipRequest(planning.story, segment, frames)
  const planned = await planAsked(planning, request)
  const follows = segment.continuous && ownFrame(segment) === null && frames.image !== undefined
  if (!planned.ok || !follows || !isLocal(planning, planned.value)) return planned
  return await planAsked(planning, withoutLook(request, planned.value.request))
}

async function planAsked({ rooms, userId }: Planning, asked: JobRequestOf<'clip'>): Promise<Outcome<ClipPlan>> {
  const planned = await planClip(rooms, userId, asked)
  return planned.ok ? succeed({ ...planned.value, asked }) : planned
}

/** The frame that a person gave a segment to begin with. */
export function ownFrame({ startFrame, image }: Segment): string | null {
  return startFrame ?? image
}

/** What a planned clip says, where this server's engine makes it of words. */
export function titleTextShown(planning: Pick<Planning, 'rooms'>, plan: Plan): string | undefined {
  const { request } = plan
  return request.kind === 'clip' && isLocal(planning, plan) && showsWords(request) ? request.titleText : undefined
}

/** Whether a plan is work of this server's engine. */
export function isLocal({ rooms }: Pick<Planning, 'rooms'>, { provider }: Pick<Plan, 'provider'>): boolean {
  return rooms.providers.catalog.some(({ id, workshop }) => id === provider && workshop === 'embedded')
}
