import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import autocannon from 'autocannon'
import { type Job, job } from 'shared/wire'
import { type RunningServer, startServer } from '../harness/server.ts'
import { followTogether } from './api/follow-together.ts'
import { multiplyJob } from './api/multiply-job.ts'

const JOBS = 10_000
const CLIENTS = 20
const FOLLOWERS = 1000
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 2)
const GATES = { p99Ms: 200, timesBare: 4, clipSeconds: 5 } as const
const CLIP = { kind: 'clip', prompt: 'a quiet title on a dark card', duration: 5, resolution: '720p', frameRate: 30, aspectRatio: '16:9' }

interface Row {
  readonly endpoint: string
  readonly requests: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failures: number
}

/** Writes to standard output, for people first and in the last line for programs. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const dataDir = await mkdtemp(path.join(tmpdir(), 'pagereel-bench-'))
const clip = await timeClip()
const ids = await multiplyJob(dataDir, clip.job.id, JOBS)
const server = await startServer({ dataDir })
const rows = await loadEndpoints(server, ids)
const bare = await compareWithBare(server, ids[0] ?? '')
const followers = await followTogether(server, FOLLOWERS)
await server.stop()
await rm(dataDir, { recursive: true, force: true })
report()

/** From POST to completed, at the second and later clips of a process: the child is spawned and the kernel compiled. */
async function timeClip(): Promise<{ readonly job: Job; readonly seconds: readonly number[] }> {
  const running = await startServer({ dataDir })
  const seconds: number[] = []
  let last: Job | null = null
  for (let run = 0; run < 4; run += 1) {
    const begun = performance.now()
    last = job.parse(await (await post(running, '/api/jobs', CLIP, { Prefer: 'wait=60' })).json())
    if (last.status !== 'completed') throw new Error(`the clip ended ${last.status}: ${last.error?.detail}`)
    if (run > 0) seconds.push((performance.now() - begun) / 1000)
  }
  await running.stop()
  if (last === null) throw new Error('no clip was made')
  return { job: last, seconds }
}

function post(running: RunningServer, where: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${running.base}${where}`, { method: 'POST', headers: { ...headersOf(running), ...headers }, body: JSON.stringify(body) })
}

function headersOf(running: RunningServer): Record<string, string> {
  return { Authorization: `Bearer ${running.token}`, 'Content-Type': 'application/json' }
}

async function loadEndpoints(running: RunningServer, all: readonly string[]): Promise<readonly Row[]> {
  let turn = 0
  const next = (): string => all[(turn += 7919) % all.length] ?? ''
  const assetId = clip.job.result?.video.id ?? ''
  const read = (where: string | (() => string), amount?: number) => ({ method: 'GET', where, body: undefined, amount })
  const write = (method: string, where: string | (() => string), body: unknown, amount?: number) => ({ method, where, body, amount })
  const cases = [
    read('/healthz'),
    read('/readyz'),
    read('/openapi.json'),
    read('/api/users/me'),
    read('/api/tokens'),
    read('/api/jobs'),
    read('/api/jobs?status=completed&limit=50'),
    read('/api/jobs?q=quiet'),
    read('/api/jobs?q=nothing-has-this'),
    read(() => `/api/jobs/${next()}`),
    write('PATCH', () => `/api/jobs/${next()}`, { rating: 4, tags: ['shop'] }),
    write('DELETE', () => `/api/jobs/${next()}`, undefined, 500),
    write('POST', '/api/estimates', CLIP),
    read('/api/providers'),
    read('/api/operations'),
    read('/api/assets'),
    read(`/api/assets/${assetId}`),
    write('PATCH', `/api/assets/${assetId}`, { title: 'Spring' }),
    read('/api/budget'),
    write('PUT', '/api/budget', { monthlyUsdMicros: null }),
    read('/api/ledger'),
    read(() => `/api/ledger?jobId=${next()}`),
    read('/api/settings'),
    write('PUT', '/api/settings', { retentionDays: 30 }),
    read('/api/changes?after=0&limit=200'),
    read('/api/changes?after=5000&limit=50'),
    write('POST', '/api/jobs', CLIP, 200),
  ]
  const found: Row[] = []
  for (const { method, where, body, amount } of cases) {
    const answer = await autocannon({
      url: running.base,
      connections: CLIENTS,
      ...(amount === undefined ? { duration: SECONDS } : { amount }),
      headers: headersOf(running),
      requests: [
        {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          setupRequest: (request) => ({ ...request, path: typeof where === 'string' ? where : where() }),
        },
      ],
    })
    const label = typeof where === 'string' ? where : where().replaceAll(/job_\w+/g, '{id}')
    const { latency, requests, errors, timeouts, non2xx } = answer
    found.push({ endpoint: `${method} ${label.slice(0, 44)}`, requests: requests.total, p50Ms: latency.p50, p99Ms: latency.p99, failures: errors + timeouts + non2xx })
  }
  await cancelAll(running)
  return found
}

async function cancelAll(running: RunningServer): Promise<void> {
  for (const status of ['queued', 'processing']) {
    const list: unknown = await (await fetch(`${running.base}/api/jobs?limit=200&status=${status}`, { headers: headersOf(running) })).json()
    const items = typeof list === 'object' && list !== null && 'items' in list && Array.isArray(list.items) ? list.items : []
    for (const item of items.map((each) => job.parse(each))) await post(running, `/api/jobs/${item.id}/cancel`, undefined)
  }
}

/** Reads of a job against a bare route that answers the same bytes, in turns, so that both meet the same machine. */
async function compareWithBare(running: RunningServer, id: string): Promise<{ readonly ratios: readonly number[]; readonly perSecond: number }> {
  const answer = await fetch(`${running.base}/api/jobs/${id}`, { headers: headersOf(running) })
  const child = spawn(process.execPath, [new URL('api/bare-route.ts', import.meta.url).pathname, await answer.text()], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await firstLine(child)
  const rate = async (base: string) => {
    const { requests } = await autocannon({ url: `${base}/api/jobs/${id}`, connections: CLIENTS, duration: SECONDS, headers: headersOf(running) })
    return requests.mean
  }
  const pairs: { readonly bare: number; readonly ours: number }[] = []
  for (let round = 0; round < 6; round += 1) {
    pairs.push({ bare: await rate(`http://127.0.0.1:${port}`), ours: await rate(running.base) })
  }
  child.kill('SIGTERM')
  const measured = pairs.slice(1)
  return { ratios: measured.map(({ bare, ours }) => bare / ours), perSecond: median(measured.map(({ ours }) => ours)) }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (text: Buffer) => resolve(text.toString().trim()))
    child.once('exit', (code) => reject(new Error(`the bare route ended with code ${code}`)))
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}

