import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Opaque } from '../../../server/providers/port.ts'
import type { FaultKind } from '../../simulators/faults.ts'
import { RESULT_FILES, type ResultFile, resultFile } from '../../simulators/media.ts'
import { elsewhere, type SimulatedJob } from '../../simulators/simulator.ts'
import type { Bench } from './bench.ts'
import type { ProviderUnderTest } from './under-test.ts'

const BROKEN = [
  ['500', { status: 500 }],
  ['503', { status: 503 }],
  ['429', { status: 429 }],
  ['a connection that breaks', 'drop_before'],
  ['a page of something in between', 'html'],
  ['an error object', { status: 200, body: { error: 'x' } }],
  ['an empty answer', 'empty'],
  ['half of the file', 'truncate'],
] satisfies [string, FaultKind][]
const DAY_MS = 86_400_000

/** How a result is brought here, whole or not at all, and how often it can be tried. */
export function describeDeliver(under: ProviderUnderTest, bench: () => Bench): void {
  const save = (operation: Opaque, signal = AbortSignal.timeout(5000)) => bench().adapter.download(operation, bench().target, { signal })

  describe('download', () => {
    it.each(RESULT_FILES)('brings every byte of what was made, whatever it is: %s', async (file) => {
      bench().simulator.set({ file })
      const { operation, job } = await bench().accepted()
      const saved = await save(await bench().finished(operation))
      const expected = await bytesOf(job, file)
      expect(saved).toMatchObject({ ok: true, value: { bytes: expected.length } })
      expect((await readFile(bench().target)).equals(expected)).toBe(true)
      expect(bench().callsOf('start')).toHaveLength(1)
    })

    it.each(BROKEN)('can be tried again after %s, and leaves nothing', async (_, what) => {
      const done = await bench().finished((await bench().accepted()).operation)
      bench().script('download', what)
      const failed = await save(done)
      expect(failed).toMatchObject({ ok: false, problem: { code: 'provider_failed', retryable: true } })
      expect(await bench().exists(bench().target)).toBe(false)
      expect(await save(done)).toMatchObject({ ok: true })
      expect(bench().callsOf('start')).toHaveLength(1)
    })

    it.each([403, 404, 410])('is over when the result is gone: %s', async (status) => {
      const done = await bench().finished((await bench().accepted()).operation)
      bench().script('download', { status })
      expect(await save(done)).toMatchObject({ ok: false, problem: { code: 'provider_failed', params: { reason: 'expired' } } })
      expect(await bench().exists(bench().target)).toBe(false)
    })

    it('knows a link that has run out, and gets a new one by observing where there are links', async () => {
      bench().simulator.set({ expiresMs: 60_000 })
      const { operation } = await bench().accepted()
      const done = await bench().finished(operation)
      bench().pass(DAY_MS)
      const late = await save(done)
      if (under.traits.results === 'own') return expect(late).toMatchObject({ ok: true })
      expect(late).toMatchObject({ ok: false, problem: { params: { reason: 'expired' } } })
      return expect(await save(await bench().finished(operation))).toMatchObject({ ok: true })
    })

    it('stops when the caller does, and leaves nothing', async () => {
      const done = await bench().finished((await bench().accepted()).operation)
      bench().script('download', 'stall')
      expect(await save(done, AbortSignal.timeout(200))).toMatchObject({ ok: false })
      expect(await bench().exists(bench().target)).toBe(false)
    })

    it('goes to no private address that nobody trusts', async () => {
      bench().simulator.set({ linksTo: 'elsewhere' })
      const done = await bench().finished((await bench().accepted()).operation)
      const refused = await save(done)
      if (under.traits.results === 'own') return expect(refused).toMatchObject({ ok: true })
      expect(refused).toMatchObject({ ok: false, problem: { code: 'provider_failed', params: { reason: 'private' }, retryable: false } })
      expect(bench().callsOf('download')).toHaveLength(0)
      const trusting = bench().another({ trustedOrigins: [elsewhere(bench().simulator.base)] })
      return expect(await trusting.download(done, bench().target, { signal: AbortSignal.timeout(5000) })).toMatchObject({ ok: true })
    })

    it('shows the key to nobody but the provider itself', async () => {
      bench().simulator.set({ linksTo: 'elsewhere' })
      const done = await bench().finished((await bench().accepted()).operation)
      const trusting = bench().another({ trustedOrigins: [elsewhere(bench().simulator.base)] })
      await trusting.download(done, bench().target, { signal: AbortSignal.timeout(5000) })
      const [call] = bench().callsOf('download')
      const shown = under.key !== '' && JSON.stringify(call?.headers).includes(under.key)
      expect(shown).toBe(under.key !== '' && under.traits.results === 'own')
    })
  })
}

/** What a simulator delivers of a job. */
export async function bytesOf({ result, behaviour }: SimulatedJob, file: ResultFile): Promise<Buffer> {
  const scaled = (length: number) => Math.max(2, Math.round((length * behaviour.scale) / 2) * 2)
  return (await resultFile(file, { ...result, width: scaled(result.width), height: scaled(result.height) })).bytes
}
