import { deepStrictEqual, ok } from 'node:assert'
import * as fc from 'fast-check'
import { agreedPrice, finalPrice, type Terms, usdMicros } from 'shared/money'
import type { Db } from '../../server/db/index.ts'
import { createMoneyBench, type MoneyBench } from '../harness/money.ts'

const JOBS = 5
const TERMS: readonly Terms[] = [
  { markup: 1, fixedUsdMicros: null, failed: 'cost' },
  { markup: 2.5, fixedUsdMicros: null, failed: 'nothing' },
  { markup: 1, fixedUsdMicros: 70, failed: 'cost' },
]

const job = fc.nat(JOBS - 1)
/** Few, so that sums often come out even: most faults are at an edge. */
const amount = fc.constantFrom(0, 1, 50, 70, 100, 130)
/** What can happen to the money of jobs; `sweep` is whoever gives a job up while another may be completing it, `lose` leaves an attempt unknown. */
const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hold' as const), job, amount, terms: fc.constantFrom(...TERMS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), job, amount, completed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const), job }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lose' as const), job }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('adopt' as const), job, amount }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), job }) },
)
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

/** What the events after it are judged by. */
const setting = fc.oneof(
  fc.record({ do: fc.constant('grant' as const), amount: fc.constantFrom(1, 100, 250) }),
  fc.record({ do: fc.constant('budget' as const), amount: fc.constantFrom(null, 0, 100, 200, 300) }),
  fc.record({ do: fc.constant('month' as const) }),
)
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never

/** Alone, what comes of an event is known; together, only what must hold of all of them. */
const some = fc.oneof(fc.array(event, { minLength: 1, maxLength: 1 }), fc.array(event, { minLength: 2, maxLength: 4 }))
/** What is done at the same moment, and then looked at. */
const moment = fc.oneof(
  { weight: 4, arbitrary: fc.record({ setting: fc.constant(null), events: some }) },
  { weight: 1, arbitrary: fc.record({ setting, events: fc.constant([]) }) },
)

interface Job {
  readonly id: string
  held: { readonly cost: number; readonly price: number; readonly terms: Terms } | null
  isBeingHeld: boolean
  settled: boolean
  /** Attempts of unknown outcome, by what they were estimated at. */
  readonly unknown: Map<string, number>
  /** Attempts that were charged late. */
  readonly late: string[]
}

/** What must be true, told without SQL. */
interface Model {
  readonly userId: string
  readonly jobs: readonly Job[]
  budget: number | null
  granted: number | null
  spent: number
  spentThisMonth: number
  spentCredits: number
}

export interface LedgerFuzz {
  readonly runs: number
  readonly seed: number
}

/**
 * Random interleavings of holds, settlements, sweeps, lost answers, late charges, releases, credits and budgets, several of them at the same
 * moment; what the database says is compared with the model after each moment. Throws what does not hold, with the seed.
 * @returns how many events changed something
 */
export async function fuzzLedger(db: Db, { runs, seed }: LedgerFuzz): Promise<number> {
  const bench = createMoneyBench(db)
  let changed = 0
  const property = fc.asyncProperty(
    fc.array(setting, { minLength: 1, maxLength: 3 }),
    fc.array(moment, { minLength: 4, maxLength: 16 }),
    async (first, moments) => {
      const model = await begin(bench)
      for (const set of first) await change(bench, model, set)
      for (const { setting: set, events } of moments) {
        if (set !== null) await change(bench, model, set)
        const done = await Promise.all(events.map((each) => apply(bench, model, each, events.length === 1)))
        changed += done.filter(Boolean).length
        await judge(bench, model)
        const added = events.some((each, index) => each.do === 'hold' && each.amount > 0 && done[index] === true)
        if (model.budget === null || !added || events.some((each) => each.do !== 'hold')) continue
        ok(tiedUp(model) <= model.budget, 'more is held than the budget allows')
      }
    },
  )
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: true })
  return changed
}

async function begin(bench: MoneyBench): Promise<Model> {
  const userId = await bench.user()
  const jobs: Job[] = []
  for (let index = 0; index < JOBS; index += 1) {
    jobs.push({ id: await bench.job(userId), held: null, isBeingHeld: false, settled: false, unknown: new Map(), late: [] })
  }
  return { userId, jobs, budget: null, granted: null, spent: 0, spentThisMonth: 0, spentCredits: 0 }
}

async function change(bench: MoneyBench, model: Model, set: Setting): Promise<void> {
  if (set.do === 'grant') {
    const granted = await bench.accounts.grantCredits(await bench.accounts.owner(), model.userId, { usdMicros: set.amount, note: '' }, null)
    ok(granted.ok)
    model.granted = (model.granted ?? 0) + set.amount
  } else if (set.do === 'budget') {
    await bench.accounts.setBudget(model.userId, set.amount === null ? null : usdMicros(set.amount))
    model.budget = set.amount
  } else {
    const date = new Date(bench.time.now)
    bench.time.now = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
    model.spentThisMonth = 0
  }
}

