import type { Rectangle } from 'shared/camera'
import { rectangle } from 'shared/wire'
import type { Db, JsonText, Tx } from '../db/index.ts'
import type { Subject } from './subjects/index.ts'

/** What is kept of a picture's subject and depth; null where it was not found, or never looked for. */
export interface KnownSubject {
  /** What the subject fills, as shares of the picture. */
  readonly box: Rectangle | null
  /** Grey PNG of 8 bits as base64, stretched over the whole picture; only where it is good enough to cut the subject out. */
  readonly mask: string | null
  /** Grey PNG of 8 bits as base64, white nearest, stretched over the whole picture. */
  readonly depth: string | null
}

/** Keeps what was found in a picture, unless its bytes are gone meanwhile; what was kept of the same bytes before is replaced. */
export async function keepSubject(tx: Tx, sha256: string, subject: Subject, now: number): Promise<void> {
  if (!(await isKept(tx, sha256))) return
  const found = {
    box: subject.box === null ? null : JSON.stringify(subject.box),
    mask: subject.accepted ? subject.mask : null,
    quality: subject.quality,
  }
  await tx
    .insertInto('subjects')
    .values({ blob_sha256: sha256, ...found, depth: null, created_at: now })
    .onConflict((conflict) => conflict.column('blob_sha256').doUpdateSet(found))
    .execute()
}

/** Keeps the depth of a picture, unless its bytes are gone meanwhile. */
export async function keepDepth(tx: Tx, sha256: string, depth: string, now: number): Promise<void> {
  if (!(await isKept(tx, sha256))) return
  await tx
    .insertInto('subjects')
    .values({ blob_sha256: sha256, box: null, mask: null, quality: null, depth, created_at: now })
    .onConflict((conflict) => conflict.column('blob_sha256').doUpdateSet({ depth }))
    .execute()
}

async function isKept(tx: Tx, sha256: string): Promise<boolean> {
  return (await tx.selectFrom('blobs').select('sha256').where('sha256', '=', sha256).executeTakeFirst()) !== undefined
}

/** The box of a picture's subject as its row has it, and whether one was looked for. */
export async function readBox(db: Db | Tx, sha256: string): Promise<{ readonly box: JsonText | null; readonly looked: boolean }> {
  const row = await db.selectFrom('subjects').select(['box', 'quality']).where('blob_sha256', '=', sha256).executeTakeFirst()
  return { box: row?.box ?? null, looked: row !== undefined && row.quality !== null }
}

/** What is kept of a user's picture, and the picture's bytes; null for what is no picture of theirs. */
export async function readSubject(db: Db, userId: string, assetId: string): Promise<(KnownSubject & { readonly sha256: string }) | null> {
  const row = await db
    .selectFrom('assets')
    .leftJoin('subjects', 'subjects.blob_sha256', 'assets.blob_sha256')
    .select(['assets.blob_sha256 as sha256', 'subjects.box', 'subjects.mask', 'subjects.depth'])
    .where('assets.user_id', '=', userId)
    .where('assets.id', '=', assetId)
    .where('assets.type', '=', 'image')
    .executeTakeFirst()
  return row === undefined ? null : { ...row, box: parseBox(row.box) }
}

export function parseBox(box: JsonText | null): Rectangle | null {
  return box === null ? null : rectangle.parse(JSON.parse(box))
}
