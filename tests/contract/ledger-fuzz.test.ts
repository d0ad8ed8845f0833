import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuzzLedger } from '../chaos/ledger.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** The databases that wait for a disk or a server get fewer. */
const runsOn = (name: string) => Number(process.env['FUZZ_CASES'] ?? (name === 'SQLite in memory' ? 300 : 60))

describe.each(DATABASES)('the ledger on $name', ({ name, open }) => {
  const runs = runsOn(name)
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.close())

  it(`adds up after each of ${runs} random interleavings; FUZZ_SEED=${seed}`, { timeout: 60_000 * Math.ceil(runs / 100) }, async () => {
    expect(await fuzzLedger(opened.database.db, { runs, seed })).toBeGreaterThan(runs)
  })
})
