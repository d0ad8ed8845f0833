import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { budget, job, problem, settings, usage, user, userList } from 'shared/wire'
import { type Backend, startBackend } from '../harness/backend.ts'

const CLIP = { kind: 'clip', prompt: 'a quiet title on a dark card', duration: 3, resolution: '720p', frameRate: 24 }
/** A clip is rendered on a machine that is busy with other tests. */
const PATIENCE_MS = 180_000
const NO_LIMITS = { jobsAtOnce: null, jobsPerDay: null, requestsPerMinute: null, videoSeconds: null }

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())
afterEach(async () => {
  await backend.accounts.updateSettings(await backend.accounts.owner(), {
    limits: NO_LIMITS,
    pricing: { markup: 1, fixed: [], failed: 'cost' },
  })
})

const put = (json: object) => backend.ask('/api/settings', { method: 'PUT', json })

async function member(credits?: number) {
  const made = await backend.ask('/api/users', { json: { name: 'Ada', ...(credits === undefined ? {} : { creditsUsdMicros: credits }) } })
  expect(made.status).toBe(201)
  const { id } = user.parse(await made.json())
  const opened = await backend.accounts.openPairing('Phone', id)
  const paired = opened.ok ? await backend.accounts.confirmPairing(opened.value.id, opened.value.code) : opened
  if (!paired.ok) throw new Error(paired.problem.detail)
  const { token } = paired.value
  return { id, ask: (where: string, options: object = {}) => backend.ask(where, { ...options, token }) }
}

describe('prepaid users', () => {
  it(
    'are refused with 402 that says what is missing, topped up by the owner, and charged the fixed price',
    { timeout: PATIENCE_MS },
    async () => {
      expect((await put({ pricing: { fixed: [{ kind: 'clip', upToSeconds: 10, usdMicros: 500_000 }] } })).status).toBe(200)
      const ada = await member(200_000)
      const refused = await ada.ask('/api/jobs', { json: CLIP })
      expect(refused.status).toBe(402)
      expect(problem.parse(await refused.json())).toMatchObject({
        code: 'insufficient_budget',
        params: { of: 'credits', missingUsdMicros: 300_000, priceUsdMicros: 500_000 },
        action: 'top_up',
      })
      const give = { json: { usdMicros: 400_000, note: 'Welcome' }, headers: { 'Idempotency-Key': 'welcome' } }
      for (let times = 0; times < 2; times += 1) {
        const given = await backend.ask(`/api/users/${ada.id}/credits`, give)
        expect(user.parse(await given.json())).toMatchObject({ id: ada.id, creditsUsdMicros: 600_000 })
      }
      const made = job.parse(await (await ada.ask('/api/jobs', { json: CLIP })).json())
      const ended = await backend.jobs.waitFor(ada.id, made.id, PATIENCE_MS, new AbortController().signal)
      expect(ended).toMatchObject({ status: 'completed' })
      expect(user.parse(await (await ada.ask('/api/users/me')).json())).toMatchObject({ role: 'member', creditsUsdMicros: 100_000 })
      const spent = usage.parse(await (await ada.ask('/api/usage')).json())
      expect(spent).toMatchObject({ jobs: { made: 1, completed: 1 }, successRate: 1, costUsdMicros: 0, priceUsdMicros: 500_000 })
      expect(spent.stages.map(({ stage }) => stage)).toContain('generating')
      expect(budget.parse(await (await ada.ask('/api/budget')).json())).toMatchObject({ spentUsdMicros: 0, alerts: [] })
      const sheet = await ada.ask('/api/usage.csv')
      expect(sheet.headers.get('content-type')).toBe('text/csv; charset=utf-8')
      const lines = (await sheet.text()).trimEnd().split('\r\n')
      expect(lines.map((line) => line.split(',')[2])).toEqual(['kind', 'credit', 'credit', 'hold', 'settle'])
      expect(lines.at(-1)).toMatch(/,local,motion-1,0\.000000,0\.500000,$/)
    },
  )

  it('see and change nothing that is the owner’s', async () => {
    const ada = await member()
    const forbidden = [
      ada.ask('/api/users'),
      ada.ask('/api/users', { json: { name: 'Bob' } }),
      ada.ask(`/api/users/${ada.id}/credits`, { json: { usdMicros: 1 } }),
      ada.ask('/api/settings', { method: 'PUT', json: { retentionDays: 1 } }),
    ]
    for (const answer of await Promise.all(forbidden)) expect(answer.status).toBe(403)
    expect(settings.parse(await (await ada.ask('/api/settings')).json()).limits).toEqual(NO_LIMITS)
    const all = userList.parse(await (await backend.ask('/api/users')).json())
    expect(all.items.map(({ id }) => id)).toEqual(expect.arrayContaining([ada.id, await backend.accounts.owner()]))
    expect((await backend.ask('/api/users/usr_nobody/credits', { json: { usdMicros: 1 } })).status).toBe(404)
  })
})

describe('limits', () => {
  it('of requests a minute are those of each user, with the time to wait', async () => {
    const [ada, bob] = [await member(), await member()]
    await put({ limits: { requestsPerMinute: 20 } })
    const answers = await Promise.all(Array.from({ length: 30 }, () => ada.ask('/api/users/me')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
    const limited = answers.find(({ status }) => status === 429)
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(problem.parse(await limited?.json())).toMatchObject({
      code: 'rate_limited',
      params: { limit: 'requestsPerMinute', maximum: 20 },
    })
    expect((await bob.ask('/api/users/me')).status).toBe(200)
  })

  it('of length name the longest that is made here', async () => {
    await put({ limits: { videoSeconds: 4 } })
    const long = await backend.ask('/api/jobs', { json: { ...CLIP, duration: 5 } })
    expect(long.status).toBe(422)
    expect(problem.parse(await long.json())).toMatchObject({
      code: 'unsupported_option',
      issues: [{ path: 'duration', range: { maximum: 4 } }],
    })
    expect((await backend.ask('/api/jobs', { json: { ...CLIP, duration: 4 } })).status).toBe(202)
  })
})

describe('usage', () => {
  it('takes days and times, and refuses what is none', async () => {
    const span = async (query: string) => (await backend.ask(`/api/usage?${query}`)).status
    expect(await span('from=2026-11-01&to=2026-12-01T00:00:00Z')).toBe(200)
    for (const wrong of ['from=yesterday', 'from=2026-12-01&to=2026-11-01', 'until=2026-12-01']) expect(await span(wrong)).toBe(400)
    expect((await backend.ask('/api/usage.csv?from=2026-12-01&to=2026-11-01')).status).toBe(400)
  })
})
