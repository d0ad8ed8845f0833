import { describe, expect, it } from 'vitest'
import type { FaultKind } from '../../simulators/faults.ts'
import { type Bench, SAID } from './bench.ts'
import type { ProviderUnderTest } from './under-test.ts'

const TROUBLES = [
  ['500', { status: 500, body: { error: SAID } }],
  ['502 as a page', { status: 502, body: `<html>${SAID}</html>` }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
  ['401', { status: 401, body: { error: SAID } }],
  ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
  ['a connection that breaks', 'drop_before'],
  ['a page of something in between', 'html'],
  ['an empty answer', 'empty'],
  ['half of an answer', 'truncate'],
  ['an answer that is no JSON', 'garbage'],
  ['a list', { status: 200, body: [] }],
  ['an object that says nothing', { status: 200, body: {} }],
] satisfies [string, FaultKind][]

/** What is known of an operation that runs or has ended, and what is not. */
export function describeObserve(under: ProviderUnderTest, bench: () => Bench): void {
  const { traits } = under

  describe('observe', () => {
    it('follows a job from waiting to its end, with its progress where that is told', async () => {
      bench().simulator.set({ queueMs: 10_000, runMs: 60_000 })
      const { operation, job } = await bench().accepted()
      expect(await bench().observe(operation)).toMatchObject({ kind: 'running', waiting: true })
      bench().pass(40_000)
      const running = await bench().observe(operation)
      expect(running).toMatchObject({ kind: 'running', progress: traits.progress ? expect.closeTo(0.5, 1) : null })
      bench().pass(60_000)
      const usdMicros = traits.tellsCost ? job.usdMicros : null
      expect(await bench().observe(operation)).toMatchObject({ kind: 'succeeded', usdMicros })
      expect(bench().callsOf('start')).toHaveLength(1)
    })

    it('goes on in another process, and from the id alone', async () => {
      const { operation, providerJobId } = await bench().accepted()
      const call = { signal: AbortSignal.timeout(5000) }
      expect(await bench().another().observe(operation, call)).toMatchObject({ kind: 'succeeded' })
      const found = bench().another().operationOf?.(providerJobId, under.generations[0].generation) ?? null
      expect(await bench().another().observe(found, call)).toMatchObject({ kind: 'succeeded' })
    })

    it.each(TROUBLES)('asks again after %s', async (_, what) => {
      const { operation } = await bench().accepted()
      bench().script('observe', what)
      expect(await bench().observe(operation)).toMatchObject({ kind: 'trouble' })
      expect(await bench().observe(operation)).toMatchObject({ kind: 'succeeded' })
    })

    it('asks once each time, however often it goes wrong', async () => {
      const { operation } = await bench().accepted()
      const before = bench().callsOf('observe').length
      bench().script('observe', { status: 500 }, { times: 5 })
      for (let times = 1; times <= 5; times += 1) {
        expect(await bench().observe(operation)).toMatchObject({ kind: 'trouble' })
        expect(bench().callsOf('observe')).toHaveLength(before + times)
      }
      expect(await bench().observe(operation)).toMatchObject({ kind: 'succeeded' })
    })

    it('asks again when the answer stays away', async () => {
      const { operation } = await bench().accepted()
      bench().script('observe', 'stall')
      expect(await bench().observe(operation, AbortSignal.timeout(200))).toMatchObject({ kind: 'trouble' })
    })

    it.each([
      ['seconds', { 'retry-after': '11' }, 11_000],
      ['milliseconds', { 'retry-after-ms': '250' }, 250],
      ['a day, of which an hour counts', { 'retry-after': '86400' }, 3_600_000],
      ['nonsense', { 'retry-after': 'later' }, null],
    ] as const)('keeps to what a busy provider wishes: %s', async (_, headers, retryAfterMs) => {
      const { operation } = await bench().accepted()
      bench().script('observe', { ...under.refusals.rateLimited, headers })
      expect(await bench().observe(operation)).toMatchObject({ kind: 'trouble', retryAfterMs, problem: { code: 'rate_limited' } })
    })

    it('takes a word it does not know for running', async () => {
      bench().simulator.set({ outcome: 'strange_status' })
      const { operation } = await bench().accepted()
      expect(await bench().observe(operation)).toMatchObject({ kind: 'running' })
    })

    it('says nothing of a job that never ends but that it runs', async () => {
      bench().simulator.set({ outcome: 'never', runMs: 1000 })
      const { operation } = await bench().accepted()
      bench().pass(86_400_000)
      expect(await bench().observe(operation)).toMatchObject({ kind: 'running' })
    })

    it.each([false, true])('tells a failure after acceptance, charged there: %s', async (chargeOnFailure) => {
      bench().simulator.set({ outcome: 'fail', chargeOnFailure })
      const { operation, job } = await bench().accepted()
      const usdMicros = traits.tellsCost ? (chargeOnFailure ? job.usdMicros : 0) : null
      const seen = await bench().observe(operation)
      expect(seen).toMatchObject({ kind: 'failed', problem: { code: 'provider_failed' }, usdMicros })
      if (!traits.tellsCost) expect(seen).toMatchObject({ charged: traits.failure })
    })

    it.each(['input', 'output'] as const)('tells a refusal by policy after acceptance: %s', async (side) => {
      bench().simulator.set({ outcome: side === 'input' ? 'moderate_input' : 'moderate_output' })
      const { operation } = await bench().accepted()
      const problem = traits.moderation[side] ? { code: 'content_policy', params: { side } } : {}
      expect(await bench().observe(operation)).toMatchObject({ kind: 'failed', problem })
    })

    it('knows a job that was ended at the provider', async () => {
      bench().simulator.set({ outcome: 'cancelled' })
      const { operation } = await bench().accepted()
      const seen = await bench().observe(operation)
      expect(traits.cancelledThere ? ['cancelled'] : ['lost', 'failed']).toContain(seen.kind)
    })

    it('does not take a result that is missing for one', async () => {
      bench().simulator.set({ outcome: 'no_url' })
      const { operation } = await bench().accepted()
      const seen = await bench().observe(operation)
      expect(seen.kind).toBe(traits.missingResult === 'observe' ? 'failed' : 'succeeded')
      if (seen.kind !== 'succeeded') return
      const saved = await bench().adapter.download(seen.operation, bench().target, { signal: AbortSignal.timeout(5000) })
      expect(saved).toMatchObject({ ok: false, problem: { code: 'provider_failed' } })
    })

    it('does not find a young job at first, and says so', async () => {
      bench().simulator.set({ listsLateMs: 3000 })
      const { operation } = await bench().accepted()
      expect(await bench().observe(operation)).toMatchObject({ kind: 'lost' })
      bench().pass(3000)
      expect(await bench().observe(operation)).toMatchObject({ kind: 'succeeded' })
    })

    it('does not find what the provider never had', async () => {
      const operation = bench().adapter.operationOf?.('never-there', under.generations[0].generation) ?? null
      expect(await bench().observe(operation)).toMatchObject({ kind: 'lost', problem: { code: 'outcome_unknown' } })
    })

    it('is in trouble when nobody is there', async () => {
      const { operation } = await bench().accepted()
      const nobody = bench().another({ baseUrl: 'http://127.0.0.1:9' })
      const seen = await nobody.observe(operation, { signal: AbortSignal.timeout(5000) })
      expect(seen).toMatchObject({ kind: 'trouble', problem: { code: 'provider_unavailable' } })
    })
  })
}