function report(): void {
  say(`${'endpoint'.padEnd(52)}${'requests'.padStart(10)}${'p50 ms'.padStart(8)}${'p99 ms'.padStart(8)}${'failed'.padStart(8)}`)
  for (const { endpoint, requests, p50Ms, p99Ms, failures } of rows) {
    say(`${endpoint.padEnd(52)}${String(requests).padStart(10)}${String(p50Ms).padStart(8)}${String(p99Ms).padStart(8)}${String(failures).padStart(8)}`)
  }
  const [timesBare, clipSeconds, worst] = [median(bare.ratios), median(clip.seconds), Math.max(...rows.map(({ p99Ms }) => p99Ms))]
  say(`\nGET of a job: ${bare.perSecond.toFixed(0)}/s, ${timesBare.toFixed(2)} times a bare route (gate ${GATES.timesBare})`)
  say(`A 5 s 720p clip, warm: ${clipSeconds.toFixed(2)} s (gate ${GATES.clipSeconds})`)
  say(`${FOLLOWERS} followers, change to the last of them: p50 ${followers.p50Ms.toFixed(0)} ms, p99 ${followers.p99Ms.toFixed(0)} ms`)
  const broken = [
    ...rows.flatMap(({ endpoint, p99Ms, failures }) => (p99Ms >= GATES.p99Ms || failures > 0 ? [endpoint] : [])),
    ...(timesBare > GATES.timesBare ? ['GET of a job against a bare route'] : []),
    ...(clipSeconds >= GATES.clipSeconds ? ['a 5 s clip'] : []),
  ]
  say(broken.length === 0 ? 'Every gate holds.' : `Broken: ${broken.join('; ')}`)
  const figures = { worstP99Ms: worst, timesBare, jobReadsPerSecond: bare.perSecond, clipSeconds, followersP50Ms: followers.p50Ms, followersP99Ms: followers.p99Ms }
  say(`RESULT ${JSON.stringify({ bench: 'api', jobs: JOBS, clients: CLIENTS, followers: FOLLOWERS, ...figures, broken })}`)
  process.exitCode = broken.length === 0 ? 0 : 1
}
