import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { asset, type Job, job as jobSchema } from 'shared/wire'
import { productPicture } from '../harness/pictures.ts'
import { type RunningServer, startServer } from '../harness/server.ts'
import { FAL_KEY, startFal } from '../simulators/fal.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { Simulator } from '../simulators/simulator.ts'

interface Run {
  readonly name: string
  /** Seconds from the request to the finished job. */
  readonly whole: number
  /** Seconds from the provider's end to the question that found it out. */
  readonly noticed: number
  /** Seconds from the provider's end to a clip that plays. */
  readonly playable: number
  readonly polls: number
  readonly naivePolls: number
}

const short = process.argv.includes('--short')
/** How long the simulated providers take over a clip. */
const WORK_MS = short ? 8000 : 60_000
const CLIPS = short ? 1 : 3
const PAID = 20
/** Naive clients ask every 2 s. */
const NAIVE_MS = 2000
/** What fails the bench, in seconds; the first two are the product's promises. */
const GATES = { whole: 120, playable: 8, local: 8 } as const

/** Writes to standard output, for people first and in the last line for programs. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const loadBefore = loadavg()[0] ?? 0
const runway = await startRunway({ behaviour: { runMs: WORK_MS } })
const fal = await startFal({ behaviour: { runMs: WORK_MS } })
const server = await startServer({
  env: { RUNWAYML_API_SECRET: RUNWAY_KEY, RUNWAYML_BASE_URL: runway.base, FAL_KEY, FAL_BASE_URL: fal.base },
})
const headers = { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' }
const image = await upload(server)
const clip = {
  kind: 'clip',
  prompt: 'the mug turns slowly on the table',
  image,
  duration: 5,
  aspectRatio: '9:16',
  resolution: '1080p',
  fallback: false,
}
// What is spawned and compiled once is not part of a clip.
await follow(await post({ kind: 'clip', provider: 'local', prompt: 'A title to begin with', duration: 3, resolution: '720p' }))

const runs: Run[] = []
for (let index = 0; index < CLIPS; index += 1) {
  runs.push(await measure('Runway', runway, { ...clip, provider: 'runway', model: 'gen4_turbo' }))
  runs.push(await measure('Pika', fal, { ...clip, provider: 'pika' }))
}
const localSeconds = await localBesidePaid()
await server.stop()
await Promise.all([runway.stop(), fal.stop()])
report()

async function measure(name: string, simulator: Simulator, request: object): Promise<Run> {
  const before = simulator.calls.length
  const begun = Date.now()
  const done = await follow(await post(request))
  if (done.status !== 'completed') throw new Error(`the clip ended ${done.status}: ${done.error?.detail}`)
  const ended = Date.now()
  const over = (simulator.jobs.at(-1)?.takenAt ?? 0) + WORK_MS
  const asked = simulator.calls.slice(before).filter(({ kind }) => kind === 'observe')
  const found = asked.find(({ at }) => at >= over)
  return {
    name,
    whole: (ended - begun) / 1000,
    noticed: ((found?.at ?? ended) - over) / 1000,
    playable: (ended - over) / 1000,
    polls: asked.length,
    naivePolls: Math.ceil(WORK_MS / NAIVE_MS),
  }
}

/** Seconds of a local clip while twenty paid ones wait. */
async function localBesidePaid(): Promise<number> {
  runway.set({ runMs: 3_600_000 })
  const paid = await Promise.all(Array.from({ length: PAID }, () => post({ ...clip, provider: 'runway', model: 'gen4_turbo' })))
  await wait(1000)
  const begun = performance.now()
  const done = await follow(await post({ kind: 'clip', provider: 'local', image, duration: 5, aspectRatio: '9:16', resolution: '720p' }))
  if (done.status !== 'completed') throw new Error(`the local clip ended ${done.status}`)
  const seconds = (performance.now() - begun) / 1000
  await Promise.all(paid.map(({ id }) => fetch(`${server.base}/api/jobs/${id}/cancel`, { method: 'POST', headers })))
  return seconds
}

async function post(request: object): Promise<Job> {
  const answer = await fetch(`${server.base}/api/jobs`, { method: 'POST', headers, body: JSON.stringify(request) })
  if (answer.status !== 202) throw new Error(await answer.text())
  return jobSchema.parse(await answer.json())
}

async function follow({ id }: Job): Promise<Job> {
  for (;;) {
    const now = jobSchema.parse(await (await fetch(`${server.base}/api/jobs/${id}`, { headers })).json())
    if (isTerminal(now.status)) return now
    await wait(50)
  }
}

async function upload({ base, token }: RunningServer): Promise<string> {
  const bytes = await productPicture({ width: 1200, height: 1600, seed: 5 })
  const jpeg = { Authorization: `Bearer ${token}`, 'Content-Type': 'image/jpeg' }
  const answer = await fetch(`${base}/api/assets`, { method: 'POST', headers: jpeg, body: new Uint8Array(bytes) })
  return asset.parse(await answer.json()).id
}

function report(): void {
  const line = (values: readonly (string | number)[]): void => {
    const [name = '', ...rest] = values
    say(String(name).padEnd(12) + rest.map((value) => (typeof value === 'number' ? value.toFixed(2) : value).padStart(16)).join(''))
  }
  say(`a provider that takes ${WORK_MS / 1000} s; 5 s 1080x1920p30; load ${loadBefore.toFixed(1)} before, seconds`)
  line(['', 'request to end', 'done to noticed', 'done to playable', 'questions', 'of a naive one'])
  for (const run of runs) line([run.name, run.whole, run.noticed, run.playable, String(run.polls), String(run.naivePolls)])
  say(`a local clip of 5 s 720p while ${PAID} paid ones wait: ${localSeconds.toFixed(2)} s`)
  const worst = (pick: (run: Run) => number): number => Math.max(...runs.map(pick))
  const figures = { whole: worst(({ whole }) => whole), playable: worst(({ playable }) => playable), local: localSeconds }
  const failed = Object.entries(GATES).filter(([name, most]) =>
    Object.entries(figures).some(([each, value]) => each === name && value > most),
  )
  say(`RESULT ${JSON.stringify({ figures, runs, failed: failed.map(([name]) => name) })}`)
  process.exitCode = failed.length === 0 ? 0 : 1
}
