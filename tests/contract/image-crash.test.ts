import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { job as jobSchema } from 'shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../harness/server.ts'
import { GEMINI_KEY, startGeminiImages } from '../simulators/gemini-images.ts'
import type { Simulator } from '../simulators/simulator.ts'

const UNKNOWN = 'failed outcome_unknown'

let simulator: Simulator
let dataDir: string
let server: RunningServer | null = null
beforeEach(async () => {
  simulator = await startGeminiImages({ behaviour: { scale: 0.25 } })
  dataDir = await mkdtemp(join(tmpdir(), 'pagereel-image-crash-'))
})
afterEach(async () => {
  await server?.stop()
  await simulator.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const start = (env: Readonly<Record<string, string>> = {}): Promise<RunningServer> =>
  startServer({ dataDir, env: { GEMINI_API_KEY: GEMINI_KEY, GOOGLE_GEMINI_BASE_URL: simulator.base, ...env } })
const headersOf = ({ token }: RunningServer) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': 'kettle',
})
const asked = JSON.stringify({
  kind: 'image',
  prompt: 'a brass kettle on a stove',
  provider: 'gemini',
  resolution: '720p',
  fallback: false,
})
const ask = (to: RunningServer) => fetch(`${to.base}/api/jobs`, { method: 'POST', headers: headersOf(to), body: asked })

describe('a server that dies over a picture which comes with the answer', () => {
  it.each([
    // Marked as leaving, so nobody can know that it had not left.
    ['before_post', UNKNOWN, 0],
    // The picture is here, and nothing says so.
    ['after_original', UNKNOWN, 1],
    ['after_succeeded', 'completed', 1],
  ] as const)(
    'at %s ends as %s, asked %i times',
    async (point, end, times) => {
      const doomed = await start({ PAGEREEL_CRASH_AT: point })
      await ask(doomed).catch(() => null)
      expect(await doomed.ended).toMatchObject({ signal: 'SIGKILL' })
      server = await start()
      // The same key, so the same job, whether or not it was acknowledged.
      let job = jobSchema.parse(await (await ask(server)).json())
      while (!isTerminal(job.status)) {
        await wait(50)
        job = jobSchema.parse(await (await fetch(`${server.base}/api/jobs/${job.id}`, { headers: headersOf(server) })).json())
      }
      expect([job.status, job.error?.code].filter((word) => word !== undefined).join(' ')).toBe(end)
      expect(simulator.jobs).toHaveLength(times)
      if (end === 'completed') expect(job.cost.settledUsdMicros).toBe(simulator.jobs[0]?.usdMicros)
    },
    60_000,
  )
})
