import { setTimeout as wait } from 'node:timers/promises'
import { succeed } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { tooBusy, unavailable } from './answers.ts'
import { guardAdapter } from './health.ts'
import type { Adapter, Observed } from './port.ts'

const PAUSE_MS = 60
const running: Observed = { kind: 'running', status: 'RUNNING', waiting: false, progress: null }
const silent: Observed = { kind: 'trouble', problem: unavailable('Far'), retryAfterMs: null }
const busy: Observed = { kind: 'trouble', problem: tooBusy('Far'), retryAfterMs: 1000 }
const call = { signal: new AbortController().signal }

function guarded(answer: () => Observed) {
  let calls = 0
  const adapter: Adapter = {
    prepare: () => Promise.resolve(succeed(null)),
    start: () => Promise.resolve({ kind: 'unknown', problem: unavailable('Far') }),
    observe: () => {
      calls += 1
      return Promise.resolve(answer())
    },
    cancel: () => Promise.resolve({ kind: 'impossible' }),
    download: () => Promise.resolve(succeed({ bytes: 0, mime: null })),
    operationOf: (id) => id,
  }
  return { ...guardAdapter({ name: 'Far' }, adapter, PAUSE_MS), calls: () => calls }
}

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index += 1) await work()
}

describe('a provider', () => {
  it('is left alone after five calls without an answer, and tried again after a while', async () => {
    let now: Observed = silent
    const far = guarded(() => now)
    await times(4, () => far.adapter.observe(null, call))
    expect(far.status()).toBe('available')
    await far.adapter.observe(null, call)
    expect(far.status()).toBe('down')
    expect(await far.adapter.observe(null, call)).toMatchObject({ kind: 'trouble', retryAfterMs: PAUSE_MS })
    const options = {
      generation: GENERATION,
      prepared: null,
      files: [],
      key: 'key',
      webhookUrl: null,
      newFile: () => Promise.reject(new Error('no file is needed')),
    }
    expect(await far.adapter.start(options, call)).toMatchObject({ kind: 'not_sent', retryAfterMs: PAUSE_MS })
    expect(far.calls()).toBe(5)
    await wait(PAUSE_MS + 20)
    now = running
    expect(await far.adapter.observe(null, call)).toEqual(running)
    expect(far.status()).toBe('available')
  })

  it('that says "later", or answers now and then, is not down', async () => {
    const answers = [busy, silent, silent, silent, silent, running, silent, silent, silent, silent]
    const far = guarded(() => answers.shift() ?? busy)
    await times(20, () => far.adapter.observe(null, call))
    expect(far.status()).toBe('available')
    expect(far.calls()).toBe(20)
  })
})

const GENERATION = {
  kind: 'clip' as const,
  model: 'away',
  mode: 'text' as const,
  prompt: 'a mug',
  negativePrompt: null,
  seconds: 5,
  size: { name: '720p', tier: '720p', width: 1280, height: 720 },
  frameRate: null,
  audio: false,
  seed: null,
  options: {},
}
