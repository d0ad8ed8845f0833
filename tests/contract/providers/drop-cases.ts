import { stat } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Adapter, Opaque } from '../../../server/providers/port.ts'
import { type Part, startDroppingProxy } from '../../simulators/drop-fields.ts'
import { type Bench, kept } from './bench.ts'
import type { GenerationCase, StartUnderTest } from './under-test.ts'

/** What clients send of themselves; providers do without. */
const OF_THE_CLIENT = /^header (?:accept|accept-encoding|accept-language|user-agent|sec-fetch-\w+|x-stainless-.+)$/

/**
 * Whether the simulator would notice a forgetful adapter: one header, parameter or field after the other is lost on the way, and each
 * time the clip must come out otherwise, or not at all. Two requests are tried, as large ones have more than a hundred parts.
 */
export function describeDrops(under: StartUnderTest, bench: () => Bench): void {
  describe('a field or header that is lost', () => {
    it.each(under.generations.slice(0, 2).map((one) => [one.title, one] as const))('is noticed: %s', async (_, one) => {
      const { simulator } = bench()
      const proxy = await startDroppingProxy(simulator.base)
      const adapter = bench().another({ baseUrl: proxy.base, trustedOrigins: [simulator.base] })
      const run = async (part: Part | null, key: string): Promise<string> => {
        proxy.drop(part)
        return (await outcomeOf(bench(), adapter, one, key)).replaceAll(key, 'KEY')
      }
      const baseline = await run(null, 'att_baseline')
      const parts = proxy.parts()
      const unnoticed: string[] = []
      for (const [index, part] of parts.entries()) {
        const name = `${part.where} ${part.path.join('.')}`
        const harmless = OF_THE_CLIENT.test(name) || under.harmless?.test(name) === true
        if (!harmless && (await run(part, `att_${index}`)) === baseline) unnoticed.push(`call ${part.call}: ${name}`)
      }
      await proxy.stop()
      expect(parts.length).toBeGreaterThan(3)
      expect(unnoticed).toEqual([])
    })
  })
}

/** Everything that an adapter is told on the way from a request to a file, and what the provider understood. */
async function outcomeOf(bench: Bench, adapter: Adapter, one: GenerationCase, key: string): Promise<string> {
  const before = bench.simulator.jobs.length
  const told: unknown[] = []
  const call = () => ({ signal: AbortSignal.timeout(5000) })
  const files = await bench.files(one.roles)
  const prepared = await adapter.prepare(one.generation, files, call())
  told.push(prepared.ok)
  if (prepared.ok) {
    const newFile = (extension: string) => bench.newFile(extension)
    const options = { generation: one.generation, prepared: kept(prepared.value), files, key, webhookUrl: null, newFile }
    const started = await adapter.start(options, call())
    told.push(started.kind)
    if (started.kind === 'made') told.push(started.usdMicros, ...(await Promise.all(started.made.files.map(({ path }) => sizeOf(path)))))
    if (started.kind === 'accepted') told.push(...(await delivered(bench, adapter, kept(started.operation))))
    if (adapter.lookup !== undefined) told.push((await adapter.lookup(key, one.generation, call())).kind)
  }
  return JSON.stringify([told, bench.simulator.jobs.slice(before).map(({ request, result }) => ({ request, result }))])
}

async function delivered(bench: Bench, adapter: Adapter, operation: Opaque): Promise<readonly unknown[]> {
  const call = { signal: AbortSignal.timeout(5000) }
  const seen = await adapter.observe(operation, call)
  if (seen.kind !== 'succeeded') return [seen.kind]
  const saved = await adapter.download(kept(seen.operation), bench.target, call)
  return [seen.kind, saved.ok ? saved.value.bytes : saved.problem.code]
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size
}
