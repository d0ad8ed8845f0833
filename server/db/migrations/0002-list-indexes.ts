import { sql, type Kysely } from 'kysely'

/** Each serves one list or one sum, which without it reads every row of a table that only grows. */
const INDEXES: Readonly<Record<string, string>> = {
  // Without these, SQLite meets `user_id = ? and id in (…)` by reading everything the user has.
  jobs_user_id: 'jobs (user_id, id)',
  assets_user_id: 'assets (user_id, id)',
  jobs_user_status_created: 'jobs (user_id, status, created_at desc, id desc)',
  jobs_model_finished: 'jobs (status, provider, model, finished_at desc)',
  attempts_user_job: 'attempts (user_id, job_id, number)',
  attempts_user_created: 'attempts (user_id, created_at desc, id desc)',
  attempts_user_status: 'attempts (user_id, status, created_at desc, id desc)',
  ledger_user_newest: 'ledger (user_id, at desc, id desc)',
  ledger_user_job: 'ledger (user_id, job_id, at desc, id desc)',
  ledger_user_kind: 'ledger (user_id, kind, at, usd_micros)',
  ledger_user_amount: 'ledger (user_id, kind, usd_micros)',
}

/** Those that the new ones begin with. */
const REPLACED = ['jobs_user_status', 'ledger_user_at']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, target] of Object.entries(INDEXES)) await sql.raw(`create index if not exists ${name} on ${target}`).execute(db)
  for (const name of REPLACED) await sql.raw(`drop index if exists ${name}`).execute(db)
}
