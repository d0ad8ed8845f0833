import { MOST_SEGMENTS, type Outcome, REEL_DURATION, refuse, succeed } from 'shared/wire'
import type { RecordChange } from '../changes/index.ts'
import type { SegmentRow, StoryboardRow, Tx } from '../db/index.ts'
import { type StoryDocument, storyDocument } from './document.ts'
import type { ExpectedVersion, SegmentPlace, Story, StoryboardsOptions } from './face.ts'
import { storyOf } from './read-story.ts'
import { judgeAssets, referExactly, withoutGone } from './story-assets.ts'
import type { StoredTake } from './takes.ts'
import { goAlong, leaveBehind } from './versions.ts'

export type EditRooms = Pick<StoryboardsOptions, 'changes' | 'clock'>

/** What an edit makes of a story: another document, and takes that segments have from now on. */
export interface Edited {
  readonly document: StoryDocument
  readonly takes?: ReadonlyMap<string, readonly StoredTake[]>
}

/** Makes another document of a story, or says why not. May read, but not write. */
export type Edit = (story: Story, document: StoryDocument, tx: Tx) => Outcome<Edited> | Promise<Outcome<Edited>>

type StoryPlace = Omit<SegmentPlace, 'segmentId'>

/** Edits a story in one transaction: its document, its version, its undo and the feed. An edit that changes nothing is no version. */
export async function editStory(rooms: EditRooms, at: StoryPlace, expected: ExpectedVersion, edit: Edit): Promise<Outcome<null>> {
  return await write(rooms, at, expected, async (tx, row, segments) => {
    const story = storyOf(row, segments)
    const document = storyDocument.parse(JSON.parse(row.document))
    const edited = await edit(story, document, tx)
    if (!edited.ok) return edited
    const text = JSON.stringify(edited.value.document)
    if (text === JSON.stringify(document) && edited.value.takes === undefined) return succeed(null)
    const judged = judgeSize(edited.value.document, document)
    if (!judged.ok) return judged
    const assets = await judgeAssets(tx, at.userId, edited.value.document, document)
    if (!assets.ok) return assets
    return succeed({ row: { ...row, ...(await leaveBehind(tx, row)) }, edited: edited.value })
  })
}

/** Takes the last edit back (-1), or does it again (+1). What was deleted of the library since stays away. */
export async function undoEdit(rooms: EditRooms, at: StoryPlace, expected: ExpectedVersion, step: -1 | 1): Promise<Outcome<null>> {
  return await write(rooms, at, expected, async (tx, row) => {
    const found = await goAlong(tx, row, step)
    if (found === null)
      return refuse('conflict', `There is nothing to ${step === -1 ? 'undo' : 'redo'}.`, { params: { version: row.version } })
    const { document, ...head } = found
    const kept = await withoutGone(tx, at.userId, storyDocument.parse(JSON.parse(document)))
    return succeed({ row: { ...row, ...head }, edited: { document: kept } })
  })
}

interface Write {
  readonly row: StoryboardRow
  readonly edited: Edited
}

async function write(
  { changes, clock }: EditRooms,
  at: StoryPlace,
  expected: ExpectedVersion,
  decide: (tx: Tx, row: StoryboardRow, segments: readonly SegmentRow[]) => Promise<Outcome<Write | null>>,
): Promise<Outcome<null>> {
  if (expected === null) return noVersion()
  return await changes.transaction(at.userId, async (tx, record): Promise<Outcome<null>> => {
    const row = await lockStory(tx, at)
    if (row === null) return noSuchStory()
    if (expected !== 'any' && expected !== row.version) return edited(row.version)
    const segments = await tx.selectFrom('segments').selectAll().where('storyboard_id', '=', row.id).execute()
    const decided = await decide(tx, row, segments)
    if (!decided.ok) return decided
    if (decided.value !== null) await writeDocument(tx, record, decided.value, clock())
    return succeed(null)
  })
}

