import type { UsdMicros } from 'shared/money'
import type { AccessToken, Budget, LedgerList, Outcome, Pairing, Settings, SettingsUpdate, User } from 'shared/wire'
import type { Changes } from '../changes/index.ts'
import type { Clock, Db } from '../db/index.ts'
import { readAlerts, tellAlerts, withdrawAlerts } from './alerts.ts'
import { listLedger, type LedgerQuery } from './ledger.ts'
import { type Announcement, createPairingDesk } from './pairing.ts'
import { createSettingsDesk } from './settings.ts'
import { type Authenticated, createTokens } from './tokens.ts'
import { readTotals } from './totals.ts'

/** One fixed id, so that processes which start at the same time make one owner. */
const OWNER = { id: 'usr_owner', name: 'Owner', role: 'owner' } as const
const RETENTION_DAYS = 30

export interface Accounts {
  /** The id of the one user of an embedded server, made at first use. */
  owner(): Promise<string>
  me(userId: string): Promise<User>
  /**
   * Opens a pairing and ends the one that was open. The code goes to `announce`; it must never be part of an answer. `rate_limited` has
   * params.retryAfterSeconds.
   */
  openPairing(name: string): Promise<Outcome<Pairing & { code: string }>>
  /** `forbidden` for a wrong code (params.triesLeft), `not_found` for a pairing that is over, `rate_limited`. */
  confirmPairing(id: string, code: string): Promise<Outcome<{ token: string }>>
  authenticate(token: string): Promise<Authenticated | null>
  tokens(userId: string): Promise<readonly AccessToken[]>
  revokeToken(userId: string, tokenId: string): Promise<Outcome<null>>
  /** This UTC calendar month's money, as providers took it. */
  budget(userId: string): Promise<Budget>
  /** Sets the cap of each month; alerts that it makes untrue are withdrawn, those that it makes true are told. */
  setBudget(userId: string, monthly: UsdMicros | null): Promise<Budget>
  ledger(userId: string, query: LedgerQuery): Promise<Outcome<LedgerList>>
  /** The settings of this server, which the owner makes for everyone. */
  settings(): Promise<Settings>
  /** `forbidden` to anyone but the owner. */
  updateSettings(userId: string, update: SettingsUpdate): Promise<Outcome<Settings>>
}

export interface AccountsOptions {
  readonly db: Db
  readonly changes: Changes
  readonly clock: Clock
  readonly fixedToken: string | null
  readonly announce: (pairing: Announcement) => void
  /** The default of the setting. */
  readonly retentionDays?: number
}

/** Who may use this server, and what it may cost them. Registers how settings are read from the feed. */
export function createAccounts({ db, changes, clock, fixedToken, announce, retentionDays = RETENTION_DAYS }: AccountsOptions): Accounts {
  let ownerMade: Promise<string> | null = null
  const pairing = createPairingDesk(db, clock, announce)
  const settings = createSettingsDesk({ db, changes, clock, retentionDays, ownerId: OWNER.id })
  const tokens = createTokens({ db, clock, fixedToken, owner })

  async function makeOwner(): Promise<string> {
    await db
      .insertInto('users')
      .values({ ...OWNER, monthly_usd_micros: null, created_at: clock() })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    return OWNER.id
  }

  function owner(): Promise<string> {
    ownerMade ??= makeOwner().catch((error: unknown) => {
      ownerMade = null
      throw error
    })
    return ownerMade
  }

  async function budget(userId: string): Promise<Budget> {
    const user = await db.selectFrom('users').select('monthly_usd_micros').where('id', '=', userId).executeTakeFirstOrThrow()
    const now = clock()
    const { spent, held, exposure } = await readTotals(db, userId, now)
    const alerts = await readAlerts(db, userId, now)
    return { monthlyUsdMicros: user.monthly_usd_micros, spentUsdMicros: spent, heldUsdMicros: held, exposureUsdMicros: exposure, alerts }
  }

  return {
    owner,
    async me(userId) {
      const { id, name, role, created_at } = await db.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow()
      return { id, name, role, createdAt: new Date(created_at).toISOString() }
    },
    openPairing: async (name) => pairing.open(await owner(), name),
    confirmPairing: pairing.confirm,
    authenticate: tokens.authenticate,
    tokens: tokens.list,
    revokeToken: tokens.revoke,
    budget,
    async setBudget(userId, monthly) {
      await changes.transaction(userId, async (tx, record) => {
        await tx.updateTable('users').set({ monthly_usd_micros: monthly }).where('id', '=', userId).execute()
        const spender = { userId, monthlyUsdMicros: monthly, now: clock() }
        await withdrawAlerts(tx, spender)
        await tellAlerts(tx, record, spender)
      })
      return budget(userId)
    },
    ledger: (userId, query) => listLedger(db, userId, query),
    settings: settings.read,
    updateSettings: settings.update,
  }
}
