import { describe, expect, it } from 'vitest'
import type { Started } from '../../../server/providers/port.ts'
import type { FaultKind } from '../../simulators/faults.ts'
import { type Bench, SAID } from './bench.ts'
import type { StartUnderTest } from './under-test.ts'

const RETRY = { 'retry-after': '7' } as const
const BODIES = [{}, [], null, 'text', { id: null }, { id: 7.5 }, { error: SAID }] as const

/** What becomes of the one call that costs money, whatever happens to it. */
export function describeStart(under: StartUnderTest, bench: () => Bench): void {
  describe('start', () => {
    it.each(under.generations.map((one) => [one.title, one] as const))('is understood: %s', async (_, one) => {
      const { job, started } = await bench().taken(one)
      expect(job.request).toMatchObject(Object(one.understood))
      if (started.kind === 'accepted') expect(started.providerJobId).toBe(job.id)
      expect(bench().callsOf('start')).toHaveLength(1)
    })

    it('is one call, and preparing none that costs', async () => {
      const one = under.generations.find(({ roles }) => roles.length > 0) ?? under.generations[0]
      const files = await bench().files(one.roles)
      const call = { signal: AbortSignal.timeout(5000) }
      await bench().adapter.prepare(one.generation, files, call)
      const prepared = await bench().adapter.prepare(one.generation, files, call)
      expect(prepared.ok).toBe(true)
      expect(bench().callsOf('start')).toHaveLength(0)
      expect(bench().callsOf('upload').length > 0).toBe(under.traits.uploads && one.roles.length > 0)
      await bench().taken(one)
      expect(bench().callsOf('start')).toHaveLength(1)
    })

    it('tells the most it may cost, where the provider does', async () => {
      const { started } = await bench().taken()
      if (started.kind === 'made') return expect(under.traits.tellsEstimate).toBe(false)
      const told = under.traits.tellsEstimate ? bench().simulator.jobs[0]?.usdMicros : null
      return expect(started).toMatchObject({ kind: 'accepted', usdMicros: told })
    })

    const { refusals } = under
    it.each([
      ['a wrong key', { status: 401, body: { error: SAID } }, { code: 'provider_rejected', action: 'add_key', retryable: false }],
      ['a key that may not', refusals.forbidden, { code: 'provider_rejected', retryable: false }],
      ['an unusable request', refusals.badRequest, { code: 'provider_rejected', params: { reason: 'request' }, retryable: false }],
      ...optional('no credit', refusals.noCredit, { code: 'provider_rejected', action: 'top_up', retryable: false }),
      ...optional('a policy', refusals.policy, { code: 'content_policy', params: { side: 'input' } }),
    ])('is refused for %s, and nothing is taken', async (_, what, problem) => {
      bench().script('start', what)
      expect(await bench().start()).toMatchObject({ kind: 'refused', problem })
      settled(bench(), 0)
    })

    it('is refused when the key is really wrong, where there are keys', async () => {
      const started = await bench().start(undefined, { adapter: bench().another({ key: 'wrong-key-000000' }) })
      if (under.key === '') return expect(started).toMatchObject({ kind: 'accepted' })
      expect(started).toMatchObject({ kind: 'refused', problem: { code: 'provider_rejected', action: 'add_key' } })
      return settled(bench(), 0)
    })

    it('waits when the provider is busy, as long as it wishes', async () => {
      bench().script('start', { ...refusals.rateLimited, headers: { ...refusals.rateLimited.headers, ...RETRY } })
      expect(await bench().start()).toMatchObject({ kind: 'not_sent', retryAfterMs: 7000, problem: { code: 'rate_limited' } })
      settled(bench(), 0)
    })

    it('waits when the provider is busy without a wish', async () => {
      bench().script('start', refusals.rateLimited)
      expect(await bench().start()).toMatchObject({ kind: 'not_sent', retryAfterMs: null })
      settled(bench(), 0)
    })

    it.each([
      ['500', { status: 500, body: { error: SAID } }],
      ['503', { status: 503 }],
      ['502 as a page', { status: 502, body: `<html>${SAID}</html>` }],
      ['504', { status: 504 }],
      ['520', { status: 520 }],
      ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
      ['a connection that breaks', 'drop_before'],
      ['a page of something in between', 'html'],
    ] satisfies [string, FaultKind][])('is unknown after %s, though nothing was taken', async (_, what) => {
      bench().script('start', what)
      unknown(await bench().start())
      settled(bench(), 0)
    })

    it.each([
      ['a connection that breaks', 'drop_after'],
      ['an empty answer', 'empty'],
      ['half of an answer', 'truncate'],
      ['an answer that is no JSON', 'garbage'],
    ] satisfies [string, FaultKind][])('is unknown after it was taken and %s', async (_, what) => {
      bench().script('start', what)
      unknown(await bench().start())
      settled(bench(), 1)
    })

    it.each([500, 502, 504])('is unknown after it was taken and answered with %s', async (status) => {
      bench().script('start', { status, body: { error: SAID } }, { taken: true })
      unknown(await bench().start())
      settled(bench(), 1)
    })

    it('is unknown when the answer stays away', async () => {
      bench().script('start', 'stall')
      unknown(await bench().start(undefined, { signal: AbortSignal.timeout(1000) }))
      settled(bench(), 1)
    })

    it.each(BODIES.map((body) => [JSON.stringify(body), body] as const))('is unknown after a good status with %s', async (_, body) => {
      bench().script('start', { status: 200, body: typeof body === 'string' ? JSON.stringify(body) : body })
      unknown(await bench().start())
      settled(bench(), 0)
    })

    it('has certainly not left when it was given up before', async () => {
      expect(await bench().start(undefined, { signal: AbortSignal.abort() })).toMatchObject({ kind: 'not_sent' })
      settled(bench(), 0, 0)
    })

    it.each(['http://127.0.0.1:9', 'http://nowhere.invalid'])('has certainly not left when nobody is at %s', async (baseUrl) => {
      const started = await bench().start(undefined, { adapter: bench().another({ baseUrl }) })
      expect(started).toMatchObject({ kind: 'not_sent', problem: { code: 'provider_unavailable' }, retryAfterMs: null })
      settled(bench(), 0, 0)
    })

    it('tells the log what the provider said, and nobody else', async () => {
      bench().script('start', { status: 500, body: { error: { message: SAID }, message: SAID, detail: SAID } })
      await bench().start()
      expect(bench().notes.join()).toContain(SAID)
      expect(JSON.stringify(bench().problems)).not.toContain(SAID)
    })
  })
}

function optional(title: string, what: FaultKind | null, problem: object): [string, FaultKind, object][] {
  return what === null ? [] : [[title, what, problem]]
}

function unknown(started: Started): void {
  expect(started).toMatchObject({ kind: 'unknown', problem: { code: 'outcome_unknown' } })
}

/** That many calls that cost, one unless said, and that many jobs. */
function settled(bench: Bench, jobs: number, calls = 1): void {
  expect(bench.callsOf('start')).toHaveLength(calls)
  expect(bench.simulator.jobs).toHaveLength(jobs)
}
