import { type Outcome, type ResolvedRequest, succeed } from 'shared/wire'
import type { RecordChange } from '../../changes/index.ts'
import type { JobRow, Tx } from '../../db/index.ts'
import type { GeneratedAsset } from '../../media/index.ts'
import { type Story, type StoryPart as Segment, writeSegmentState } from '../../storyboards/index.ts'
import { parseRequest } from '../columns.ts'
import { inputsOf } from '../inputs.ts'
import { finish, held } from '../transitions.ts'
import { fenced } from '../walk.ts'
import { turn } from '../work.ts'
import type { Found, Step } from './flow.ts'
import { anchorColours, endFrame, storeFrame, withAsset } from './frame-files.ts'
import { keyOf } from './kept.ts'
import type { Look } from './look.ts'
import { wordsHash } from './plan-pieces.ts'
import { promisedBy } from './promises.ts'
import type { ReelRooms, ReelWork } from './rooms.ts'
import { readStoryPart, type StoryPart, writeStoryPart } from './story-part.ts'
import { keepFrame } from './tell-segment.ts'

/**
 * Hands a child over to the runner with everything that it was promised: real last frames are taken from their clips here. Everything that says so is written in one transaction, so that a crash leaves the child waiting or ready.
 */
export async function handOver(
  rooms: ReelRooms,
  work: ReelWork,
  { story, children }: Look,
  { childId, found }: Extract<Step, { do: 'release' }>,
): Promise<Outcome<null>> {
  const child = children.find(({ id }) => id === childId)
  if (child === undefined) return succeed(null)
  const frames: NewFrame[] = []
  for (const [need, where] of Object.entries(found)) {
    if (where.from === 'asset') continue
    const frame = await takeLastFrame(rooms, work, story, need, where)
    if (!frame.ok) return frame
    frames.push(frame.value)
  }
  const written = await fenced(work.walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, work.lease)
    if (!mine.ok) return mine
    await fill(rooms, { tx, record }, { story, child, found, frames }, rooms.clock())
    return { ok: true, value: null }
  })
  if (!written.ok) return written
  rooms.crash.reach('after_hand_over')
  rooms.children.wake({ ...child, status: 'queued' })
  return written
}

interface NewFrame {
  readonly need: string
  readonly segment: Segment
  readonly asset: GeneratedAsset
}

async function takeLastFrame(rooms: ReelRooms, work: ReelWork, story: Story, need: string, { assetId }: Found): Promise<Outcome<NewFrame>> {
  const segment = story.segments.find(({ chosen }) => chosen?.assetId === assetId)
  if (segment === undefined) throw new Error(`no segment shows ${assetId}`)
  const { signal } = work.walk
  const taken = await turn(work.walk, 'finish', async () => {
    await using end = await rooms.storage.temporary('png')
    const frame = await endFrame(rooms, story, segment, end.path, signal)
    if (!frame.ok) return frame
    return succeed({ need, segment, asset: await storeFrame(rooms, story, end.path, work.row.id) })
  })
  work.walk.waiting(true)
  return taken
}

interface Filling {
  readonly story: Story
  readonly child: JobRow
  readonly found: Readonly<Record<string, Found>>
  readonly frames: readonly NewFrame[]
}

