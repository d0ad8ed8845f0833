import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { FaultKind } from '../../simulators/faults.ts'
import type { Bench } from './bench.ts'
import type { AtOnceUnderTest } from './under-test.ts'

const call = () => ({ signal: AbortSignal.timeout(5000) })

/** A result that comes with the answer to the paid call: whole, or not at all, and never to be had again. */
export function describeAtOnceCases(under: AtOnceUnderTest, bench: () => Bench): void {
  const { traits } = under

  describe('a result that comes at once', () => {
    it.each(under.generations.map((one) => [one.title, one] as const))('is brought whole: %s', async (_, one) => {
      const { started, job } = await bench().taken(one)
      if (started.kind !== 'made') throw new Error(`not made: ${started.kind}`)
      const { files } = started.made
      const expected = await under.filesOf(job)
      expect(files.map(({ name }) => name).toSorted()).toEqual(Object.keys(expected).toSorted())
      for (const { name, path, mime } of files) {
        expect((await readFile(path)).equals(expected[name] ?? Buffer.alloc(0))).toBe(true)
        expect(mime).toMatch(/^(?:image|audio)\/[\w-]+$/)
      }
      expect(started.usdMicros).toBe(traits.tellsCost ? job.usdMicros : null)
      expect(bench().callsOf('start')).toHaveLength(1)
    })

    it('says what was made besides', async () => {
      const { started } = await bench().taken()
      expect(started).toMatchObject({ kind: 'made', made: under.besides ?? { words: null, text: null, language: null } })
    })

    it('is not taken for one where nothing came', async () => {
      bench().simulator.set({ outcome: 'no_url' })
      const started = await bench().start()
      expect(['failed', 'unknown']).toContain(started.kind)
      expect(await bench().madeFiles()).toEqual([])
    })

    it('may be withheld by policy', async () => {
      bench().simulator.set({ outcome: 'moderate_output', chargeOnFailure: true })
      const started = await bench().start()
      if (!traits.moderation.output) return expect(['failed', 'refused', 'unknown']).toContain(started.kind)
      expect(started).toMatchObject({
        kind: 'failed',
        problem: { code: 'content_policy', params: { side: 'output' } },
        charged: traits.failure,
        usdMicros: traits.tellsCost ? bench().simulator.jobs[0]?.usdMicros : null,
      })
      return expect(await bench().madeFiles()).toEqual([])
    })

    it('may be refused by policy for what went in', async () => {
      bench().simulator.set({ outcome: 'moderate_input' })
      const started = await bench().start()
      if (!traits.moderation.input) return expect(['failed', 'refused', 'unknown']).toContain(started.kind)
      return expect(started).toMatchObject({ problem: { code: 'content_policy', params: { side: 'input' } } })
    })

    it.each([
      ['a connection that breaks', 'drop_after'],
      ['half of it', 'truncate'],
      ['no JSON', 'garbage'],
      ['an error', { status: 500 }],
    ] satisfies [string, FaultKind][])('leaves no file after %s', async (_, what) => {
      bench().script('start', what)
      expect(await bench().start()).not.toMatchObject({ kind: 'made' })
      expect(await bench().madeFiles()).toEqual([])
    })

    it.each([408, 500, 504])('may have been made, and paid for, where the answer is %s', async (status) => {
      bench().script('start', { status }, { taken: true })
      expect(await bench().start()).toMatchObject({ kind: 'unknown', problem: { code: 'outcome_unknown' } })
      expect(bench().simulator.jobs).toHaveLength(1)
    })

    it('is made anew by every call, as there are no keys', async () => {
      await bench().taken()
      await bench().taken()
      expect(bench().simulator.jobs).toHaveLength(2)
    })

    it('cannot be asked for, ended or fetched later', async () => {
      const { adapter } = bench()
      expect(await adapter.observe({}, call())).toMatchObject({ kind: 'lost', problem: { code: 'outcome_unknown' } })
      expect(await adapter.cancel({}, call())).toEqual({ kind: 'impossible' })
      expect(await adapter.download({}, bench().target, call())).toMatchObject({ ok: false, problem: { params: { reason: 'expired' } } })
      expect(Object.entries(adapter).filter(([name, value]) => /^(?:operationOf|lookup)$/.test(name) && value !== undefined)).toEqual([])
      expect(adapter.readWebhook).toBeUndefined()
      expect(bench().simulator.calls).toHaveLength(0)
    })

    it('shows the key to the provider alone, and only in a header', async () => {
      await bench().taken()
      const [start] = bench().callsOf('start')
      expect(start?.path).not.toContain(under.key)
      expect(Buffer.from(start?.body ?? []).toString('latin1')).not.toContain(under.key)
      expect(JSON.stringify(start?.headers)).toContain(under.key)
    })
  })
}
