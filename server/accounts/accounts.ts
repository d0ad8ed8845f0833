import type { UsdMicros } from 'shared/money'
import {
  type AccessToken,
  type Budget,
  type CreditRequest,
  type LedgerList,
  type Outcome,
  type Pairing,
  refuse,
  type Settings,
  type SettingsUpdate,
  succeed,
  type Usage,
  type UsageQuery,
  type User,
  type UserRequest,
} from 'shared/wire'
import type { Changes } from '../changes/index.ts'
import type { Clock, Db } from '../db/index.ts'
import { readAlerts, tellAlerts, withdrawAlerts } from './alerts.ts'
import { exportLedger } from './export-ledger.ts'
import { listLedger, type LedgerQuery } from './ledger.ts'
import { type Announcement, createPairingDesk } from './pairing.ts'
import { createRequestLimit } from './request-limit.ts'
import { createSettingsDesk } from './settings.ts'
import { type Authenticated, createTokens } from './tokens.ts'
import { monthStart, readTotals } from './totals.ts'
import { readUsage, type Span } from './usage.ts'
import { createUsersDesk } from './users.ts'

/** One fixed id, so that processes which start at the same time make one owner. */
const OWNER = { id: 'usr_owner', name: 'Owner', role: 'owner' } as const
const RETENTION_DAYS = 30

export interface Accounts {
  /** The id of the one user of an embedded server, made at first use. */
  owner(): Promise<string>
  me(userId: string): Promise<User>
  /** All users, oldest first; `forbidden` to anyone but the owner. */
  users(by: string): Promise<Outcome<readonly User[]>>
  /** Makes a member, who is then paired by `openPairing`; `forbidden` to anyone but the owner. */
  createUser(by: string, request: UserRequest): Promise<Outcome<User>>
  /** Gives prepaid credits, once for each key; see `UsersDesk`. */
  grantCredits(by: string, userId: string, request: CreditRequest, key: string | null): Promise<Outcome<User>>
  /** Counts one request of a user; `rate_limited` where the last minute had too many. */
  admitRequest(userId: string): Promise<Outcome<null>>
  /**
   * Opens a pairing and ends the one that was open. The code goes to `announce`; it must never be part of an answer. `rate_limited` has
   * params.retryAfterSeconds; `not_found` is a user that is not there.
   * @param userId for whom; the owner where it is left out
   */
  openPairing(name: string, userId?: string): Promise<Outcome<Pairing & { code: string }>>
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
  /** `invalid_request` where the span ends before it begins. */
  usage(userId: string, query: UsageQuery): Promise<Outcome<Usage>>
  /** The ledger of a span as the pieces of a CSV file; `invalid_request` where the span ends before it begins. */
  exportLedger(userId: string, query: UsageQuery): Outcome<AsyncIterable<string>>
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
  const users = createUsersDesk({ db, clock, ownerId: OWNER.id })
  const requests = createRequestLimit(clock, async () => (await settings.read()).limits.requestsPerMinute)
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
    me: users.me,
    users: users.list,
    createUser: users.create,
    grantCredits: users.grant,
    admitRequest: requests.admit,
    async openPairing(name, userId) {
      if (userId !== undefined && !(await users.exists(userId))) return refuse('not_found', 'There is no such user.')
      return await pairing.open(userId ?? (await owner()), name)
    },
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
    async usage(userId, query) {
      const span = spanOf(query, clock())
      return span.ok ? succeed(await readUsage(db, userId, span.value)) : span
    },
    exportLedger(userId, query) {
      const span = spanOf(query, clock())
      return span.ok ? succeed(exportLedger(db, userId, span.value)) : span
    },
    settings: settings.read,
    async updateSettings(userId, update) {
      const updated = await settings.update(userId, update)
      requests.forget()
      return updated
    },
  }
}

/** This UTC month until now, where nothing else is asked for. */
function spanOf({ from, to }: UsageQuery, now: number): Outcome<Span> {
  const span = { from: from === undefined ? monthStart(now) : Date.parse(from), to: to === undefined ? now : Date.parse(to) }
  if (span.from <= span.to) return succeed(span)
  return refuse('invalid_request', 'It ends before it begins.', { issues: [{ path: 'to', message: 'is before `from`' }] })
}
