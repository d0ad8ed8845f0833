import { sql, type Kysely } from 'kysely'
import { addColumns } from './add-columns.ts'

const TABLES: Readonly<Record<string, readonly string[]>> = {
  holds: [
    'job_id text not null primary key references jobs (id)',
    'user_id text not null references users (id)',
    'cost_usd_micros bigint not null',
    'price_usd_micros bigint not null',
    'terms text not null',
    'open integer not null',
  ],
  budget_alerts: [
    'user_id text not null references users (id)',
    'month bigint not null',
    'percent integer not null',
    'at bigint not null',
    'primary key (user_id, month, percent)',
  ],
}

const INDEXES: Readonly<Record<string, string>> = {
  holds_user_open: 'holds (user_id, open)',
  ledger_user_kind_at: 'ledger (user_id, kind, at, usd_micros)',
  attempts_user_status: 'attempts (user_id, status)',
}

const TERMS_OF_BEFORE = '{"markup":1,"fixedUsdMicros":null,"failed":"cost"}'

/** Cost and price become two numbers; until now users were charged what providers took. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addColumns(db, 'users', { credit_usd_micros: 'bigint' })
  await addColumns(db, 'ledger', { price_usd_micros: 'bigint not null default 0', note: 'text' })
  for (const [table, columns] of Object.entries(TABLES)) {
    await sql.raw(`create table if not exists ${table} (${columns.join(', ')})`).execute(db)
  }
  for (const [name, target] of Object.entries(INDEXES)) await sql.raw(`create index if not exists ${name} on ${target}`).execute(db)
  await sql`update ledger set price_usd_micros = usd_micros where price_usd_micros = 0 and usd_micros > 0`.execute(db)
  await sql`
    insert into holds (job_id, user_id, cost_usd_micros, price_usd_micros, terms, open)
    select held.job_id, held.user_id, held.usd_micros, held.usd_micros, ${TERMS_OF_BEFORE},
      case when exists (select 1 from ledger as ending where ending.entry_key = 'settle:' || held.job_id) then 0 else 1 end
    from ledger as held where held.kind = 'hold'
    on conflict (job_id) do nothing`.execute(db)
}
