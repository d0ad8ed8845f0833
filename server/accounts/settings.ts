import { UNCHANGED } from 'shared/money'
import { type Outcome, refuse, type Settings, type SettingsUpdate, settingsUpdate, succeed } from 'shared/wire'
import type { Changes } from '../changes/index.ts'
import type { Clock, Db } from '../db/index.ts'

/** The id that the feed knows the settings by. */
export const SETTINGS = 'settings'

export interface SettingsDesk {
  /** The settings of this server, the same for every user. */
  readonly read: () => Promise<Settings>
  /** Changes what is given, leaves the rest, and tells every user's feed. `forbidden` to anyone but the owner. */
  readonly update: (userId: string, update: SettingsUpdate) => Promise<Outcome<Settings>>
}

export interface SettingsOptions {
  readonly db: Db
  readonly changes: Changes
  readonly clock: Clock
  readonly retentionDays: number
  /** Whose settings are the server's. */
  readonly ownerId: string
}

/** What the owner has set, over the defaults of this server; only what was ever set is stored. */
export function createSettingsDesk({ db, changes, clock, retentionDays, ownerId }: SettingsOptions): SettingsDesk {
  const limits = { jobsAtOnce: null, jobsPerDay: null, requestsPerMinute: null, videoSeconds: null }
  const defaults: Settings = { limits, pricing: { ...UNCHANGED, fixed: [] }, retentionDays }

  async function read(): Promise<Settings> {
    const row = await db.selectFrom('settings').select('value').where('user_id', '=', ownerId).executeTakeFirst()
    return row === undefined ? defaults : merge(defaults, settingsUpdate.parse(JSON.parse(row.value)))
  }

  async function tellMembers(): Promise<void> {
    const members = await db.selectFrom('users').select('id').where('id', '!=', ownerId).execute()
    for (const { id } of members) await changes.transaction(id, (_, record) => record({ entity: 'settings', id: SETTINGS, op: 'put' }))
  }

  changes.present('settings', async (_, ids) => (ids.includes(SETTINGS) ? new Map([[SETTINGS, await read()]]) : new Map()))

  return {
    read,
    async update(userId, update) {
      if (userId !== ownerId) return refuse('forbidden', 'Only the owner of this server can change its settings.')
      const updated = await changes.transaction(ownerId, async (tx, record) => {
        // Touching the row first takes its lock: of two updates at once the second merges into what the first has written.
        const row = await tx
          .insertInto('settings')
          .values({ user_id: ownerId, value: '{}', updated_at: clock() })
          .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ updated_at: clock() }))
          .returning('value')
          .executeTakeFirstOrThrow()
        const stored = mergeUpdates(settingsUpdate.parse(JSON.parse(row.value)), update)
        await tx
          .updateTable('settings')
          .set({ value: JSON.stringify(stored) })
          .where('user_id', '=', ownerId)
          .execute()
        await record({ entity: 'settings', id: SETTINGS, op: 'put' })
        return merge(defaults, stored)
      })
      await tellMembers()
      return succeed(updated)
    },
  }
}

function mergeUpdates(stored: SettingsUpdate, update: SettingsUpdate): SettingsUpdate {
  const limits = { ...stored.limits, ...update.limits }
  const pricing = { ...stored.pricing, ...update.pricing }
  const retentionDays = update.retentionDays ?? stored.retentionDays
  return { limits, pricing, ...(retentionDays === undefined ? {} : { retentionDays }) }
}

function merge(defaults: Settings, { limits = {}, pricing = {}, retentionDays = defaults.retentionDays }: SettingsUpdate): Settings {
  const { jobsAtOnce, jobsPerDay, requestsPerMinute, videoSeconds } = defaults.limits
  return {
    limits: {
      jobsAtOnce: limits.jobsAtOnce ?? jobsAtOnce,
      jobsPerDay: limits.jobsPerDay ?? jobsPerDay,
      requestsPerMinute: limits.requestsPerMinute ?? requestsPerMinute,
      videoSeconds: limits.videoSeconds ?? videoSeconds,
    },
    pricing: {
      markup: pricing.markup ?? defaults.pricing.markup,
      fixed: pricing.fixed ?? defaults.pricing.fixed,
      failed: pricing.failed ?? defaults.pricing.failed,
    },
    retentionDays,
  }
}
