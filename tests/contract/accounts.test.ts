import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Accounts, createAccounts } from '../../server/accounts/index.ts'
import { createChanges } from '../../server/changes/index.ts'
import type { Db } from '../../server/db/index.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

const MINUTE = 60_000

describe.each(DATABASES)('accounts on $name', ({ open }) => {
  let opened: OpenedDatabase
  let db: Db
  let now = Date.UTC(2026, 10, 21)
  const announced: string[] = []

  const make = (): Accounts => {
    const clock = () => now
    const announce = ({ code }: { readonly code: string }) => void announced.push(code)
    return createAccounts({ db, changes: createChanges({ db, clock }), clock, fixedToken: 'fixed-token', announce })
  }
  let accounts: Accounts

  beforeAll(async () => {
    opened = await open()
    db = opened.database.db
  })
  beforeEach(async () => {
    now += 120 * MINUTE
    await db.deleteFrom('pairings').execute()
    accounts = make()
  })
  afterAll(() => opened.close())

  async function pairing(): Promise<{ id: string; code: string; wrong: string }> {
    const outcome = await accounts.openPairing('Test')
    if (!outcome.ok) throw new Error(outcome.problem.detail)
    const { id, code } = outcome.value
    return { id, code, wrong: code === '000000' ? '000001' : '000000' }
  }

  async function paired(): Promise<string> {
    const { id, code } = await pairing()
    const outcome = await accounts.confirmPairing(id, code)
    if (!outcome.ok) throw new Error(outcome.problem.detail)
    return outcome.value.token
  }

  it('makes one owner, though many ask at the same time', async () => {
    const owners = await Promise.all(Array.from({ length: 8 }, () => make().owner()))
    expect(new Set(owners).size).toBe(1)
    expect(await db.selectFrom('users').select('id').execute()).toHaveLength(1)
    expect(await accounts.me(await accounts.owner())).toMatchObject({ role: 'owner' })
  })

  it('pairs by a code of six digits that works once and is stored nowhere', async () => {
    const { id, code } = await pairing()
    expect(code).toMatch(/^\d{6}$/)
    expect(announced.at(-1)).toBe(code)
    const tries = await Promise.all(Array.from({ length: 5 }, () => accounts.confirmPairing(id, code)))
    const [won, ...others] = tries.toSorted((a, b) => Number(b.ok) - Number(a.ok))
    expect(others.every(({ ok }) => !ok)).toBe(true)
    const token = won?.ok === true ? won.value.token : ''
    expect(await accounts.authenticate(token)).toMatchObject({ userId: await accounts.owner(), tokenId: expect.stringMatching(/^tok_/) })
    const stored = [await db.selectFrom('pairings').selectAll().execute(), await db.selectFrom('tokens').selectAll().execute()]
    const rows = JSON.stringify(stored)
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(`"${code}"`)
  })

  it('ends after five wrong codes, however many are tried at once', async () => {
    const { id, code, wrong } = await pairing()
    const tries = await Promise.all(Array.from({ length: 12 }, () => accounts.confirmPairing(id, wrong)))
    const codes = tries.map((outcome) => (outcome.ok ? 'ok' : outcome.problem.code))
    expect(codes.filter((each) => each === 'forbidden')).toHaveLength(5)
    expect(codes.filter((each) => each === 'not_found')).toHaveLength(7)
    expect(await accounts.confirmPairing(id, code)).toMatchObject({ ok: false, problem: { code: 'not_found' } })
  })

  it('ends after five minutes, and when another is opened', async () => {
    const first = await pairing()
    const second = await pairing()
    expect(await accounts.confirmPairing(first.id, first.code)).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    now += 5 * MINUTE
    expect(await accounts.confirmPairing(second.id, second.code)).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect((await accounts.confirmPairing('pai_none', '123456')).ok).toBe(false)
  })

  it('opens five in ten minutes and says when the next may be', async () => {
    for (let index = 0; index < 5; index += 1) await pairing()
    now += 4 * MINUTE
    const limited = await accounts.openPairing('Test')
    expect(limited).toMatchObject({ problem: { code: 'rate_limited', params: { limit: 'pairings', retryAfterSeconds: 360 } } })
    now += 6 * MINUTE
    expect((await accounts.openPairing('Test')).ok).toBe(true)
  })

  it('takes twenty wrong codes an hour', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { id, wrong } = await pairing()
      for (let index = 0; index < 5; index += 1) await accounts.confirmPairing(id, wrong)
      now += 3 * MINUTE
    }
    expect(await accounts.openPairing('Test')).toMatchObject({ problem: { code: 'rate_limited', params: { limit: 'wrong_codes' } } })
    now += 60 * MINUTE
    expect((await accounts.openPairing('Test')).ok).toBe(true)
  })

  it('knows the fixed token, and no other', async () => {
    expect(await accounts.authenticate('fixed-token')).toEqual({ userId: await accounts.owner(), tokenId: null })
    expect(await accounts.authenticate('fixed-tokem')).toBeNull()
    expect(await accounts.authenticate('')).toBeNull()
  })

  it('forgets a revoked token at once, and within a minute when another process revoked it', async () => {
    const [mine, theirs] = [await paired(), await paired()]
    const owner = await accounts.owner()
    const id = (await accounts.authenticate(mine))?.tokenId ?? ''
    expect(await accounts.revokeToken('usr_other', id)).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect((await accounts.revokeToken(owner, id)).ok).toBe(true)
    expect(await accounts.authenticate(mine)).toBeNull()
    const other = (await accounts.authenticate(theirs))?.tokenId ?? ''
    await make().revokeToken(owner, other)
    now += MINUTE
    expect(await accounts.authenticate(theirs)).toBeNull()
  })

  it('writes down the use of a token at most once a minute', async () => {
    const token = await paired()
    const { tokenId } = (await accounts.authenticate(token)) ?? {}
    const usedAt = async () => (await accounts.tokens(await accounts.owner())).find(({ id }) => id === tokenId)?.lastUsedAt
    const first = await usedAt()
    expect(first).toBe(new Date(now).toISOString())
    now += MINUTE - 1
    await accounts.authenticate(token)
    expect(await usedAt()).toBe(first)
    now += 1
    await accounts.authenticate(token)
    expect(await usedAt()).toBe(new Date(now).toISOString())
  })

  it('merges what is set over the defaults, and tells the feed', async () => {
    const clock = () => now
    const changes = createChanges({ db, clock })
    const desk = createAccounts({ db, changes, clock, fixedToken: null, announce: () => {}, retentionDays: 12 })
    const owner = await desk.owner()
    const limits = { jobsAtOnce: null, jobsPerDay: null, requestsPerMinute: null, videoSeconds: null }
    const pricing = { markup: 1, fixed: [], failed: 'cost' }
    expect(await desk.settings()).toEqual({ limits, pricing, retentionDays: 12 })
    const updates = [{ limits: { jobsAtOnce: 4 } }, { limits: { jobsPerDay: 9 } }, { pricing: { markup: 3 } }]
    await Promise.all(updates.map((update) => desk.updateSettings(owner, update)))
    const expected = { limits: { ...limits, jobsAtOnce: 4, jobsPerDay: 9 }, pricing: { ...pricing, markup: 3 }, retentionDays: 12 }
    expect(await desk.settings()).toEqual(expected)
    expect((await changes.page(owner, 0, 10)).items).toMatchObject([{ entity: 'settings', id: 'settings', op: 'put', data: expected }])
  })
})
