import { refuse, succeed, type Asset, type AssetPatch, type AssetSource, type Outcome } from 'shared/wire'
import type { Changes } from '../changes/index.ts'
import type { AssetRow, Clock, Db, Tx } from '../db/index.ts'
import type { Signer } from '../security/index.ts'
import type { Storage } from '../storage/index.ts'
import { presentAsset, readSources, readTags, searchText, type ShownAssetRow } from './asset-rows.ts'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { createBringing } from './bring-file.ts'
import { extensionOf } from './extensions.ts'
import { hashFile, takeIn } from './intake.ts'
import type { Library, Upload } from './library-face.ts'
import { judgeRoom } from './judge-room.ts'
import { listAssets } from './list-assets.ts'
import { createPictureLooks, type Trouble } from './look-at-pictures.ts'
import { generatedRow, keepBlob, uploadedRow } from './new-rows.ts'
import { createRenditions } from './renditions.ts'
import { keepSubject, readBox } from './subject-rows.ts'
import type { Subjects } from './subjects/index.ts'
import { sweepBlobs } from './sweep-blobs.ts'

export interface LibraryOptions {
  readonly db: Db
  readonly storage: Storage
  readonly changes: Pick<Changes, 'transaction' | 'present' | 'remember'>
  readonly signer: Signer
  readonly ffmpeg: Ffmpeg
  readonly clock: Clock
  /** Most bytes to keep, all users together; null or left out: as many as the disk holds. */
  readonly quotaBytes?: number | null
  /** What looks at pictures for their subject; null or left out: nobody does. */
  readonly subjects?: Subjects | null
  /** Told when a picture was taken in or used without what could not be found in it. */
  readonly onTrouble?: (trouble: Trouble) => void
}

/** Most assets that are kept in memory as they are shown. */
const REMEMBERED = 5000
const NEVER = new AbortController().signal
/** Keeps the newest so many entries of where an asset came from. */
const MOST_SOURCES = 50

