import { sql, type Kysely } from 'kysely'
import { addColumns } from './add-columns.ts'

const INDEXES: Readonly<Record<string, string>> = {
  jobs_parent: 'jobs (parent_id)',
  jobs_storyboard: 'jobs (storyboard_id, kind)',
  jobs_segment: 'jobs (segment_id)',
  jobs_request: 'jobs (user_id, request_hash)',
}

/** Jobs that a reel makes: some wait for pictures that do not exist yet, and each knows what it is to its story. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addColumns(db, 'jobs', { waits: 'integer not null default 0', story_part: 'text' })
  for (const [name, target] of Object.entries(INDEXES)) await sql.raw(`create index if not exists ${name} on ${target}`).execute(db)
}
