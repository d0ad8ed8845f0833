import type { Storyboard } from 'shared/wire'
import type { Failure, StoryBackend, StoryEdit } from '../../api/index.ts'
import type { GalleryDatabase, StoryEditRow } from './database.ts'
import { withEdit } from './story-edits.ts'
import type { LostEdit, ShownStory, Stories } from './story-types.ts'

export interface StoriesOptions {
  readonly backend: StoryBackend
  /** The database of the feed that is shown now. */
  readonly database: () => GalleryDatabase
  /** Sends what waits, one at a time. */
  readonly send: () => void
}

/** The stories of the gallery's database. `lose` tells of an edit that came to nothing. */
export function createStories({ backend, database, send }: StoriesOptions): {
  readonly stories: Stories
  readonly lose: (lost: LostEdit) => void
} {
  const listeners = new Set<(lost: LostEdit) => void>()
  const remembered = new Map<string, { past: Storyboard[]; future: Storyboard[] }>()
  /** How the story looked before its latest edits, so that taking one back shows at once. */
  const memoryOf = (storyId: string): { past: Storyboard[]; future: Storyboard[] } => {
    const memory = remembered.get(storyId) ?? { past: [], future: [] }
    remembered.set(storyId, memory)
    return memory
  }

  const stories: Stories = {
    list: () => readStories(database()),
    story: (id) => readStory(database(), id),
    async jobs(storyId) {
      const rows = await database().jobs.where('storyboardId').equals(storyId).toArray()
      return rows.toSorted((one, other) => other.createdAt - one.createdAt).map(({ job }) => job)
    },
    job: async (id) => (await database().jobs.get(id))?.job ?? null,
    asset: async (id) => (await database().assets.get(id))?.asset ?? null,
    async assets(type, limit) {
      const rows = await database().assets.toArray()
      const fitting = rows.map(({ asset }) => asset).filter((asset) => asset.type === type && asset.purgedAt === undefined)
      return fitting.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)).slice(0, limit)
    },
    async create(request, idempotencyKey) {
      const reply = await backend.createStory(request, { idempotencyKey })
      if (reply.kind === 'ok') await rememberStory(database(), reply.value)
      return reply
    },
    async bring(archive, idempotencyKey) {
      const reply = await backend.importStory(archive, { idempotencyKey })
      if (reply.kind === 'ok') await rememberStory(database(), reply.value)
      return reply
    },
    async edit(storyId, edit) {
      const into = database()
      // In one transaction: an answer that came in between would leave the edit with a version that is no longer the latest.
      await into.transaction('rw', into.stories, into.storyEdits, async () => {
        const row = await into.stories.get(storyId)
        const shown = await readStory(into, storyId)
        if (row === undefined || shown === null) return
        const seen = remember(memoryOf(storyId), shown.story, edit)
        await into.storyEdits.add({ storyId, edit, newId: `new:${crypto.randomUUID()}`, base: row.story.version, seen })
      })
      send()
    },
    async remove(storyId) {
      const reply = await backend.removeStory(storyId)
      if (reply.kind === 'ok') await forgetStory(database(), storyId)
      return reply
    },
    onLost(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const lose = (lost: LostEdit): void => {
    for (const listener of listeners) listener(lost)
  }
  return { stories, lose }
}

/** How the story will look after an undo or redo, where that is remembered; null for every other edit and where it is not. */
function remember({ past, future }: { past: Storyboard[]; future: Storyboard[] }, now: Storyboard, { op }: StoryEdit): Storyboard | null {
  if (op === 'undo') {
    future.push(now)
    return past.pop() ?? null
  }
  if (op === 'redo') {
    past.push(now)
    return future.pop() ?? null
  }
  past.push(now)
  future.length = 0
  return null
}

async function readStories(database: GalleryDatabase): Promise<readonly ShownStory[]> {
  const edits = await database.storyEdits.orderBy('order').toArray()
  const rows = await database.stories.orderBy('updatedAt').reverse().toArray()
  return rows.map(({ id, story }) =>
    laidOver(
      story,
      edits.filter(({ storyId }) => storyId === id),
    ),
  )
}

async function readStory(database: GalleryDatabase, id: string): Promise<ShownStory | null> {
  const edits = await database.storyEdits.where('storyId').equals(id).sortBy('order')
  const row = await database.stories.get(id)
  return row === undefined ? null : laidOver(row.story, edits)
}

