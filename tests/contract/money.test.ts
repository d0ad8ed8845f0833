import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Terms, usdMicros } from 'shared/money'
import { newId } from '../../server/db/index.ts'
import { judgeLimits } from '../../server/jobs/limits.ts'
import { AT_COST, createMoneyBench, DOLLAR, type MoneyBench } from '../harness/money.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

const MARKED_UP: Terms = { markup: 3, fixedUsdMicros: null, failed: 'cost' }
const FIXED: Terms = { markup: 1, fixedUsdMicros: DOLLAR / 2, failed: 'nothing' }

describe.each(DATABASES)('money on $name', ({ open }) => {
  let opened: OpenedDatabase
  let bench: MoneyBench
  let owner: string

  beforeAll(async () => {
    opened = await open()
    bench = createMoneyBench(opened.database.db)
    owner = await bench.accounts.owner()
  })
  afterAll(() => opened.close())

  async function prepaid(credits: number): Promise<string> {
    const made = await bench.accounts.createUser(owner, { name: 'Ada', creditsUsdMicros: credits })
    if (!made.ok) throw new Error(made.problem.detail)
    return made.value.id
  }
  const credits = async (userId: string) => (await bench.accounts.me(userId)).creditsUsdMicros

  describe('prepaid credits', () => {
    it('are the owner’s to give, once for each key, and have no effect on who was given none', async () => {
      const ada = await prepaid(DOLLAR)
      const more = (key: string, amount = 500_000) => bench.accounts.grantCredits(owner, ada, { usdMicros: amount, note: 'Thank you' }, key)
      const twice = await Promise.all([more('a'), more('a')])
      expect(twice).toMatchObject([{ ok: true }, { ok: true }])
      expect(await more('b')).toMatchObject({ value: { id: ada, creditsUsdMicros: 2 * DOLLAR } })
      expect(await more('b', 1)).toMatchObject({ problem: { code: 'idempotency_mismatch' } })
      expect(await bench.entries(ada)).toEqual([`credit ${DOLLAR}/${DOLLAR}`, 'credit 500000/500000', 'credit 500000/500000'])
      const given = { usdMicros: 1, note: '' }
      expect(await bench.accounts.grantCredits(ada, ada, given, null)).toMatchObject({ problem: { code: 'forbidden' } })
      expect(await bench.accounts.grantCredits(owner, 'usr_nobody', given, null)).toMatchObject({ problem: { code: 'not_found' } })
      expect(await credits(await bench.user())).toBeNull()
    })

    it('are held by price, charged by price and given back, and are short by a figure', async () => {
      const ada = await prepaid(DOLLAR)
      const [first, second] = [await bench.job(ada), await bench.job(ada)]
      expect(await bench.hold(ada, first, 300_000, MARKED_UP)).toMatchObject({ value: { priceUsdMicros: 900_000 } })
      expect(await credits(ada)).toBe(100_000)
      const short = { of: 'credits', missingUsdMicros: 50_000, priceUsdMicros: 150_000 }
      expect(await bench.hold(ada, second, 50_000, MARKED_UP)).toMatchObject({
        problem: { code: 'insufficient_budget', status: 402, params: short, action: 'top_up' },
      })
      expect(await bench.settle(ada, first, 200_000)).toEqual({ costUsdMicros: 200_000, priceUsdMicros: 600_000 })
      expect(await credits(ada)).toBe(400_000)
      expect(await bench.entries(ada, first)).toEqual(['hold 300000/900000', 'release 100000/300000', 'settle 200000/600000'])
    })

    it('admit exactly what they hold of a hundred jobs at once', async () => {
      const ada = await prepaid(10 * DOLLAR)
      const jobs = await Promise.all(Array.from({ length: 100 }, () => bench.job(ada)))
      const outcomes = await Promise.all(jobs.map((id) => bench.hold(ada, id, DOLLAR)))
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10)
      expect(await credits(ada)).toBe(0)
    })

    it('go below nothing when more was charged than held, and then admit what is free only', async () => {
      const ada = await prepaid(100)
      const [first, free, next] = [await bench.job(ada), await bench.job(ada), await bench.job(ada)]
      await bench.hold(ada, first, 100)
      await bench.settle(ada, first, 130)
      expect(await credits(ada)).toBe(-30)
      expect((await bench.hold(ada, free, 0)).ok).toBe(true)
      expect(await bench.hold(ada, next, 10)).toMatchObject({ problem: { params: { of: 'credits', missingUsdMicros: 40 } } })
    })
  })

  describe('the price', () => {
    it('is kept apart from the cost, which alone counts against the budget', async () => {
      const ada = await bench.user(DOLLAR)
      const [marked, fixed] = [await bench.job(ada), await bench.job(ada)]
      expect((await bench.hold(ada, marked, 600_000, MARKED_UP)).ok).toBe(true)
      expect((await bench.hold(ada, fixed, 400_000, FIXED)).ok).toBe(true)
      await bench.settle(ada, marked, 600_000)
      await bench.settle(ada, fixed, 390_000)
      expect(await bench.entries(ada, marked)).toContain('settle 600000/1800000')
      expect(await bench.entries(ada, fixed)).toContain('settle 390000/500000')
      expect(await bench.accounts.budget(ada)).toMatchObject({ spentUsdMicros: 990_000, heldUsdMicros: 0 })
    })

    it('of a job that failed is what was really charged, or nothing, as was agreed', async () => {
      const ada = await bench.user()
      const [marked, fixed] = [await bench.job(ada), await bench.job(ada)]
      await bench.hold(ada, marked, 100, MARKED_UP)
      await bench.hold(ada, fixed, 100, FIXED)
      expect(await bench.settle(ada, marked, 40, false)).toEqual({ costUsdMicros: 40, priceUsdMicros: 40 })
      expect(await bench.settle(ada, fixed, 40, false)).toEqual({ costUsdMicros: 40, priceUsdMicros: 0 })
    })

    it('of an attempt that turned out late is made by the terms of its own job, once', async () => {
      const ada = await prepaid(DOLLAR)
      const id = await bench.job(ada)
      await bench.hold(ada, id, 100, MARKED_UP)
      const attempt = await bench.attempt(ada, id, 100)
      await bench.settle(ada, id, 0, false)
      expect(await credits(ada)).toBe(DOLLAR)
      expect(await bench.accounts.budget(ada)).toMatchObject({ exposureUsdMicros: 100, heldUsdMicros: 0, spentUsdMicros: 0 })
      expect(await Promise.all([bench.resolve(ada, id, attempt, 80), bench.resolve(ada, id, attempt, 80)])).toEqual(
        expect.arrayContaining([true, false]),
      )
      expect(await bench.entries(ada, id)).toEqual(['hold 100/300', 'late_charge 80/240', 'release 100/300'])
      expect(await bench.accounts.budget(ada)).toMatchObject({ exposureUsdMicros: 0, spentUsdMicros: 80 })
      expect(await credits(ada)).toBe(DOLLAR - 240)
    })
  })

  describe('an alert', () => {
    const percents = async (userId: string) => (await bench.accounts.budget(userId)).alerts?.map(({ percent }) => percent)
    const told = async (userId: string) => (await bench.changes.page(userId, 0, 10)).items.map(({ entity, seq }) => `${entity} ${seq}`)
    async function spend(userId: string, amount: number): Promise<void> {
      const id = await bench.job(userId)
      await bench.hold(userId, id, amount)
      await bench.settle(userId, id, amount)
    }

    it('is told at 50, 80 and 100 percent of what is spent, once a month, over the feed', async () => {
      const ada = await bench.user(1000)
      const before = bench.time.now
      await spend(ada, 499)
      expect([await percents(ada), await told(ada)]).toEqual([[], []])
      await spend(ada, 1)
      expect(await percents(ada)).toEqual([50])
      const first = await told(ada)
      expect(first).toEqual([expect.stringMatching(/^settings \d+$/)])
      bench.time.now += 1000
      await spend(ada, 10)
      expect(await told(ada)).toEqual(first)
      expect((await bench.accounts.budget(ada)).alerts).toEqual([{ percent: 50, at: new Date(before).toISOString() }])
      await spend(ada, 490)
      expect(await percents(ada)).toEqual([50, 80, 100])
      expect(await told(ada)).not.toEqual(first)
      bench.time.now = Date.UTC(2026, 11, 1)
      expect(await percents(ada)).toEqual([])
      await spend(ada, 600)
      expect(await percents(ada)).toEqual([50])
      bench.time.now = before
    })

    it('is told once though many settle at the same moment', async () => {
      const ada = await bench.user(1000)
      const jobs = await Promise.all(Array.from({ length: 10 }, () => bench.job(ada)))
      for (const id of jobs) await bench.hold(ada, id, 100)
      await Promise.all(jobs.map((id) => bench.settle(ada, id, 100)))
      expect(await percents(ada)).toEqual([50, 80, 100])
    })

    it('is withdrawn by a budget that makes it untrue, and told by one that makes it true', async () => {
      const ada = await bench.user(1000)
      await spend(ada, 800)
      expect(await percents(ada)).toEqual([50, 80])
      expect(await bench.accounts.setBudget(ada, usdMicros(1600))).toMatchObject({ alerts: [{ percent: 50 }] })
      await spend(ada, 480)
      expect(await percents(ada)).toEqual([50, 80])
      expect(await bench.accounts.setBudget(ada, null)).toMatchObject({ alerts: [] })
      expect(await bench.accounts.setBudget(ada, usdMicros(1280))).toMatchObject({
        alerts: [{ percent: 50 }, { percent: 80 }, { percent: 100 }],
      })
    })
  })

  describe('users', () => {
    it('are made and listed by the owner, and paired by their id', async () => {
      const ada = await prepaid(0)
      expect(await credits(ada)).toBe(0)
      expect(await bench.accounts.createUser(ada, { name: 'Bob' })).toMatchObject({ problem: { code: 'forbidden' } })
      expect(await bench.accounts.users(ada)).toMatchObject({ problem: { code: 'forbidden' } })
      const all = await bench.accounts.users(owner)
      expect(all.ok ? all.value.map(({ id }) => id) : []).toEqual(expect.arrayContaining([owner, ada]))
      const opened = await bench.accounts.openPairing('Phone', ada)
      const paired = opened.ok ? await bench.accounts.confirmPairing(opened.value.id, opened.value.code) : opened
      expect(await bench.accounts.authenticate(paired.ok ? paired.value.token : '')).toMatchObject({ userId: ada })
      expect(await bench.accounts.openPairing('Phone', 'usr_nobody')).toMatchObject({ problem: { code: 'not_found' } })
    })

    it('have the owner’s settings, and are told when they change', async () => {
      const ada = await prepaid(0)
      expect(await bench.accounts.updateSettings(ada, { retentionDays: 1 })).toMatchObject({ problem: { code: 'forbidden' } })
      const updated = await bench.accounts.updateSettings(owner, { pricing: { markup: 2 } })
      expect(updated).toMatchObject({ ok: true, value: { pricing: { markup: 2, failed: 'cost' } } })
      const { items } = await bench.changes.page(ada, 0, 10)
      expect(items).toMatchObject([{ entity: 'settings', data: { pricing: { markup: 2 } } }])
    })
  })

  it('limits jobs at once to exactly as many, of thirty that come at the same moment', async () => {
    const ada = await bench.user()
    const limits = { jobsAtOnce: 4, jobsPerDay: null, requestsPerMinute: null, videoSeconds: null }
    const admitted = await Promise.all(
      Array.from({ length: 30 }, () =>
        bench.changes.transaction(ada, async (tx) => {
          const room = await judgeLimits(tx, ada, limits, 1, bench.time.now)
          if (room.ok) await bench.job(ada, tx)
          return room
        }),
      ),
    )
    expect(admitted.filter(({ ok }) => ok)).toHaveLength(4)
  })

  describe('usage', () => {
    const span = { from: '2026-11-01', to: '2026-12-01' }

    it('counts what was made by provider and month, and finds all that the ledger was charged', async () => {
      const ada = await bench.user()
      const made = [
        { status: 'completed', provider: 'runway', downloads: 2, shares: 1, stage_times: '{"generating":4000,"encoding":1000}' },
        { status: 'completed', provider: 'runway', downloads: 1, shares: 0, stage_times: '{"generating":2000}', retry_of: 'job_before' },
        { status: 'failed', provider: 'fal' },
        { status: 'cancelled', provider: 'fal' },
        { status: 'queued', provider: 'fal', derived_from: 'job_before' },
      ] as const
      const ids: string[] = []
      for (const columns of made) {
        const id = await bench.job(ada)
        await bench.db.updateTable('jobs').set(columns).where('id', '=', id).execute()
        ids.push(id)
      }
      const [first = '', second = '', third = ''] = ids
      await charged(first, 'fal', 30)
      await charged(first, 'runway', 100)
      await charged(second, 'runway', 50)
      await charged(third, 'fal', 20)
      for (const [id, cost] of [
        [first, 130],
        [second, 50],
      ] as const) {
        await bench.hold(ada, id, cost, MARKED_UP)
        await bench.settle(ada, id, cost)
      }
      await bench.hold(ada, third, 40)
      const lost = await bench.attempt(ada, third, 40)
      await bench.settle(ada, third, 20, false)
      await bench.resolve(ada, third, lost, 40)
      const runway = { provider: 'runway', kind: 'clip', month: '2026-11' } as const
      const none = { made: 0, completed: 0, failed: 0, regenerated: 0, downloads: 0, shares: 0 }
      expect(await bench.accounts.usage(ada, span)).toEqual({
        ok: true,
        value: {
          from: '2026-11-01T00:00:00.000Z',
          to: '2026-12-01T00:00:00.000Z',
          jobs: { made: 5, completed: 2, failed: 1, cancelled: 1, unfinished: 1 },
          successRate: 2 / 3,
          regenerationRate: 2 / 5,
          downloads: 3,
          shares: 1,
          stages: [
            { stage: 'generating', jobs: 2, meanSeconds: 3 },
            { stage: 'encoding', jobs: 1, meanSeconds: 1 },
          ],
          costUsdMicros: 240,
          priceUsdMicros: 600,
          costPerVideoUsdMicros: 120,
          byProvider: [
            { ...none, provider: 'fal', kind: 'clip', month: '2026-11', made: 3, failed: 1, regenerated: 1, costUsdMicros: 50 },
            { ...none, provider: 'p', kind: 'clip', month: '2026-11', costUsdMicros: 40 },
            { ...none, ...runway, made: 2, completed: 2, regenerated: 1, downloads: 3, shares: 1, costUsdMicros: 150 },
          ],
        },
      })

      async function charged(jobId: string, provider: string, cost: number): Promise<void> {
        const id = await bench.attempt(ada, jobId, cost)
        const columns = { provider, status: 'succeeded', cost_usd_micros: cost, idempotency_key: newId('key') } as const
        await bench.db.updateTable('attempts').set(columns).where('id', '=', id).execute()
      }
    })

    it('of nothing has no rates, and a span that ends before it begins is refused', async () => {
      const ada = await bench.user()
      const rates = { successRate: null, regenerationRate: null, costPerVideoUsdMicros: null, byProvider: [] }
      expect(await bench.accounts.usage(ada, {})).toMatchObject({ value: { from: '2026-11-01T00:00:00.000Z', ...rates } })
      const wrong = { from: '2026-12-01', to: '2026-11-01' }
      expect(await bench.accounts.usage(ada, wrong)).toMatchObject({ problem: { code: 'invalid_request' } })
      expect(bench.accounts.exportLedger(ada, wrong)).toMatchObject({ problem: { code: 'invalid_request' } })
    })

    it('is exported line by line, over pages, with nothing that a spreadsheet would run', async () => {
      const ada = await prepaid(0)
      const note = { usdMicros: 340_000, note: '=HYPERLINK("http://evil")' }
      await bench.accounts.grantCredits(owner, ada, note, null)
      const id = await bench.job(ada)
      await bench.hold(ada, id, 10, AT_COST)
      await bench.settle(ada, id, 10)
      const entry = { user_id: ada, kind: 'credit', usd_micros: 1, price_usd_micros: 1, at: bench.time.now } as const
      const many = Array.from({ length: 1000 }, (_, index) => ({ ...entry, id: newId('led'), entry_key: `many:${ada}:${index}` }))
      for (let at = 0; at < many.length; at += 100)
        await bench.db
          .insertInto('ledger')
          .values(many.slice(at, at + 100))
          .execute()
      const exported = bench.accounts.exportLedger(ada, span)
      let text = ''
      if (exported.ok) for await (const piece of exported.value) text += piece
      const lines = text.split('\r\n')
      expect(lines[0]).toBe('at,entry,kind,job,job_kind,attempt,provider,model,cost_usd,price_usd,note')
      expect(lines[1]).toMatch(/^2026-11-21T00:00:00\.000Z,led_\w+,credit,,,,,,0\.340000,0\.340000,"'=HYPERLINK\(""http:\/\/evil""\)"$/)
      expect(lines.filter((line) => line.includes(`,settle,${id},clip,,p,m,0.000010,0.000010,`))).toHaveLength(1)
      expect(new Set(lines).size).toBe(1 + 3 + 1000 + 1)
      expect(lines.at(-1)).toBe('')
    })
  })
})
