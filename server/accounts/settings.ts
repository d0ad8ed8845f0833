import { type Settings, type SettingsUpdate, settingsUpdate } from 'shared/wire'
import type { Changes } from '../changes/index.ts'
import type { Clock, Db } from '../db/index.ts'

const ID = 'settings'

export interface SettingsDesk {
  readonly read: (userId: string) => Promise<Settings>
  /** Changes what is given, leaves the rest, and tells the feed. */
  readonly update: (userId: string, update: SettingsUpdate) => Promise<Settings>
}

export interface SettingsOptions {
  readonly db: Db
  readonly changes: Changes
  readonly clock: Clock
  readonly retentionDays: number
}

/** What a user has set, over the defaults of this server; only what was ever set is stored. */
export function createSettingsDesk({ db, changes, clock, retentionDays }: SettingsOptions): SettingsDesk {
  const defaults: Settings = { limits: { jobsAtOnce: null, jobsPerDay: null }, retentionDays }

  async function read(userId: string): Promise<Settings> {
    const row = await db.selectFrom('settings').select('value').where('user_id', '=', userId).executeTakeFirst()
    return row === undefined ? defaults : merge(defaults, settingsUpdate.parse(JSON.parse(row.value)))
  }

  changes.present('settings', async (userId, ids) => (ids.includes(ID) ? new Map([[ID, await read(userId)]]) : new Map()))

  return {
    read,
    update: (userId, update) =>
      changes.transaction(userId, async (tx, record) => {
        // Touching the row first takes its lock: of two updates at once the second merges into what the first has written.
        const row = await tx
          .insertInto('settings')
          .values({ user_id: userId, value: '{}', updated_at: clock() })
          .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ updated_at: clock() }))
          .returning('value')
          .executeTakeFirstOrThrow()
        const stored = mergeUpdates(settingsUpdate.parse(JSON.parse(row.value)), update)
        await tx
          .updateTable('settings')
          .set({ value: JSON.stringify(stored) })
          .where('user_id', '=', userId)
          .execute()
        await record({ entity: 'settings', id: ID, op: 'put' })
        return merge(defaults, stored)
      }),
  }
}

function mergeUpdates(stored: SettingsUpdate, update: SettingsUpdate): SettingsUpdate {
  const limits = { ...stored.limits, ...update.limits }
  const retentionDays = update.retentionDays ?? stored.retentionDays
  return { limits, ...(retentionDays === undefined ? {} : { retentionDays }) }
}

function merge(defaults: Settings, { limits = {}, retentionDays = defaults.retentionDays }: SettingsUpdate): Settings {
  const { jobsAtOnce = defaults.limits.jobsAtOnce, jobsPerDay = defaults.limits.jobsPerDay } = limits
  return { limits: { jobsAtOnce, jobsPerDay }, retentionDays }
}
