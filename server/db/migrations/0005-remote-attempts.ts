import { sql, type Kysely } from 'kysely'
import { addColumns } from './add-columns.ts'

/**
 * Attempts at providers that are asked over the network: what is sent besides the request, and what came of it, which until now shared a
 * column with the adapter's handle. One provider's job belongs to one attempt. Messages of providers are kept, so that each counts once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addColumns(db, 'attempts', {
    prepared: 'text',
    made: 'text',
    sent: 'integer not null default 0',
    quoted_usd_micros: 'bigint',
  })
  await addColumns(db, 'jobs', { adopted: 'integer not null default 0' })
  await sql`update attempts set made = operation, operation = null where made is null and provider = 'local'`.execute(db)
  await sql`create unique index if not exists attempts_provider_job on attempts (provider, provider_job_id)`.execute(db)
  await sql`create index if not exists attempts_status on attempts (status, provider)`.execute(db)
  const inbox = ['provider text not null', 'event_id text not null', 'provider_job_id text not null', 'at bigint not null']
  await sql.raw(`create table if not exists webhook_inbox (${inbox.join(', ')}, primary key (provider, event_id))`).execute(db)
  const batches = [
    'id text not null primary key',
    'user_id text not null references users (id)',
    'idempotency_key text',
    'request_hash text not null',
    'created_at bigint not null',
  ]
  await sql.raw(`create table if not exists batches (${batches.join(', ')})`).execute(db)
  await sql`create unique index if not exists batches_user_key on batches (user_id, idempotency_key)`.execute(db)
  await sql`create index if not exists jobs_batch on jobs (batch_id)`.execute(db)
}
