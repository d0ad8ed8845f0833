import { sql, type Kysely } from 'kysely'

const TABLES: Readonly<Record<string, readonly string[]>> = {
  storyboards: [
    'id text not null primary key',
    'user_id text not null references users (id)',
    'version bigint not null',
    'title text not null',
    'document text not null',
    'head bigint not null',
    'oldest bigint not null',
    'newest bigint not null',
    'source text',
    'planned text',
    'idempotency_key text',
    'request_hash text not null',
    'search_text text not null',
    'created_at bigint not null',
    'updated_at bigint not null',
    'deleted_at bigint',
  ],
  storyboard_versions: [
    'storyboard_id text not null references storyboards (id) on delete cascade',
    'place bigint not null',
    'document text not null',
    'primary key (storyboard_id, place)',
  ],
  segments: [
    'id text not null primary key',
    'user_id text not null references users (id)',
    'storyboard_id text not null references storyboards (id) on delete cascade',
    'status text not null',
    'progress double precision not null',
    'takes text not null',
    'start_frame text',
    'end_frame text',
    'continuity text',
    'error text',
    'estimated_usd_micros bigint',
    'settled_usd_micros bigint not null',
    'created_at bigint not null',
    'updated_at bigint not null',
  ],
}

const INDEXES = [
  'index if not exists storyboards_user_created on storyboards (user_id, created_at desc, id desc)',
  'unique index if not exists storyboards_user_key on storyboards (user_id, idempotency_key)',
  'index if not exists segments_storyboard on segments (storyboard_id)',
]

/** Stories that people edit, what they were before each edit, and what rendering makes of each segment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(TABLES)) {
    await sql.raw(`create table if not exists ${table} (${columns.join(', ')})`).execute(db)
  }
  for (const index of INDEXES) await sql.raw(`create ${index}`).execute(db)
}
