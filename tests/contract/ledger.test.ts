import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMoneyBench, DOLLAR, type MoneyBench } from '../harness/money.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

describe.each(DATABASES)('the ledger on $name', ({ open }) => {
  let opened: OpenedDatabase
  let bench: MoneyBench

  beforeAll(async () => {
    opened = await open()
    bench = createMoneyBench(opened.database.db)
  })
  afterAll(() => opened.close())

  it('admits exactly what the budget holds of a hundred jobs at once', async () => {
    const owner = await bench.user(10 * DOLLAR)
    const jobs = await Promise.all(Array.from({ length: 100 }, () => bench.job(owner)))
    const outcomes = await Promise.all(jobs.map((id) => bench.hold(owner, id, DOLLAR)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10)
    const refused = outcomes.find(({ ok }) => !ok)
    const problem = { code: 'insufficient_budget', params: { of: 'budget', missingUsdMicros: DOLLAR }, action: 'raise_budget' }
    expect(refused).toMatchObject({ problem })
    expect(await bench.accounts.budget(owner)).toMatchObject({ heldUsdMicros: 10 * DOLLAR, spentUsdMicros: 0 })
  })

  it('admits a free job when the budget is used up, and a replayed hold without counting it twice', async () => {
    const owner = await bench.user(DOLLAR)
    const [paid, free] = [await bench.job(owner), await bench.job(owner)]
    expect((await bench.hold(owner, paid, DOLLAR)).ok).toBe(true)
    expect((await bench.hold(owner, paid, DOLLAR)).ok).toBe(true)
    expect((await bench.hold(owner, free, 0)).ok).toBe(true)
    expect(await bench.entries(owner)).toEqual(['hold 0/0', `hold ${DOLLAR}/${DOLLAR}`])
  })

  it.each([
    { held: 100, charged: 100, expected: ['hold 100/100', 'settle 100/100'] },
    { held: 100, charged: 40, expected: ['hold 100/100', 'release 60/60', 'settle 40/40'] },
    { held: 100, charged: 0, expected: ['hold 100/100', 'release 100/100'] },
    { held: 100, charged: 130, expected: ['hold 100/100', 'settle 130/130'] },
    { held: 0, charged: 0, expected: ['hold 0/0', 'settle 0/0'] },
  ])('settles a hold of $held of which $charged was charged, once', async ({ held, charged, expected }) => {
    const owner = await bench.user(null)
    const id = await bench.job(owner)
    await bench.hold(owner, id, held)
    await bench.settle(owner, id, charged)
    expect(await Promise.all([bench.settle(owner, id, 0), bench.settle(owner, id, charged + 1)])).toEqual([null, null])
    expect(await bench.entries(owner, id)).toEqual(expected)
    expect(await bench.accounts.budget(owner)).toMatchObject({ heldUsdMicros: 0, spentUsdMicros: charged })
  })

  it('counts what may still be charged, and starts anew with the UTC month', async () => {
    const owner = await bench.user(3 * DOLLAR)
    const [first, second, third] = [await bench.job(owner), await bench.job(owner), await bench.job(owner)]
    await bench.hold(owner, first, DOLLAR)
    await bench.settle(owner, first, DOLLAR)
    await bench.attempt(owner, first, 2 * DOLLAR)
    expect(await bench.accounts.budget(owner)).toMatchObject({ spentUsdMicros: DOLLAR, exposureUsdMicros: 2 * DOLLAR })
    expect((await bench.hold(owner, second, 1)).ok).toBe(false)
    const before = bench.time.now
    bench.time.now = Date.UTC(2026, 11, 1)
    expect(await bench.accounts.budget(owner)).toMatchObject({ spentUsdMicros: 0, exposureUsdMicros: 2 * DOLLAR })
    expect((await bench.hold(owner, third, DOLLAR)).ok).toBe(true)
    bench.time.now = before
  })

  it('lists by cursor, newest first, to its owner only', async () => {
    const [owner, other] = [await bench.user(null), await bench.user(null)]
    for (let index = 0; index < 7; index += 1) await bench.hold(owner, await bench.job(owner), index)
    const amounts: number[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await bench.accounts.ledger(owner, { limit: 3, cursor })
      if (!page.ok) throw new Error(page.problem.detail)
      amounts.push(...page.value.items.map(({ usdMicros }) => usdMicros))
      cursor = page.value.nextCursor
    }
    expect(amounts).toEqual([6, 5, 4, 3, 2, 1, 0])
    expect(await bench.entries(other)).toEqual([])
    expect(await bench.accounts.ledger(owner, { cursor: 'nonsense' })).toMatchObject({ ok: false, problem: { code: 'invalid_request' } })
  })
})