/** Opens the asset library and registers how assets are shown in the feed of changes. */
export function createLibrary(options: LibraryOptions): Library {
  const { db, storage, changes, signer, ffmpeg, clock, quotaBytes = null, subjects = null, onTrouble = () => {} } = options
  const show = (row: ShownAssetRow): Asset => presentAsset(row, signer, clock())
  const looks = createPictureLooks({ db, storage, clock, subjects, onTrouble })
  const showKnown = async (at: Db | Tx, row: AssetRow): Promise<Asset> => show({ ...row, box: (await readBox(at, row.blob_sha256)).box })

  const load = async (userId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Asset>> => {
    const rows = await db
      .selectFrom('assets')
      .leftJoin('subjects', 'subjects.blob_sha256', 'assets.blob_sha256')
      .selectAll('assets')
      .select('subjects.box')
      .where('assets.user_id', '=', userId)
      .where('assets.id', 'in', [...ids])
      .execute()
    return new Map(rows.map((row) => [row.id, show(row)]))
  }
  const many = changes.remember(load, { most: REMEMBERED })
  const get = async (userId: string, id: string): Promise<Asset | null> => (await many(userId, [id])).get(id) ?? null

  const addPicture: Library['addPicture'] = async (userId, upload) => {
    const signal = upload.signal ?? NEVER
    const sourceSha256 = await hashFile(upload.temporaryPath)
    const source = sourceOf(upload, clock())
    const known = await changes.transaction(userId, async (tx, record) => {
      const row = await lockSource(tx, userId, sourceSha256)
      if (row === null) return null
      await record({ entity: 'asset', id: row.id, op: 'put' })
      return growSources(tx, row, source, clock())
    })
    if (known !== null) return succeed({ asset: await lookedAt(known, signal), created: false })
    const room = await judgeRoom(db, storage, quotaBytes)
    if (!room.ok) return room
    const taken = await takeIn(storage, ffmpeg, upload.temporaryPath, looks.look(signal))
    if (!taken.ok) return taken
    return changes.transaction(userId, async (tx, record) => {
      const now = clock()
      // The blob's row is locked first, so that of two equal uploads at once the second sees what the first inserted.
      await keepBlob(tx, taken.value, now)
      if (taken.value.subject !== undefined) await keepSubject(tx, taken.value.sha256, taken.value.subject, now)
      const rival = await lockSource(tx, userId, sourceSha256)
      const row = rival === null ? uploadedRow(userId, sourceSha256, taken.value, source, now) : await growSources(tx, rival, source, now)
      if (rival === null) await tx.insertInto('assets').values(row).execute()
      await record({ entity: 'asset', id: row.id, op: 'put' })
      return succeed({ asset: await showKnown(tx, row), created: rival === null })
    })
  }

  /** A picture that came again: perhaps nobody could look at it when it came first. */
  const lookedAt = async (row: AssetRow, signal: AbortSignal): Promise<Asset> => {
    const subject = await looks.lookAgain(row, signal)
    if (subject === undefined) return showKnown(db, row)
    return changes.transaction(row.user_id, async (tx, record) => {
      await keepSubject(tx, row.blob_sha256, subject, clock())
      await record({ entity: 'asset', id: row.id, op: 'put' })
      return showKnown(tx, row)
    })
  }

  changes.present('asset', many)
  return {
    addPicture,
    ...createBringing({ db, storage, ffmpeg, look: (signal) => looks.look(signal) }),
    ...createRenditions({ db, storage, clock }),
    insertGenerated: async (tx, record, made, now) => {
      await keepBlob(tx, made, now)
      const row = generatedRow(made, now)
      await tx.insertInto('assets').values(row).execute()
      await record({ entity: 'asset', id: row.id, op: 'put' })
      return row.id
    },
    get,
    many,
    list: (userId, query) => listAssets(db, userId, query, many),
    patch: (userId, id, patch) =>
      changes.transaction(userId, async (tx, record): Promise<Outcome<Asset>> => {
        const row = await lockAsset(tx, userId, id)
        if (row === null) return absent()
        const patched = { ...row, ...patchedColumns(row, patch), updated_at: clock() }
        await tx.updateTable('assets').set(patched).where('id', '=', id).execute()
        await record({ entity: 'asset', id, op: 'put' })
        return succeed(await showKnown(tx, patched))
      }),
    remove: (userId, id) =>
      changes.transaction(userId, async (tx, record): Promise<Outcome<null>> => {
        if ((await lockAsset(tx, userId, id)) === null) return absent()
        const users = await countUses(tx, id)
        if (users.jobs > 0) return refuse('conflict', 'The asset is used by a job; delete the job first.', { params: { jobs: users.jobs } })
        if (users.storyboards > 0) {
          const detail = 'The asset is used by a storyboard; take it out of the storyboard first.'
          return refuse('conflict', detail, { params: { storyboards: users.storyboards } })
        }
        await tx.deleteFrom('asset_references').where('asset_id', '=', id).execute()
        await tx.deleteFrom('assets').where('id', '=', id).execute()
        await record({ entity: 'asset', id, op: 'delete' })
        return succeed(null)
      }),
    subject: (userId, id, signal = NEVER) => looks.read(userId, id, signal),
    pointOf: (path, signal) => looks.pointOf(path, signal),
    blobOf: async (userId, id) => {
      const row = await db
        .selectFrom('assets')
        .select(['blob_sha256 as sha256', 'mime', 'bytes'])
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ?? null
    },
    blobForMedia: async (id) => {
      const row = await db.selectFrom('assets').select(['blob_sha256 as sha256', 'mime', 'bytes']).where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : { ...row, filename: `${id}.${extensionOf(row.mime)}` }
    },
    room: () => judgeRoom(db, storage, quotaBytes),
    sweep: (now) => sweepBlobs(db, storage, now),
  }
}

function absent(): ReturnType<typeof refuse> {
  return refuse('not_found', 'There is no such asset.')
}

/** Reads an asset and takes its row lock by an update that changes nothing, so that what is written next builds on what was read. */
async function lockAsset(tx: Tx, userId: string, id: string): Promise<AssetRow | null> {
  const update = tx.updateTable('assets').set((row) => ({ updated_at: row.ref('updated_at') }))
  return (await update.where('user_id', '=', userId).where('id', '=', id).returningAll().executeTakeFirst()) ?? null
}

/** The asset that a user made of these bytes before, locked. */
async function lockSource(tx: Tx, userId: string, sourceSha256: string): Promise<AssetRow | null> {
  const query = tx.selectFrom('assets').select('id').where('user_id', '=', userId).where('source_sha256', '=', sourceSha256)
  const found = await query.orderBy('created_at').limit(1).executeTakeFirst()
  return found === undefined ? null : await lockAsset(tx, userId, found.id)
}

/** How many jobs and storyboards refer to an asset and are not deleted. */
async function countUses(tx: Tx, id: string): Promise<{ readonly jobs: number; readonly storyboards: number }> {
  const jobs = await tx
    .selectFrom('asset_references')
    .innerJoin('jobs', 'jobs.id', 'asset_references.owner_id')
    .select('jobs.id')
    .distinct()
    .where('asset_references.asset_id', '=', id)
    .where('asset_references.owner_kind', '=', 'job')
    .where('jobs.deleted_at', 'is', null)
    .execute()
  const storyboards = await tx
    .selectFrom('asset_references')
    .select('owner_id')
    .distinct()
    .where('asset_id', '=', id)
    .where('owner_kind', '=', 'storyboard')
    .execute()
  return { jobs: jobs.length, storyboards: storyboards.length }
}

async function growSources(tx: Tx, row: AssetRow, source: AssetSource, now: number): Promise<AssetRow> {
  const sources = [...readSources(row), source].slice(-MOST_SOURCES)
  const text = searchText({ title: row.title, description: row.description, tags: readTags(row), sources })
  const grown = { ...row, sources: JSON.stringify(sources), search_text: text, updated_at: now }
  await tx.updateTable('assets').set(grown).where('id', '=', row.id).execute()
  return grown
}

function sourceOf({ sourceType, filename, origin }: Upload, now: number): AssetSource {
  return { type: sourceType, at: new Date(now).toISOString(), ...(filename === undefined ? {} : { filename }), ...origin }
}

function patchedColumns(row: AssetRow, patch: AssetPatch): Pick<AssetRow, 'title' | 'description' | 'tags' | 'metadata' | 'search_text'> {
  const title = patch.title === undefined ? row.title : patch.title
  const description = patch.description === undefined ? row.description : patch.description
  const tags = patch.tags ?? readTags(row)
  return {
    title,
    description,
    tags: JSON.stringify(tags),
    metadata: patch.metadata === undefined ? row.metadata : JSON.stringify(patch.metadata),
    search_text: searchText({ title, description, tags, sources: readSources(row) }),
  }
}
