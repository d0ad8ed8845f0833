import { describe, expect, it } from 'vitest'
import type { FaultKind } from '../../simulators/faults.ts'
import { type Bench, KEY_OF_OURS, kept } from './bench.ts'
import type { ProviderUnderTest } from './under-test.ts'

const call = () => ({ signal: AbortSignal.timeout(5000) })
const SILENCES = [
  ['500', { status: 500 }],
  ['a connection that breaks', 'drop_before'],
  ['a page of something in between', 'html'],
] satisfies [string, FaultKind][]

/** Bringing files there, ending a job, finding one by our key, and being told. What a provider cannot do is answered so. */
export function describeControl(under: ProviderUnderTest, bench: () => Bench): void {
  describe('upload', () => {
    const withFiles = under.generations.find(({ roles }) => roles.length > 0)
    const uploads = under.traits.uploads && withFiles !== undefined
    it.each([
      ...SILENCES,
      ['401', { status: 401 }],
      ['413', { status: 413 }],
      ['429', { status: 429 }],
      ['an empty answer', 'empty'],
      ['no JSON', 'garbage'],
    ] satisfies [string, FaultKind][])('that fails is a problem before anything costs: %s', async (_, what) => {
      const one = withFiles ?? under.generations[0]
      bench().script('upload', what)
      const prepared = await bench().adapter.prepare(one.generation, await bench().files(one.roles), call())
      expect(prepared.ok).toBe(!uploads)
      expect(bench().callsOf('upload').length > 0).toBe(uploads)
      expect(bench().callsOf('start')).toHaveLength(0)
    })
  })

  describe('cancel', () => {
    it('ends a job that runs, as far as the provider can', async () => {
      bench().simulator.set({ queueMs: 1000, runMs: 60_000 })
      const { operation, job } = await bench().accepted()
      bench().pass(2000)
      const cancelled = await bench().adapter.cancel(operation, call())
      expect(cancelled.kind).toBe(under.traits.cancel === 'confirmed' ? 'cancelled' : under.traits.cancel)
      expect(bench().callsOf('cancel')).toHaveLength(under.traits.cancel === 'impossible' ? 0 : 1)
      if (under.traits.cancel === 'confirmed') expect(job.cancelledAt).toBe(bench().now())
    })

    it.each(SILENCES)('is in trouble after %s', async (_, what) => {
      bench().simulator.set({ runMs: 60_000 })
      const { operation } = await bench().accepted()
      bench().script('cancel', what)
      const cancelled = await bench().adapter.cancel(operation, call())
      expect(cancelled.kind).toBe(under.traits.cancel === 'impossible' ? 'impossible' : 'trouble')
    })

    it('keeps to what a busy provider wishes', async () => {
      bench().simulator.set({ runMs: 60_000 })
      const { operation } = await bench().accepted()
      bench().script('cancel', { ...under.refusals.rateLimited, headers: { 'retry-after': '3' } })
      const cancelled = await bench().adapter.cancel(operation, call())
      const expected = under.traits.cancel === 'impossible' ? { kind: 'impossible' } : { kind: 'trouble', retryAfterMs: 3000 }
      expect(cancelled).toMatchObject(expected)
    })
  })

  describe('a key of ours', () => {
    const { generation } = under.generations[0]

    it('makes the same start twice one job where the provider keeps keys or can look, and is no help elsewhere', async () => {
      const first = await bench().start()
      const second = await bench().start()
      if (under.traits.idempotency !== 'none') {
        expect(second).toMatchObject({ kind: 'accepted', providerJobId: first.kind === 'accepted' ? first.providerJobId : '' })
      }
      expect(bench().simulator.jobs).toHaveLength(under.traits.idempotency === 'none' ? 2 : 1)
    })

    it('finds a job whose answer was lost, where the provider can look', async () => {
      bench().script('start', 'drop_after')
      expect(await bench().start()).toMatchObject({ kind: 'unknown' })
      const { lookup } = bench().adapter
      if (lookup === undefined) return expect(under.traits.idempotency).not.toBe('lookup')
      const found = await lookup(KEY_OF_OURS, generation, call())
      expect(found).toMatchObject({ kind: 'found', providerJobId: bench().simulator.jobs[0]?.id })
      if (found.kind !== 'found') return
      return expect(await bench().observe(kept(found.operation))).toMatchObject({ kind: 'succeeded' })
    })

    it('finds nothing of what never arrived, and a young job late', async () => {
      bench().script('start', 'drop_before')
      await bench().start()
      const { lookup } = bench().adapter
      if (lookup === undefined) return expect(under.traits.idempotency).not.toBe('lookup')
      expect(await lookup(KEY_OF_OURS, generation, call())).toEqual({ kind: 'absent' })
      bench().simulator.set({ listsLateMs: 4000 })
      await bench().accepted()
      expect(await lookup(KEY_OF_OURS, generation, call())).toEqual({ kind: 'absent' })
      bench().pass(4000)
      return expect(await lookup(KEY_OF_OURS, generation, call())).toMatchObject({ kind: 'found' })
    })

    it.each([...SILENCES, ['an object that says nothing', { status: 200, body: {} }], ['no JSON', 'garbage']] satisfies [
      string,
      FaultKind,
    ][])('is not called absent after %s', async (_, what) => {
      await bench().start()
      bench().script('lookup', what)
      const { lookup } = bench().adapter
      if (lookup === undefined) return expect(under.traits.idempotency).not.toBe('lookup')
      return expect(await lookup(KEY_OF_OURS, generation, call())).toMatchObject({ kind: 'trouble' })
    })
  })

  describe('a message of the provider', () => {
    it('is read when it is signed, is the same when it comes twice, and is refused when it was changed, is old or is not signed', async () => {
      const { adapter } = bench()
      const now = bench().now()
      const { job } = await bench().accepted()
      if (under.webhook === null) return expect(adapter.readWebhook).toBeUndefined()
      const read = adapter.readWebhook
      if (read === undefined) throw new Error('the adapter reads no messages')
      const message = { ...under.webhook.messageOf(job, now), now }
      const first = await read(message)
      expect(first).toMatchObject({ providerJobId: job.id })
      expect(await read(message)).toEqual(first)
      const changed = Buffer.from(Buffer.from(message.body).toString('utf8').replace(job.id, `${job.id}0`))
      expect(await read({ ...message, body: changed })).toBeNull()
      expect(await read({ ...message, headers: new Headers() })).toBeNull()
      expect(await read({ ...message, now: now + under.webhook.toleranceMs + 60_000 })).toBeNull()
      return expect(await read({ ...message, now: now - under.webhook.toleranceMs - 60_000 })).toBeNull()
    })
  })
}
