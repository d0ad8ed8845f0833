import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuzz } from '../chaos/fuzz.ts'
import { type Backend, startBackend } from '../harness/backend.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const cases = Number(process.env['FUZZ_CASES'] ?? 50)

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())

describe('every endpoint', () => {
  it(
    `answers ${cases} requests from its schema without a 500; FUZZ_SEED=${seed}`,
    { timeout: 30_000 * Math.ceil(cases / 10) },
    async () => {
      const statuses = await fuzz(backend, { cases, seed })
      const total = [...statuses.values()].reduce((sum, count) => sum + count, 0)
      expect(total).toBeGreaterThanOrEqual(cases * 30)
      const reached = cases < 500 ? [200, 400, 404] : [200, 202, 400, 404, 422]
      for (const status of reached) expect(statuses.get(status) ?? 0, `${status} in ${JSON.stringify([...statuses])}`).toBeGreaterThan(0)
    },
  )
})
