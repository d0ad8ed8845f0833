import { setTimeout as wait } from 'node:timers/promises'
import type { JobRequest } from 'shared/wire'
import { descendants, waitUntilGone } from '../harness/processes.ts'
import { type RunningServer, startServer } from '../harness/server.ts'
import { isOver, postJob, waitForJob } from './client.ts'
import { progressOf } from './books.ts'
import type { Checks } from './checks.ts'

export interface Run {
  readonly dataDir: string
  /** The job's Idempotency-Key. */
  readonly key: string
  readonly request: JobRequest
  readonly checks: Checks
}

export interface Kill {
  readonly point: string
  /** Milliseconds from the restart's readiness to the job's first new progress. */
  readonly firstProgressMs: number | null
  /** Milliseconds from the restart's readiness to the end of the job. */
  readonly completedMs: number | null
  /** Milliseconds until no process of the dead server was left. */
  readonly goneMs: number | null
}

const FIRST_PROGRESS_MS = 3000
const COMPLETED_MS = 60_000
const CRASH_MS = 60_000
const GONE_MS = 5000

/** Has one server kill itself at a point of a job, starts another on the same data, and follows the job to its end. */
export async function killAt(point: string, run: Run): Promise<Kill> {
  const { dataDir, key, request, checks } = run
  const doomed = await startServer({ dataDir, env: { PAGEREEL_CRASH_AT: point } })
  const children = followDescendants(doomed.pid)
  const acknowledged = await postJob(doomed, key, request)
  const end = await Promise.race([doomed.ended, wait(CRASH_MS, null, { ref: false })])
  checks.expect(`${point} is reached, and the server dies there`, end?.signal === 'SIGKILL', { end, logs: doomed.logs() })
  if (end === null) doomed.kill('SIGKILL')
  await doomed.ended
  const goneMs = await waitUntilGone(children.stop(), GONE_MS)
  checks.expect(`${point}: no process is left`, goneMs !== null)

  const before = await progressOf(dataDir, key)
  const server = await startServer({ dataDir })
  await ready(server)
  const from = performance.now()
  const known = acknowledged ?? (await postJob(server, key, request))
  if (known === null) throw new Error(`the restarted server died: ${server.logs()}`)
  const moved = await waitForJob(server, known.id, (job) => isOver(job) || job.progress > before, FIRST_PROGRESS_MS)
  const firstProgressMs = moved === null ? null : performance.now() - from
  checks.expect(`${point}: first progress within ${FIRST_PROGRESS_MS} ms of readiness`, firstProgressMs !== null, { before })
  const done = await waitForJob(server, known.id, isOver, COMPLETED_MS)
  checks.expect(`${point}: the job completes`, done?.status === 'completed', done?.error ?? server.logs())
  const again = await postJob(server, key, request)
  checks.expect(`${point}: its key still names it`, again?.id === known.id)
  const completedMs = done === null ? null : performance.now() - from
  const descendantsAtEnd = descendants(server.pid).map(({ pid }) => pid)
  await server.stop()
  checks.expect(`${point}: a gentle stop leaves no process`, (await waitUntilGone(descendantsAtEnd, GONE_MS)) !== null)
  return { point, firstProgressMs, completedMs, goneMs }
}

/** Waits until the server says that it takes jobs up. */
export async function ready(server: RunningServer): Promise<void> {
  for (;;) {
    const answer = await fetch(`${server.base}/readyz`).catch(() => null)
    if (answer?.ok === true) return
    await wait(20)
  }
}

/** Notes every process that a server ever had under it, as its children lose their parent with it. */
function followDescendants(root: number): { stop(): readonly number[] } {
  const seen = new Set<number>()
  const look = (): void => {
    for (const { pid } of descendants(root)) seen.add(pid)
  }
  const timer = setInterval(look, 200)
  return {
    stop: () => {
      clearInterval(timer)
      return [...seen]
    },
  }
}
