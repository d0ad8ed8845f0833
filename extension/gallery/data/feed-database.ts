import type { DexieOptions } from 'dexie'
import { GalleryDatabase } from './database.ts'

/**
 * Opens the database of a feed and brings along what is the person's own: drafts always, what waits and its pictures only where both
 * feeds are of the same backend, since a request belongs to the backend it was priced by. What came along is removed from the old
 * database.
 */
export async function changeDatabase(
  from: GalleryDatabase,
  feedId: string,
  sameBackend: boolean,
  options: DexieOptions,
): Promise<GalleryDatabase> {
  const to = new GalleryDatabase(feedId, options)
  const drafts = await from.drafts.toArray()
  const outbox = sameBackend ? (await from.outbox.toArray()).filter((entry) => entry.op === 'create') : []
  const blobs = sameBackend ? await from.blobs.toArray() : []
  const storyEdits = sameBackend ? await from.storyEdits.toArray() : []
  await to.transaction('rw', to.drafts, to.outbox, to.blobs, to.storyEdits, async () => {
    for (const draft of drafts) {
      const known = await to.drafts.get(draft.key)
      if (known === undefined || known.updatedAt < draft.updatedAt) await to.drafts.put(draft)
    }
    await to.outbox.bulkPut(outbox)
    await to.blobs.bulkPut(blobs)
    await to.storyEdits.bulkPut(storyEdits)
  })
  // Only once it is safely written over there.
  await from.transaction('rw', from.outbox, from.blobs, from.storyEdits, async () => {
    await from.outbox.bulkDelete(outbox.map((entry) => entry.id))
    await from.blobs.bulkDelete(blobs.map((row) => row.id))
    await from.storyEdits.bulkDelete(storyEdits.flatMap(({ order }) => (order === undefined ? [] : [order])))
  })
  from.close()
  return to
}
