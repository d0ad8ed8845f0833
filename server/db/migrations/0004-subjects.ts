import { sql, type Kysely } from 'kysely'

/** What pictures are of: found once for the same bytes, whoever keeps them, and gone with them. */
const COLUMNS = [
  'blob_sha256 text not null primary key references blobs (sha256) on delete cascade',
  'box text',
  'mask text',
  'quality double precision',
  'depth text',
  'created_at bigint not null',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`create table if not exists subjects (${COLUMNS.join(', ')})`).execute(db)
}
