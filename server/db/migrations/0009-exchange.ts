import { sql, type Kysely } from 'kysely'

const TABLES: Readonly<Record<string, readonly string[]>> = {
  renditions: [
    'blob_sha256 text not null',
    'format text not null',
    'sha256 text not null',
    'mime text not null',
    'bytes bigint not null',
    'created_at bigint not null',
    'primary key (blob_sha256, format)',
  ],
  story_sounds: [
    'storyboard_id text not null references storyboards (id) on delete cascade',
    'place text not null',
    'request text not null',
    'asset_id text',
    'words text not null',
    'draft integer not null',
    'created_at bigint not null',
    'primary key (storyboard_id, place)',
  ],
}

/** Films in other formats, made once they are asked for, and the voices and the music that a story brought with it when it was imported. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(TABLES)) {
    await sql.raw(`create table if not exists ${table} (${columns.join(', ')})`).execute(db)
  }
  await sql.raw('create index if not exists renditions_made on renditions (sha256)').execute(db)
}
