import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { type ClipJob, clipJob } from 'shared/wire'
import { startServer } from '../harness/server.ts'
import { compareWithBare } from './api/compare-with-bare.ts'
import { CLIP } from './api/endpoints.ts'
import { followTogether } from './api/follow-together.ts'
import { headersOf, loadEndpoints } from './api/load-endpoints.ts'
import { multiplyJob } from './api/multiply-job.ts'
import { median } from './motion/cpu.ts'

const short = process.argv.includes('--short')
const JOBS = 10_000
const CLIENTS = 20
const FOLLOWERS = 1000
/** What fails the bench; an endpoint that was hardly asked has shown nothing. */
const GATES = { requests: 100, p99Ms: 200, timesBare: 4, clipSeconds: 5 } as const

/** Writes to standard output, for people first and in the last line for programs. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const loadBefore = loadavg()[0] ?? 0
const dataDir = await mkdtemp(path.join(tmpdir(), 'pagereel-bench-'))
const clip = await timeClip(short ? 3 : 5)
const ids = await multiplyJob(dataDir, clip.job.id, JOBS)
const server = await startServer({ dataDir })
const assetId = clip.job.result?.video.id ?? ''
const bare = await compareWithBare(server, ids, { clients: CLIENTS, rounds: short ? 3 : 5 })
const rows = await loadEndpoints(server, { ids, assetId, clients: CLIENTS, rounds: short ? 1 : 3 })
const followers = await followTogether(server, FOLLOWERS)
await server.stop()
await rm(dataDir, { recursive: true, force: true })
report()

/** From POST to completed, at the second and later clips of a process: the child is spawned and the kernel compiled. */
async function timeClip(runs: number): Promise<{ readonly job: ClipJob; readonly seconds: readonly number[] }> {
  const running = await startServer({ dataDir })
  const seconds: number[] = []
  const make = async (): Promise<ClipJob> => {
    const headers = { ...headersOf(running), Prefer: 'wait=60' }
    const begun = performance.now()
    const answer = await fetch(`${running.base}/api/jobs`, { method: 'POST', headers, body: JSON.stringify(CLIP) })
    const made = clipJob.parse(await answer.json())
    seconds.push((performance.now() - begun) / 1000)
    if (made.status !== 'completed') throw new Error(`the clip ended ${made.status}: ${made.error?.detail}`)
    return made
  }
  let last = await make()
  for (let run = 0; run < runs; run += 1) last = await make()
  await running.stop()
  return { job: last, seconds: seconds.slice(1) }
}

function report(): void {
  const line = (name: string, values: readonly unknown[]): void => {
    say(name.padEnd(44) + values.map((value) => String(value).padStart(10)).join(''))
  }
  line('endpoint', ['requests', 'p50 ms', 'p99 ms', 'failed'])
  for (const { endpoint, requests, p50Ms, p99Ms, failures } of rows) line(endpoint, [requests, p50Ms, p99Ms, failures])
  const { timesBare, timesBareOthers, perSecond, cpuMicros } = bare
  const clipSeconds = median(clip.seconds)
  const load = [loadBefore, loadavg()[0] ?? 0].map((each) => Number(each.toFixed(1)))
  const [cpuAgain, cpuOthers, cpuBare] = [cpuMicros.again, cpuMicros.others, cpuMicros.bare].map(Math.round)
  say(`\nGET of a job: ${perSecond.toFixed(0)}/s; a bare route answers ${timesBare.toFixed(2)} times as many (gate ${GATES.timesBare})`)
  say(`GET of another job each time: ${timesBareOthers.toFixed(2)} times`)
  say(`CPU of one read: ${cpuAgain} us (the same job), ${cpuOthers} us (another), ${cpuBare} us (bare)`)
  say(
    `5 s of 720p, warm, from POST to completed: ${clipSeconds.toFixed(2)} s, median of ${clip.seconds.length} (gate ${GATES.clipSeconds})`,
  )
  say(`${FOLLOWERS} followers, change to the last of them: p50 ${followers.p50Ms.toFixed(0)} ms, p99 ${followers.p99Ms.toFixed(0)} ms`)
  say(`Load of the machine before and after: ${load.join(', ')}`)
  const broken = [
    ...rows.flatMap(({ endpoint, requests, p99Ms, failures }) => [
      ...(requests < GATES.requests ? [`${endpoint}: only ${requests} requests`] : []),
      ...(p99Ms < GATES.p99Ms ? [] : [`${endpoint}: p99 ${p99Ms} ms`]),
      ...(failures === 0 ? [] : [`${endpoint}: ${failures} failed`]),
    ]),
    ...(timesBare <= GATES.timesBare ? [] : ['GET of a job against a bare route']),
    ...(clipSeconds < GATES.clipSeconds ? [] : ['a 5 s clip']),
  ]
  say(broken.length === 0 ? 'Every gate holds.' : `Broken: ${broken.join('; ')}`)
  const worstP99Ms = Math.max(...rows.map(({ p99Ms }) => p99Ms))
  const reads = { jobReadsPerSecond: perSecond, timesBare, timesBareOthers, cpuMicros }
  const figures = { worstP99Ms, ...reads, clipSeconds, followersP50Ms: followers.p50Ms, followersP99Ms: followers.p99Ms, load }
  say(`RESULT ${JSON.stringify({ bench: 'api', short, jobs: JOBS, clients: CLIENTS, followers: FOLLOWERS, ...figures, broken })}`)
  process.exitCode = broken.length === 0 ? 0 : 1
}
