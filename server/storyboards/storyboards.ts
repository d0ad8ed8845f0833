import { type Outcome, type Storyboard, succeed } from 'shared/wire'
import { createStory } from './create.ts'
import { type Edit, editStory, lockStory, noSuchStory, undoEdit } from './edit.ts'
import { addSegment, chooseTake, patchDocument, patchSegment, removeSegment } from './edits.ts'
import type { ExpectedVersion, Storyboards, StoryboardsOptions } from './face.ts'
import { listStories } from './list.ts'
import { presentStories } from './present.ts'
import { readStories } from './read-story.ts'
import { takeAsset } from './take-asset.ts'

/** Most stories that are kept in memory as they are shown. */
const REMEMBERED = 200

/** Opens the room of stories and tells the feed how one is read. */
export function createStoryboards(options: StoryboardsOptions): Storyboards {
  const { db, changes, assets, clock } = options
  const load = async (userId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Storyboard>> =>
    presentStories(assets, userId, await readStories(db, userId, ids))
  const many = changes.remember(load, { most: REMEMBERED, shows: framesOf })
  const get = async (userId: string, id: string): Promise<Storyboard | null> => (await many(userId, [id])).get(id) ?? null
  changes.present('storyboard', many)

  const answer = async (userId: string, id: string, done: Outcome<unknown>): Promise<Outcome<Storyboard>> => {
    if (!done.ok) return done
    const story = await get(userId, id)
    return story === null ? noSuchStory() : succeed(story)
  }
  const edit = async (userId: string, storyboardId: string, version: ExpectedVersion, make: Edit): Promise<Outcome<Storyboard>> =>
    answer(userId, storyboardId, await editStory(options, { userId, storyboardId }, version, make))
  const step = async (userId: string, storyboardId: string, version: ExpectedVersion, by: -1 | 1): Promise<Outcome<Storyboard>> =>
    answer(userId, storyboardId, await undoEdit(options, { userId, storyboardId }, version, by))

  return {
    async create(userId, request, how) {
      const made = await createStory(options, userId, request, how)
      return made.ok ? answer(userId, made.value, made) : made
    },
    get,
    list: (userId, query) => listStories(db, userId, query, many),
    patch: (userId, id, patch, version) => edit(userId, id, version, (_, document) => patchDocument(document, patch)),
    remove: (userId, id) =>
      changes.transaction(userId, async (tx, record): Promise<Outcome<null>> => {
        if ((await lockStory(tx, { userId, storyboardId: id })) === null) return noSuchStory()
        await tx.updateTable('storyboards').set({ deleted_at: clock() }).where('id', '=', id).execute()
        await tx.deleteFrom('asset_references').where('owner_kind', '=', 'storyboard').where('owner_id', '=', id).execute()
        await record({ entity: 'storyboard', id, op: 'delete' })
        return succeed(null)
      }),
    undo: (userId, id, version) => step(userId, id, version, -1),
    redo: (userId, id, version) => step(userId, id, version, 1),
    addSegment: (userId, id, addition, version) => edit(userId, id, version, (story, document) => addSegment(document, story, addition)),
    patchSegment: ({ userId, storyboardId, segmentId }, patch, version) =>
      edit(userId, storyboardId, version, (_, document) => patchSegment(document, segmentId, patch)),
    removeSegment: ({ userId, storyboardId, segmentId }, version) =>
      edit(userId, storyboardId, version, (_, document) => removeSegment(document, segmentId)),
    choose: ({ userId, storyboardId, segmentId }, choice, version) =>
      edit(userId, storyboardId, version, (story, document) => chooseTake(document, story, segmentId, choice)),
    takeAsset: (at, take, version) =>
      edit(at.userId, at.storyboardId, version, (story, document, tx) => takeAsset(tx, document, story, at, take)),
  }
}

/** The pictures that are shown in a story. */
function framesOf({ segments }: Storyboard): readonly string[] {
  return segments.flatMap(({ startFrame, endFrame }) => [startFrame, endFrame]).flatMap((frame) => (frame === null ? [] : [frame.id]))
}