async function writeDocument(tx: Tx, record: RecordChange, { row, edited }: Write, now: number): Promise<void> {
  const { document, takes = new Map<string, readonly StoredTake[]>() } = edited
  await insertSegments(tx, row.user_id, row.id, document, now)
  for (const [id, list] of takes) {
    const done = { takes: JSON.stringify(list), status: 'completed', progress: 100, error: null, updated_at: now } as const
    await tx.updateTable('segments').set(done).where('id', '=', id).where('storyboard_id', '=', row.id).execute()
  }
  await tx
    .updateTable('storyboards')
    .set({
      version: row.version + 1,
      head: row.head,
      oldest: row.oldest,
      newest: row.newest,
      document: JSON.stringify(document),
      ...wordColumns(document),
      updated_at: now,
    })
    .where('id', '=', row.id)
    .execute()
  const segments = await tx.selectFrom('segments').selectAll().where('storyboard_id', '=', row.id).execute()
  await referExactly(tx, row.id, document, segments)
  await record({ entity: 'storyboard', id: row.id, op: 'put' })
}

/** Gives a row to each segment of a document that has none. */
export async function insertSegments(tx: Tx, userId: string, storyboardId: string, document: StoryDocument, now: number): Promise<void> {
  if (document.segments.length === 0) return
  const blank = { status: 'queued', progress: 0, takes: '[]', start_frame: null, end_frame: null, continuity: null, error: null } as const
  const money = { estimated_usd_micros: null, settled_usd_micros: 0 }
  const owner = { user_id: userId, storyboard_id: storyboardId, created_at: now, updated_at: now }
  await tx
    .insertInto('segments')
    .values(document.segments.map(({ id }) => ({ id, ...owner, ...blank, ...money })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The columns that a story is found by: its title, and lower-cased what `q` searches. Postgres keeps no NUL in a text. */
export function wordColumns({ title, segments }: StoryDocument): Pick<StoryboardRow, 'title' | 'search_text'> {
  const words = [title, ...segments.flatMap(({ prompt, titleText, narration }) => [prompt, titleText ?? '', narration])].join('\n')
  return { title: title.replaceAll('\0', ''), search_text: words.toLowerCase().replaceAll('\0', '') }
}

/** `invalid_request` for a document that is larger than a film can be, unless it was larger before. */
export function judgeSize(document: StoryDocument, before: StoryDocument | null): Outcome<null> {
  const count = document.segments.length
  if (count > MOST_SEGMENTS && count > (before?.segments.length ?? 0)) {
    return tooLarge(`has ${count} segments; ${MOST_SEGMENTS} are allowed`, MOST_SEGMENTS)
  }
  const seconds = secondsOf(document)
  if (seconds > REEL_DURATION.maximum && seconds > (before === null ? 0 : secondsOf(before))) {
    return tooLarge(`lasts ${seconds} s; ${REEL_DURATION.maximum} s are allowed`, REEL_DURATION.maximum)
  }
  return succeed(null)
}

function secondsOf({ segments }: StoryDocument): number {
  return segments.reduce((sum, { duration }) => sum + duration, 0)
}

function tooLarge(message: string, maximum: number): Outcome<never> {
  return refuse('invalid_request', `The story ${message}.`, { issues: [{ path: 'segments', message, range: { maximum } }] })
}

/** Reads a user's story and takes its row lock by an update that changes nothing; null where there is none. */
export async function lockStory(tx: Tx, { userId, storyboardId }: StoryPlace): Promise<StoryboardRow | null> {
  const row = await tx
    .updateTable('storyboards')
    .set((columns) => ({ version: columns.ref('version') }))
    .where('id', '=', storyboardId)
    .where('user_id', '=', userId)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

export function noSuchStory(): Outcome<never> {
  return refuse('not_found', 'There is no such storyboard.')
}

function noVersion(): Outcome<never> {
  const message = 'is needed: the version that was edited, such as "7"; or *'
  return refuse('invalid_request', `If-Match ${message}.`, { issues: [{ path: 'if-match', message }] })
}

function edited(version: number): Outcome<never> {
  return refuse('conflict', 'The storyboard has been edited since. Read it again and repeat the change.', { params: { version } })
}