/** Does one event and tells the model what came of it; alone, what comes of it must be what the model says. True where something changed. */
async function apply(bench: MoneyBench, model: Model, each: Event, alone: boolean): Promise<boolean> {
  const at = model.jobs[each.job]
  if (at === undefined) return false
  if (each.do === 'hold') return await holdFor(bench, model, at, each, alone)
  if (at.held === null) return false
  if (each.do === 'adopt') return (await resolveOne(bench, model, at, each.amount)) || (await chargeAgain(bench, model, at, each.amount))
  if (each.do === 'release') return await resolveOne(bench, model, at, null)
  const { cost, terms } = at.held
  if (each.do === 'lose') at.unknown.set(await bench.attempt(model.userId, at.id, cost), cost)
  const [charged, completed] = each.do === 'settle' ? [each.amount, each.completed] : [0, false]
  const settlement = await bench.settle(model.userId, at.id, charged, completed)
  if (alone) deepStrictEqual(settlement !== null, !at.settled, 'a job is settled once')
  if (settlement === null) return false
  ok(!at.settled, 'a job was settled twice')
  at.settled = true
  charge(model, charged, finalPrice(terms, { completed, costUsdMicros: usdMicros(charged) }))
  return true
}

type Holding = Extract<Event, { do: 'hold' }>

async function holdFor(bench: MoneyBench, model: Model, at: Job, { amount: cost, terms }: Holding, alone: boolean): Promise<boolean> {
  if (at.settled || at.isBeingHeld) return false
  const before = at.held
  const price = agreedPrice(terms, usdMicros(cost))
  const fits =
    (model.budget === null || cost === 0 || tiedUp(model) + cost <= model.budget) &&
    (model.granted === null || price === 0 || heldPrice(model) + price + model.spentCredits <= model.granted)
  at.isBeingHeld = true
  const held = await bench.hold(model.userId, at.id, cost, terms)
  at.isBeingHeld = false
  if (before !== null) return false
  if (alone) deepStrictEqual(held.ok, fits, 'a hold is admitted where budget and credits suffice')
  if (held.ok) at.held = { cost, price, terms }
  return held.ok
}

async function resolveOne(bench: MoneyBench, model: Model, at: Job, cost: number | null): Promise<boolean> {
  const [attempt] = at.unknown.keys()
  if (attempt === undefined || at.held === null) return false
  const resolved = await bench.resolve(model.userId, at.id, attempt, cost)
  if (!resolved) return false
  ok(at.unknown.delete(attempt), 'an attempt was resolved twice')
  if (cost === null) return true
  at.late.push(attempt)
  charge(model, cost, finalPrice(at.held.terms, { completed: true, costUsdMicros: usdMicros(cost) }))
  return true
}

async function chargeAgain(bench: MoneyBench, model: Model, at: Job, cost: number): Promise<false> {
  const [attempt] = at.late
  if (attempt !== undefined)
    deepStrictEqual(await bench.chargeLate(model.userId, at.id, attempt, cost), null, 'an attempt is charged late once')
  return false
}

function charge(model: Model, cost: number, price: number): void {
  model.spent += cost
  model.spentThisMonth += cost
  if (model.granted !== null) model.spentCredits += price
}

const openHolds = (model: Model) => model.jobs.flatMap(({ held, settled }) => (held === null || settled ? [] : [held]))
const exposure = (model: Model) => model.jobs.flatMap(({ unknown }) => [...unknown.values()]).reduce((sum, each) => sum + each, 0)
const heldCost = (model: Model) => openHolds(model).reduce((sum, { cost }) => sum + cost, 0)
const heldPrice = (model: Model) => openHolds(model).reduce((sum, { price }) => sum + price, 0)
const tiedUp = (model: Model) => model.spentThisMonth + heldCost(model) + exposure(model)

async function judge(bench: MoneyBench, model: Model): Promise<void> {
  const { alerts, ...budget } = await bench.accounts.budget(model.userId)
  const expected = { spentUsdMicros: model.spentThisMonth, heldUsdMicros: heldCost(model), exposureUsdMicros: exposure(model) }
  deepStrictEqual(budget, { monthlyUsdMicros: model.budget, ...expected }, 'the budget')
  const { budget: cap, spentThisMonth: spent } = model
  const reached = [50, 80, 100].filter((percent) => cap !== null && spent > 0 && spent * 100 >= cap * percent)
  deepStrictEqual(
    alerts?.map(({ percent }) => percent),
    reached,
    'the alerts',
  )
  const { creditsUsdMicros: balance } = await bench.accounts.me(model.userId)
  if (model.granted === null) deepStrictEqual(balance, null)
  else deepStrictEqual((balance ?? 0) + heldPrice(model) + model.spentCredits, model.granted, 'balance + held + spent = granted')
  await judgeEntries(bench, model)
}

async function judgeEntries(bench: MoneyBench, model: Model): Promise<void> {
  const entries = await bench.db.selectFrom('ledger').selectAll().where('user_id', '=', model.userId).execute()
  const sum = (...kinds: readonly string[]) =>
    entries.filter(({ kind }) => kinds.includes(kind)).reduce((total, { usd_micros }) => total + usd_micros, 0)
  deepStrictEqual(sum('settle', 'late_charge'), model.spent, 'the sum is what was charged')
  deepStrictEqual(sum('credit'), model.granted ?? 0, 'the credits are what was given')
  for (const { id, held, settled } of model.jobs) {
    const of = (key: string) => entries.filter(({ entry_key }) => entry_key === `${key}:${id}`).length
    deepStrictEqual([of('hold'), of('settle')], [held === null ? 0 : 1, settled ? 1 : 0], 'a hold and a settlement each once')
    ok(of('release') <= of('settle'), 'nothing is released twice')
  }
}
