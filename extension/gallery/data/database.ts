import { Dexie, type DexieOptions, type EntityTable, type Table } from 'dexie'
import type { Asset, Job, JobPatch, Problem, Storyboard } from 'shared/wire'
import type { PictureUpload, StoryEdit } from '../../api/index.ts'
import type { ClipDraft, StoredDraft } from './types.ts'

/** The server's row as its feed gave it. Never edited here. */
export interface JobRow {
  readonly id: string
  readonly seq: number
  readonly createdAt: number
  readonly status: string
  /** The story that it was made for; empty for none, because an index leaves null out. */
  readonly storyboardId?: string
  readonly job: Job
}

export interface AssetRow {
  readonly id: string
  readonly seq: number
  readonly asset: Asset
}

/** The newest that the server has said of a story, by its feed or by an answer. Never edited here. */
export interface StoryRow {
  readonly id: string
  readonly seq: number
  readonly updatedAt: number
  readonly story: Storyboard
}

/** An edit of a story that the server has not answered yet. */
export interface StoryEditRow {
  /** Given by the database: edits are sent in the order in which they were made. */
  readonly order?: number
  readonly storyId: string
  edit: StoryEdit
  /** Id under which a segment that it adds is shown until the server has given it one. */
  readonly newId: string
  /** Version of the story that it was made from. */
  base: number
  /** How the story looks after an undo or redo; null where that is not known, and for every other edit. */
  readonly seen: Storyboard | null
}

/** A job that was asked for. `job` is the server's answer, shown until the feed brings the row. */
export interface CreateEntry {
  readonly id: string
  readonly op: 'create'
  readonly at: number
  readonly state: 'waiting' | 'asking' | 'refused' | 'sent'
  readonly jobId: string | null
  readonly idempotencyKey: string
  readonly request: ClipDraft
  readonly shownUsdMicros: number
  /** Bytes in `blobs` that are to be handed over first, and what is said about them. */
  readonly picture: { readonly blobId: string; readonly upload: PictureUpload } | null
  /** The picture on the server, once it is there. */
  readonly assetId: string | null
  readonly problem: Problem | null
  readonly job: Job | null
}

/** An edit of a job that lies over the mirror. `sent` edits stay until the feed shows them. */
export interface EditEntry {
  readonly id: string
  readonly op: 'remove' | 'restore' | 'patch'
  readonly at: number
  readonly state: 'waiting' | 'sent'
  readonly jobId: string
  readonly patch: JobPatch | null
}

export type OutboxEntry = CreateEntry | EditEntry

export interface BlobRow {
  readonly id: string
  readonly blob: Blob
  readonly purpose: 'picture' | 'kept'
  readonly at: number
}

export interface MetaRow {
  readonly key: string
  readonly value: unknown
}

/** Database before any backend has been heard of. */
export const UNKNOWN_FEED = 'unknown'

/** The gallery of one feed. Versions are only ever appended; each has a frozen fixture beside it. */
export class GalleryDatabase extends Dexie {
  declare jobs: EntityTable<JobRow, 'id'>
  declare assets: EntityTable<AssetRow, 'id'>
  declare outbox: Table<OutboxEntry, string>
  declare drafts: EntityTable<StoredDraft, 'key'>
  declare blobs: EntityTable<BlobRow, 'id'>
  declare meta: Table<MetaRow, string>
  declare stories: EntityTable<StoryRow, 'id'>
  declare storyEdits: Table<StoryEditRow, number>

  constructor(feedId: string, options: DexieOptions = {}) {
    super(databaseName(feedId), options)
    this.version(1).stores({
      jobs: 'id, createdAt, status',
      assets: 'id',
      outbox: 'id, at, jobId',
      drafts: 'key',
      blobs: 'id',
      meta: 'key',
    })
    this.version(2)
      .stores({ jobs: 'id, createdAt, status, storyboardId', stories: 'id, updatedAt', storyEdits: '++order, storyId' })
      // What the feed said of stories before was passed over: the mirror is read anew.
      .upgrade((from) => from.table('meta').put({ key: 'cursor', value: 0 }))
    // A panel left open over an update must not hold the newer worker up.
    this.on('versionchange', () => {
      this.close()
      // Keeps Dexie's own handler, which writes to the console, from running too.
      return false
    })
  }
}

export function databaseName(feedId: string): string {
  return `pagereel-${feedId}`
}
