import type { ResolvedImage, ResolvedRequest } from 'shared/wire'
import type { Db, Tx } from '../../db/index.ts'
import { filesOf, parseResult } from '../columns.ts'
import { hashOf } from '../repository.ts'
import { inputsOf } from '../inputs.ts'
import { promisesOf } from './promises.ts'
import { readStoryPart } from './story-part.ts'

/** What a job of a reel made, to be used again. */
export interface Kept {
  readonly jobId: string
  readonly assetId: string
}

/**
 * By what a frame, a voice or music of a reel is found again: everything that its maker is given. Words that differ in case, spaces or the
 * stop at their end alone ask for the same. Null while something that it is made from is not there yet.
 */
export function keyOf(request: ResolvedRequest): string | null {
  if (promisesOf(inputsOf(request).map(({ id }) => id)).length > 0) return null
  return hashOf({ reel: 1, ...withoutHow(request) })
}

function withoutHow(request: ResolvedRequest): object {
  if (request.kind === 'image') {
    const { asked: _asked, fallback: _fallback, ...made } = request
    return { ...made, prompt: plain(made.prompt) }
  }
  if (request.kind === 'speech' || request.kind === 'music') {
    const { asked: _asked, fallback: _fallback, ...made } = request
    return made
  }
  return request
}

function plain(prompt: ResolvedImage['prompt']): string {
  return (prompt ?? '')
    .toLocaleLowerCase('en')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.!]+$/, '')
}

/** The newest thing that a reel of this user had made of the same request, while its file is there; null where there is none. */
export async function findKept(db: Db | Tx, userId: string, key: string): Promise<Kept | null> {
  const rows = await db
    .selectFrom('jobs')
    .select(['id', 'kind', 'result', 'story_part'])
    .where('user_id', '=', userId)
    .where('request_hash', '=', key)
    .where('status', '=', 'completed')
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(5)
    .execute()
  for (const row of rows) {
    const assetId = readStoryPart(row.story_part)?.anchored ?? madeBy(row)
    if (assetId !== null && (await isThere(db, userId, assetId))) return { jobId: row.id, assetId }
  }
  return null
}

/** The one asset that a job made; null while it has not. */
export function madeBy(row: Parameters<typeof parseResult>[0]): string | null {
  const result = parseResult(row)
  if (result === null) return null
  const files = filesOf(result)
  return files['video'] ?? files['image'] ?? files['audio'] ?? null
}

async function isThere(db: Db | Tx, userId: string, id: string): Promise<boolean> {
  const row = await db.selectFrom('assets').select('purged_at').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  return row !== undefined && row.purged_at === null
}
