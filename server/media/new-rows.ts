import type { AssetSource } from 'shared/wire'
import { type AssetRow, newId, type Tx } from '../db/index.ts'
import { searchText } from './asset-rows.ts'
import type { TakenIn } from './intake.ts'
import type { GeneratedAsset } from './library-face.ts'

/** Keeps the row of stored bytes, or renews its age. */
export async function keepBlob(tx: Tx, blob: { readonly sha256: string; readonly bytes: number }, now: number): Promise<void> {
  await tx
    .insertInto('blobs')
    .values({ sha256: blob.sha256, bytes: blob.bytes, created_at: now })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ created_at: now }))
    .execute()
}

/** The row of a file that came from outside. */
export function uploadedRow(userId: string, sourceSha256: string, taken: TakenIn, source: AssetSource, now: number): AssetRow {
  return {
    ...emptyRow(now),
    ...measuredColumns(taken),
    user_id: userId,
    source_sha256: sourceSha256,
    focus: taken.focus === undefined ? null : JSON.stringify(taken.focus),
    source_type: source.type,
    sources: JSON.stringify([source]),
    search_text: searchText({ title: null, description: null, tags: [], sources: [source] }),
  }
}

/** The row of a file that a job made. */
export function generatedRow(made: GeneratedAsset, now: number): AssetRow {
  const title = made.title ?? null
  const source = { type: 'generated' as const, at: new Date(now).toISOString() }
  return {
    ...emptyRow(now),
    ...measuredColumns(made),
    user_id: made.userId,
    title,
    source_type: 'generated',
    source_job_id: made.sourceJobId,
    sources: JSON.stringify([source]),
    profile_id: made.profileId ?? null,
    search_text: searchText({ title, description: null, tags: [], sources: [] }),
  }
}

function measuredColumns(measured: TakenIn | GeneratedAsset) {
  return {
    blob_sha256: measured.sha256,
    type: measured.type,
    mime: measured.mime,
    bytes: measured.bytes,
    width: measured.width ?? null,
    height: measured.height ?? null,
    duration: measured.duration ?? null,
    frame_rate: measured.frameRate ?? null,
    codec: measured.codec ?? null,
    bitrate: measured.bitrate === undefined ? null : Math.round(measured.bitrate),
    has_audio: measured.hasAudio === undefined ? null : measured.hasAudio ? (1 as const) : (0 as const),
    avcc_sha256: measured.avccSha256 ?? null,
  }
}

function emptyRow(now: number) {
  return {
    id: newId('ast'),
    source_sha256: null,
    focus: null,
    title: null,
    description: null,
    tags: '[]',
    metadata: '{}',
    source_job_id: null,
    profile_id: null,
    purged_at: null,
    created_at: now,
    updated_at: now,
  }
}
