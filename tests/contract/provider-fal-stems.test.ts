import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { asset, job } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { createFal } from '../../server/providers/fal/index.ts'
import type { StemsGeneration } from '../../server/providers/port.ts'
import { startBackend } from '../harness/backend.ts'
import { makeWorkDirectory } from '../harness/media.ts'
import { hear, levelOf, writeSound } from '../harness/sound.ts'
import { FAL_KEY, falStem, falWebhook, startFal } from '../simulators/fal.ts'
import { describeProvider } from './providers.contract.ts'
import { useBench } from './providers/bench.ts'
import type { ProviderUnderTest } from './providers/under-test.ts'

const generation: StemsGeneration = { kind: 'stems', model: 'demucs', seconds: 10, options: {} }
const under: ProviderUnderTest = {
  name: 'fal, stems',
  id: 'fal.ai',
  startSimulator: startFal,
  createAdapter: createFal,
  key: FAL_KEY,
  generations: [
    {
      title: 'a recording',
      generation,
      roles: ['audio'],
      understood: {
        endpoint: 'fal-ai/demucs',
        input: {
          audio_url: expect.stringMatching(/^https:\/\/v3\.fal\.media\//),
          model: 'htdemucs',
          stems: ['vocals', 'drums', 'bass', 'other'],
          output_format: 'mp3',
        },
        faults: [],
      },
    },
  ],
  traits: {
    uploads: true,
    progress: false,
    cancel: 'requested',
    idempotency: 'none',
    tellsCost: false,
    tellsEstimate: false,
    failure: 'nothing',
    moderation: { input: true, output: true },
    cancelledThere: true,
    results: 'links',
    missingResult: 'observe',
  },
  refusals: {
    forbidden: { status: 403, body: { detail: 'Forbidden' } },
    noCredit: { status: 402, body: { detail: 'Payment required' } },
    badRequest: { status: 422, body: { detail: [{ loc: ['body', 'model'], msg: 'no such model', type: 'literal_error' }] } },
    policy: { status: 422, body: { detail: [{ loc: ['body', 'audio_url'], msg: 'flagged', type: 'content_policy_violation' }] } },
    rateLimited: { status: 429, body: { detail: 'Too many requests' } },
  },
  // It is sent as 0, which fal assumes.
  harmless: /^query logs$/,
  webhook: { toleranceMs: 300_000, messageOf: falWebhook },
}
describeProvider(under)

describe('the stems of a recording at fal', () => {
  const bench = useBench(under)

  it('are a voice and what accompanies it, each with an address of its own', async () => {
    const { operation } = await bench().accepted()
    const parts = bench().adapter.partsOf?.(await bench().finished(operation)) ?? []
    expect(parts.map(({ name }) => name)).toEqual(['voice', 'accompaniment', 'accompaniment', 'accompaniment'])
    for (const [index, name] of ['drums', 'bass', 'other'].entries()) {
      const saved = await bench().adapter.download(parts[index + 1]?.operation ?? null, bench().target, {
        signal: AbortSignal.timeout(5000),
      })
      expect(saved.ok).toBe(true)
      expect((await readFile(bench().target)).equals(await falStem(name))).toBe(true)
    }
    expect(bench().adapter.partsOf?.(operation)).toEqual([])
  })

  it('become two sounds of a job, at the price by the second', { timeout: 120_000 }, async () => {
    const fal = await startFal({ behaviour: { scale: 0.125 } })
    const quick = { pollMs: [20, 100], retryMs: [10, 60], confirmMs: 2000, lookUpMs: 1500, slotMs: 250 } as const
    const backend = await startBackend({ FAL_KEY, FAL_BASE_URL: fal.base }, { remoteTimes: quick })
    await using work = await makeWorkDirectory()
    const song = await readFile(await writeSound(work.file('song.wav'), 'sine=frequency=440:duration=10'))
    const added = await backend.ask('/api/assets', { body: new Uint8Array(song), headers: { 'Content-Type': 'audio/wav' } })
    const { id } = asset.parse(await added.json())
    const asked = await backend.ask('/api/jobs', { json: { kind: 'stems', assetId: id } })
    let done = job.parse(await asked.json())
    while (!isTerminal(done.status)) {
      await wait(50)
      done = job.parse(await (await backend.ask(`/api/jobs/${done.id}`)).json())
    }
    expect(done).toMatchObject({ provider: 'fal', model: 'demucs', error: null, cost: { settledUsdMicros: 7000 } })
    const stems = done.kind === 'stems' ? (done.result?.stems ?? []) : []
    expect(stems.map(({ name, audio }) => [name, audio.type, audio.mime])).toEqual([
      ['voice', 'audio', 'audio/mp4'],
      ['accompaniment', 'audio', 'audio/mp4'],
    ])
    await writeFile(work.file('rest.m4a'), Buffer.from(await (await backend.ask(stems[1]?.audio.url ?? '')).arrayBuffer()))
    for (const [hertz, isIn] of [
      [300, true],
      [600, true],
      [1200, true],
      [2400, false],
    ] as const) {
      const level = levelOf(await hear(work.file('rest.m4a'), `bandpass=f=${hertz}:width_type=h:w=40`), 0.5, 1.5)
      expect(level > -35).toBe(isIn)
    }
    await backend.stop()
    await fal.stop()
  })
})
