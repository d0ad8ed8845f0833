import { createAccounts } from '../accounts/index.ts'
import { createChanges } from '../changes/index.ts'
import { type JobRow, newId, openDatabase } from '../db/index.ts'
import type { RecordChange } from '../changes/index.ts'
import { hold } from '../accounts/index.ts'
import { termsFor, UNCHANGED, usdMicros } from 'shared/money'

export const ignoreChange: RecordChange = () => Promise.resolve()

/** A database in memory with its owner, a clock that the test moves, and jobs without any request worth walking. */
export async function openBench() {
  const database = await openDatabase({ dialect: 'sqlite', file: ':memory:' })
  const time = { now: 1_800_000_000_000 }
  const clock = (): number => time.now
  const changes = createChanges({ db: database.db, clock })
  const accounts = createAccounts({ db: database.db, changes, clock, fixedToken: null, announce: () => undefined })
  const userId = await accounts.owner()
  const insert = async (values: Partial<JobRow> = {}): Promise<JobRow> => {
    const row = await database.db
      .insertInto('jobs')
      .values({ ...BLANK, id: newId('job'), user_id: userId, created_at: time.now, ...values })
      .returningAll()
      .executeTakeFirstOrThrow()
    const costUsdMicros = usdMicros(row.held_usd_micros)
    const terms = termsFor(UNCHANGED, { kind: row.kind, quality: 'draft', seconds: 5 })
    await changes.transaction(userId, (tx) => hold(tx, { userId, jobId: row.id, costUsdMicros, terms, now: time.now }))
    return row
  }
  const read = async (id: string): Promise<JobRow> =>
    await database.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const ledger = async (id: string) =>
    await database.db.selectFrom('ledger').select(['kind', 'usd_micros', 'entry_key']).where('job_id', '=', id).orderBy('id').execute()
  return { ...database, time, clock, changes, accounts, userId, insert, read, ledger }
}

const REQUEST = {
  kind: 'clip',
  prompt: 'a slow look at a chair',
  duration: 5,
  aspectRatio: '16:9',
  resolution: '720p',
  frameRate: 30,
  fit: 'crop',
  style: 'realistic',
  motionIntensity: 'medium',
  camera: 'dolly_slow',
  seed: 1,
  audio: 'auto',
  smoothing: 'none',
  quality: 'draft',
  fallback: true,
}

const BLANK: Omit<JobRow, 'id' | 'user_id' | 'created_at'> = {
  kind: 'clip',
  status: 'queued',
  stage: null,
  progress: 0,
  request: JSON.stringify(REQUEST),
  idempotency_key: null,
  request_hash: '',
  provider: 'local',
  model: 'motion-1',
  estimated_usd_micros: 0,
  held_usd_micros: 0,
  settled_usd_micros: null,
  overrun: 0,
  adjustments: '[]',
  step: null,
  result: null,
  error: null,
  stage_times: '{}',
  work_pixels: 1000,
  started_at: null,
  finished_at: null,
  deadline_at: null,
  last_progress_at: null,
  cancel_requested_at: null,
  lease_owner: null,
  lease_until: null,
  lease_epoch: 0,
  retry_of: null,
  adopted: 0,
  parent_id: null,
  storyboard_id: null,
  segment_id: null,
  waits: 0,
  story_part: null,
  batch_id: null,
  variant_index: null,
  derived_from: null,
  collection_id: null,
  favourite: 0,
  pinned: 0,
  rating: null,
  tags: '[]',
  title: null,
  downloads: 0,
  shares: 0,
  render_time_ms: null,
  search_text: '',
  deleted_at: null,
}
