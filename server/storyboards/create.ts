import { createHash } from 'node:crypto'
import { type Outcome, refuse, type StoryboardRequest, type StoryPlan, succeed } from 'shared/wire'
import type { RecordChange } from '../changes/index.ts'
import { type Db, newId, type Tx } from '../db/index.ts'
import { type StoryDocument, storyDocument } from './document.ts'
import { insertSegments, judgeSize, wordColumns } from './edit.ts'
import type { CreateOptions, Story, StoryboardsOptions } from './face.ts'
import { fillBrand, fillCaptions, fillSegment, fillSettings, fillSoundtrack } from './fill.ts'
import { planStory } from './planning/plan-story.ts'
import type { PlanWish } from './planning/plan.ts'
import type { Planner } from './planning/planner.ts'
import { judgeAssets, referExactly } from './story-assets.ts'

/** A story before it is kept. */
export interface StoryDraft {
  readonly document: StoryDocument
  readonly planned: StoryPlan | null
  readonly source: Story['source']
}

/**
 * A story from what was asked: whole as it came where segments are given, else planned from a page, pictures or a sentence. Where nothing
 * is given to plan from it has no segments.
 */
export async function draftStory(
  request: StoryboardRequest,
  { planner = null, signal }: { readonly planner?: Planner | null; readonly signal: AbortSignal },
): Promise<StoryDraft> {
  const settings = fillSettings(request.settings ?? {})
  const wish = wishOf(request, settings.flow)
  const plan = request.segments !== undefined || wish === null ? null : await planStory(wish, { planner, signal })
  const planned = plan === null ? null : { arc: plan.story.arc, by: plan.by, notes: plan.notes }
  const mood = settings.mood ?? plan?.story.mood ?? null
  const music = { asset: null, prompt: null, mood: mood ?? 50, provider: null, gain: -6 }
  const document: StoryDocument = {
    title: request.title ?? plan?.story.title ?? 'Untitled',
    settings,
    segments: (plan?.story.segments ?? request.segments ?? []).map((segment) => fillSegment(segment, settings.flow)),
    cast: request.cast ?? [],
    soundtrack: fillSoundtrack(plan === null ? (request.soundtrack ?? {}) : { music, ...request.soundtrack }),
    captions: fillCaptions(
      plan === null || !speaks(plan.story.segments) ? (request.captions ?? {}) : { mode: 'burned', ...request.captions },
    ),
    overlays: request.overlays ?? [...(plan?.story.overlays ?? [])],
    brand: fillBrand(request.brand ?? {}),
  }
  const { url: pageUrl, title: pageTitle } = request.page ?? {}
  const source =
    request.page === undefined ? null : { ...(pageUrl === undefined ? {} : { pageUrl }), ...(pageTitle === undefined ? {} : { pageTitle }) }
  return { document, planned, source }
}

function speaks(segments: readonly { readonly narration: string }[]): boolean {
  return segments.some(({ narration }) => narration !== '')
}

/** What there is to plan from; null where there is nothing. */
function wishOf({ prompt, page, images = [], duration, arc, language }: StoryboardRequest, flow: PlanWish['flow']): PlanWish | null {
  if (prompt === undefined && page === undefined && images.length === 0) return null
  return {
    prompt: prompt ?? null,
    page: page ?? null,
    images,
    duration: duration ?? null,
    arc: arc ?? null,
    language: language ?? null,
    flow,
  }
}

/** Keeps a story, in the caller's transaction, and tells the feed; gives its id. `invalid_request`, or `conflict` where the key is taken. */
export async function insertStory(
  tx: Tx,
  record: RecordChange,
  userId: string,
  story: StoryDraft & { readonly key: string | null; readonly requestHash: string },
  now: number,
): Promise<Outcome<string>> {
  // What could not be read again must not be kept: one such story would break the list and the feed.
  const document = storyDocument.parse(story.document)
  const size = judgeSize(document, null)
  if (!size.ok) return size
  const assets = await judgeAssets(tx, userId, document, null)
  if (!assets.ok) return assets
  const made = await tx
    .insertInto('storyboards')
    .values({
      id: newId('stb'),
      user_id: userId,
      version: 1,
      document: JSON.stringify(document),
      head: 0,
      oldest: 0,
      newest: 0,
      source: story.source === null ? null : JSON.stringify(story.source),
      planned: story.planned === null ? null : JSON.stringify(story.planned),
      idempotency_key: story.key,
      request_hash: story.requestHash,
      ...wordColumns(document),
      created_at: now,
      updated_at: now,
      deleted_at: null,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'idempotency_key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return refuse('conflict', 'The same key is being used by another request at this moment.', { retryable: true })
  await insertSegments(tx, userId, made.id, document, now)
  await referExactly(tx, made.id, document, [])
  await record({ entity: 'storyboard', id: made.id, op: 'put' })
  return succeed(made.id)
}

/** Makes a story once for each key; gives its id. */
export async function createStory(
  rooms: StoryboardsOptions,
  userId: string,
  request: StoryboardRequest,
  { idempotencyKey: key, signal = NEVER }: CreateOptions,
): Promise<Outcome<string>> {
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const known = await replayStory(rooms.db, userId, key, requestHash)
  if (known !== null) return known
  const draft = await draftStory(request, { planner: rooms.planner ?? null, signal })
  const made = await rooms.changes.transaction(userId, (tx, record) =>
    insertStory(tx, record, userId, { ...draft, key, requestHash }, rooms.clock()),
  )
  if (made.ok || made.problem.code !== 'conflict') return made
  return (await replayStory(rooms.db, userId, key, requestHash)) ?? made
}

const NEVER = new AbortController().signal

/** The story that a key made before, by its id; null where it made none. `idempotency_mismatch` where it was used for another request. */
export async function replayStory(db: Db, userId: string, key: string | null, requestHash: string): Promise<Outcome<string> | null> {
  if (key === null) return null
  const before = await db
    .selectFrom('storyboards')
    .select(['id', 'request_hash'])
    .where('user_id', '=', userId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  if (before === undefined) return null
  if (before.request_hash === requestHash) return succeed(before.id)
  return refuse('idempotency_mismatch', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
}
