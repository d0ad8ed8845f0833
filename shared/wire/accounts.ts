import { z } from 'zod'
import { QUALITIES } from './clip.ts'
import { JOB_KINDS } from './job-request.ts'
import { attemptId, isoTime, jobId, listQuery, pairingId, usdMicrosSchema } from './primitives.ts'

const name = z.string().trim().min(1).max(100)
export const userId = z.string().min(1).max(64)
export const pairingRequest = z
  .strictObject({ name, userId: userId.optional().meta({ description: 'For whom; the owner where it is left out' }) })
  .meta({ id: 'PairingRequest' })
export const pairing = z.object({ id: pairingId, expiresAt: isoTime }).meta({ id: 'Pairing' })
export type Pairing = z.infer<typeof pairing>
export const pairingConfirmation = z.strictObject({ code: z.string().min(1).max(64) }).meta({ id: 'PairingConfirmation' })
export const pairingToken = z.object({ token: z.string() }).meta({ id: 'PairingToken' })

/** The person whom a token stands for. */
export const user = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(['owner', 'member']),
    createdAt: isoTime,
    creditsUsdMicros: z.int().nullable().meta({
      description:
        'Prepaid credits that nothing is held of; below 0 after an overrun; null: nothing is paid in advance, nothing is limited',
    }),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>
export const userList = z.object({ items: z.array(user) }).meta({ id: 'UserList' })
export const userRequest = z
  .strictObject({
    name,
    creditsUsdMicros: usdMicrosSchema.optional().meta({ description: 'Makes the user prepaid, 0 too; unlimited where it is left out' }),
  })
  .meta({ id: 'UserRequest' })
export type UserRequest = z.infer<typeof userRequest>
export const creditRequest = z
  .strictObject({ usdMicros: usdMicrosSchema.min(1), note: z.string().trim().max(500).default('') })
  .meta({ id: 'CreditRequest' })
export type CreditRequest = z.infer<typeof creditRequest>

/** A paired client; never the token itself. */
export const accessToken = z
  .object({ id: z.string(), name: z.string(), createdAt: isoTime, lastUsedAt: isoTime.nullable() })
  .meta({ id: 'AccessToken' })
export type AccessToken = z.infer<typeof accessToken>
export const tokenList = z.object({ items: z.array(accessToken) }).meta({ id: 'TokenList' })
export type TokenList = z.infer<typeof tokenList>

export const budget = z
  .object({
    monthlyUsdMicros: usdMicrosSchema.nullable(),
    spentUsdMicros: usdMicrosSchema,
    heldUsdMicros: usdMicrosSchema,
    exposureUsdMicros: usdMicrosSchema,
    alerts: z
      .array(z.object({ percent: z.int(), at: isoTime }))
      .optional()
      .meta({ description: 'Which shares of the budget this month has spent, and since when' }),
  })
  .meta({ id: 'Budget' })
export type Budget = z.infer<typeof budget>
export const budgetUpdate = z.strictObject({ monthlyUsdMicros: usdMicrosSchema.nullable() }).meta({ id: 'BudgetUpdate' })

export const LEDGER_KINDS = ['hold', 'settle', 'release', 'late_charge', 'credit'] as const
export const ledgerEntry = z
  .object({
    id: z.string(),
    jobId: jobId.nullable(),
    attemptId: attemptId.optional(),
    kind: z.enum(LEDGER_KINDS),
    usdMicros: usdMicrosSchema.meta({ description: 'What providers take' }),
    priceUsdMicros: usdMicrosSchema.optional().meta({ description: 'What the user is charged' }),
    note: z.string().optional().meta({ description: 'Why credits were given' }),
    at: isoTime,
  })
  .meta({ id: 'LedgerEntry' })
export type LedgerEntry = z.infer<typeof ledgerEntry>
export const ledgerQuery = z.strictObject({ jobId: jobId.optional(), ...listQuery })
export const ledgerList = z.object({ items: z.array(ledgerEntry), nextCursor: z.string().nullable() }).meta({ id: 'LedgerList' })
export type LedgerList = z.infer<typeof ledgerList>

/** A price of the owner's own, whatever providers take. */
export const fixedPrice = z
  .strictObject({
    kind: z.enum(JOB_KINDS),
    quality: z.enum(QUALITIES).optional().meta({ description: 'Only this tier' }),
    upToSeconds: z.number().min(0.5).max(3600).optional().meta({ description: 'Only work up to this long' }),
    usdMicros: usdMicrosSchema,
  })
  .meta({ id: 'FixedPrice' })

const pricing = {
  markup: z.number().min(1).max(100).meta({ description: 'Price = cost × this' }),
  fixed: z
    .array(fixedPrice)
    .max(100)
    .meta({ description: 'Of those that fit, the shortest length wins, then the one that names the tier' }),
  failed: z
    .enum(['cost', 'nothing'])
    .meta({ description: 'What a job that was not completed costs its user: what was really charged, or nothing' }),
}

/** Of each user; null: no limit. */
const limits = {
  jobsAtOnce: z.int().min(1).max(1000).nullable(),
  jobsPerDay: z.int().min(1).max(1_000_000).nullable(),
  requestsPerMinute: z.int().min(10).max(1_000_000).nullable(),
  videoSeconds: z.number().min(1).max(3600).nullable().meta({ description: 'The longest video, clip or reel' }),
}

/** What the owner can set for the whole server. */
export const settings = z
  .object({ limits: z.object(limits), pricing: z.object(pricing), retentionDays: z.int().min(1).max(3650) })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof settings>
export const settingsUpdate = z
  .strictObject({
    limits: z.strictObject(limits).partial().optional(),
    pricing: z.strictObject(pricing).partial().optional(),
    retentionDays: z.int().min(1).max(3650).optional(),
  })
  .meta({ id: 'SettingsUpdate' })
export type SettingsUpdate = z.infer<typeof settingsUpdate>