async function fill(
  { library }: ReelRooms,
  { tx, record }: { readonly tx: Tx; readonly record: RecordChange },
  { story, child, found, frames }: Filling,
  now: number,
): Promise<void> {
  const ids = new Map(Object.entries(found).flatMap(([need, { from, assetId }]) => (from === 'asset' ? [[need, assetId] as const] : [])))
  for (const { need, segment, asset } of frames) {
    const assetId = await library.insertGenerated(tx, record, asset, now)
    ids.set(need, assetId)
    const at = { userId: story.userId, storyboardId: story.id, segmentId: segment.id }
    await keepFrame(tx, record, { at, story, segment, role: 'end_frame', assetId }, now)
  }
  const asked = parseRequest(child.request)
  const request = withAssets(asked, ids)
  const part = readStoryPart(child.story_part)
  await tx
    .updateTable('jobs')
    .set({
      waits: 0,
      request: JSON.stringify(request),
      request_hash: keyOf(request) ?? child.request_hash,
      story_part: part === null ? null : writeStoryPart(withBasis(story, child, part)),
    })
    .where('id', '=', child.id)
    .where('waits', '=', 1)
    .where('status', '=', 'queued')
    .execute()
  const references = inputsOf(asked).flatMap(({ id, name }) => {
    const assetId = promisedBy(id) === null ? undefined : ids.get(id)
    return assetId === undefined ? [] : [{ asset_id: assetId, owner_kind: 'job' as const, owner_id: child.id, role: name }]
  })
  for (const reference of references) {
    await tx
      .insertInto('asset_references')
      .values(reference)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await noteFrames(tx, record, story, child, request, now)
  await record({ entity: 'job', id: child.id, op: 'put' })
}

/** The frames that a clip is made between, on its segment: also those that came from an earlier reel. */
async function noteFrames(tx: Tx, record: RecordChange, story: Story, child: JobRow, request: ResolvedRequest, now: number): Promise<void> {
  if (request.kind !== 'clip' || child.segment_id === null) return
  const at = { userId: story.userId, storyboardId: story.id, segmentId: child.segment_id }
  const { image, lastImage } = request
  const frames = {
    ...(image === undefined ? {} : { foundStartFrame: image }),
    ...(lastImage === undefined ? {} : { foundEndFrame: lastImage }),
  }
  await writeSegmentState(tx, record, at, frames, now)
}

/** What a clip's take will be judged by: the segment as it reads now where only its frames were changed by hand, and whom it follows. */
function withBasis(story: Story, child: JobRow, part: StoryPart): StoryPart {
  const segment = story.segments.find(({ id }) => id === child.segment_id)
  if (segment === undefined || part.basis === null) return part
  const { basis } = part
  const inputs = wordsHash(story, segment) === basis.words ? segment.inputs : basis.inputs
  const before = segment.continuous ? story.segments[segment.index - 1] : undefined
  return { ...part, basis: { ...basis, inputs, continuous: segment.continuous, follows: before?.chosen?.id ?? null } }
}

function withAssets(request: ResolvedRequest, ids: ReadonlyMap<string, string>): ResolvedRequest {
  const kept = (id: string | undefined): string | undefined => (id === undefined ? undefined : (ids.get(id) ?? id))
  const references = (listed: readonly string[] | undefined) => listed?.map((id) => ids.get(id) ?? id)
  if (request.kind === 'image') return { ...request, image: kept(request.image), references: references(request.references) }
  if (request.kind !== 'clip') return request
  const { image, lastImage, video } = request
  return {
    ...request,
    image: kept(image),
    lastImage: kept(lastImage),
    video: kept(video),
    references: references(request.references),
  }
}

/** Gives a child up whose pictures never come; its hold is free again. */
export async function giveUp(rooms: ReelRooms, work: ReelWork, childId: string): Promise<Outcome<null>> {
  return await fenced(work.walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, work.lease)
    if (!mine.ok) return mine
    await finish(tx, record, { jobId: childId, from: 'queued', lease: null, now: rooms.clock(), outcome: { to: 'cancelled' } })
    return { ok: true, value: null }
  })
}

/** Gives a predicted frame the colours of the chain's beginning, and says so on the child that made it. */
export async function anchorFrame(
  rooms: ReelRooms,
  work: ReelWork,
  { story, children, state }: Look,
  childId: string,
): Promise<Outcome<null>> {
  const child = children.find(({ id }) => id === childId)
  const made = state.children.find(({ id }) => id === childId)?.made ?? null
  const segment = story.segments.find(({ id }) => id === child?.segment_id)
  const part = readStoryPart(child?.story_part ?? null)
  if (child === undefined || segment === undefined || part === null || made === null) return succeed(null)
  const { signal } = work.walk
  const asset = await turn(work.walk, 'finish', async () => {
    await using matched = await rooms.storage.temporary('png')
    const colours = await withAsset(rooms, story.userId, made, (picture) =>
      anchorColours(rooms, story, segment, { picture, output: matched.path }, signal),
    )
    return colours.ok ? succeed(await storeFrame(rooms, story, matched.path, child.id)) : colours
  })
  work.walk.waiting(true)
  if (!asset.ok) return asset
  return await fenced(work.walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, work.lease)
    if (!mine.ok) return mine
    const now = rooms.clock()
    const assetId = await rooms.library.insertGenerated(tx, record, asset.value, now)
    const story_part = writeStoryPart({ ...part, anchored: assetId })
    await tx.updateTable('jobs').set({ story_part }).where('id', '=', child.id).execute()
    const at = { userId: story.userId, storyboardId: story.id, segmentId: segment.id }
    await keepFrame(tx, record, { at, story, segment, role: 'end_frame', assetId }, now)
    return { ok: true, value: null }
  })
}