function laidOver(story: Storyboard, edits: readonly StoryEditRow[]): ShownStory {
  const shown = edits.reduce((before, { edit, newId, seen }) => {
    const after = seen === null ? withEdit(before, edit, newId) : seen
    const undone = edit.op === 'undo' ? { canRedo: true } : edit.op === 'redo' ? {} : { canUndo: true, canRedo: false }
    return { ...after, ...undone }
  }, story)
  return { story: shown, waiting: edits.length }
}

/** Keeps what the server has answered, unless the feed has brought something newer meanwhile. */
async function rememberStory(database: GalleryDatabase, story: Storyboard): Promise<void> {
  await database.transaction('rw', database.stories, async () => {
    const row = await database.stories.get(story.id)
    if (row === undefined || row.story.version < story.version) {
      await database.stories.put({ id: story.id, seq: row?.seq ?? 0, updatedAt: Date.parse(story.updatedAt), story })
    }
  })
}

async function forgetStory(database: GalleryDatabase, id: string): Promise<void> {
  await database.transaction('rw', database.stories, database.storyEdits, async () => {
    await database.stories.delete(id)
    await database.storyEdits.where('storyId').equals(id).delete()
  })
}

export interface SendEditsPorts {
  readonly database: GalleryDatabase
  readonly backend: Pick<StoryBackend, 'editStory' | 'getStory'>
  readonly lose: (lost: LostEdit) => void
}

/**
 * Sends the edits that wait, in the order in which they were made, each with the version that it was made from. Must run in one context at
 * a time. Stops where the backend is away or asks for patience.
 */
export async function sendEdits({ database, backend, lose }: SendEditsPorts): Promise<'done' | 'later' | 'offline' | 'unpaired'> {
  for (;;) {
    const row = await database.storyEdits.orderBy('order').first()
    if (row === undefined) return 'done'
    const { storyId, edit } = row
    const reply = await backend.editStory(storyId, edit, row.base)
    if (reply.kind === 'ok') {
      await settle(database, row, reply.value)
      continue
    }
    if (reply.kind !== 'problem') return reply.kind
    if (reply.problem.retryable) return 'later'
    if (reply.problem.code === 'conflict' && 'version' in reply.problem.params) {
      const current = await backend.getStory(storyId)
      if (current.kind === 'offline' || current.kind === 'unpaired') return current.kind
      await (current.kind === 'ok' ? settle(database, row, current.value) : drop(database, row))
      lose({ kind: 'conflict', storyId, edit })
      continue
    }
    await drop(database, row)
    lose(refusal(storyId, edit, reply))
  }
}

function refusal(storyId: string, edit: StoryEdit, failure: Failure): LostEdit {
  return { kind: 'refused', storyId, edit, failure }
}

/**
 * Takes an answered edit off and puts the answer below those that still wait. They were made from what the person saw, which is what the
 * answer is now; and a segment that was added has its real id.
 */
async function settle(database: GalleryDatabase, row: StoryEditRow, answer: Storyboard): Promise<void> {
  await database.transaction('rw', database.stories, database.storyEdits, async () => {
    const before = await database.stories.get(row.storyId)
    await rememberStory(database, answer)
    await drop(database, row)
    const known = new Set(before?.story.segments.map(({ id }) => id))
    const added = row.edit.op === 'add' ? answer.segments.find(({ id }) => !known.has(id)) : undefined
    await database.storyEdits
      .where('storyId')
      .equals(row.storyId)
      .filter(({ base }) => base === row.base)
      .modify((later) => {
        later.base = answer.version
        if (added !== undefined) later.edit = renamed(later.edit, row.newId, added.id)
      })
  })
}

async function drop(database: GalleryDatabase, { order }: StoryEditRow): Promise<void> {
  if (order !== undefined) await database.storyEdits.delete(order)
}

function renamed(edit: StoryEdit, from: string, to: string): StoryEdit {
  if ('segmentId' in edit) return edit.segmentId === from ? { ...edit, segmentId: to } : edit
  if (edit.op === 'patch' && edit.patch.order !== undefined) {
    return { ...edit, patch: { ...edit.patch, order: edit.patch.order.map((id) => (id === from ? to : id)) } }
  }
  if (edit.op !== 'add') return edit
  const { after, copyOf } = edit.segment
  return { ...edit, segment: { ...edit.segment, ...(after === from ? { after: to } : {}), ...(copyOf === from ? { copyOf: to } : {}) } }
}
