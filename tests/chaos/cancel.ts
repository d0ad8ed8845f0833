import { job, type JobRequest } from 'shared/wire'
import { descendants } from '../harness/processes.ts'
import { startServer } from '../harness/server.ts'
import type { Checks } from './checks.ts'
import { authorised, isOver, postJob, waitForJob } from './client.ts'
import { ready } from './kill.ts'

const TIMES = 5
const GOAL_MS = 500

/**
 * Cancels clips in the middle of their rendering, one after another.
 * @returns milliseconds from the request to the answer that the job is over, for each
 */
export async function cancelWhileRendering(dataDir: string, request: JobRequest, checks: Checks): Promise<readonly number[]> {
  const server = await startServer({ dataDir })
  await ready(server)
  const took: number[] = []
  for (let round = 0; round < TIMES; round += 1) {
    const asked = await postJob(server, `cancel-${round}`, request)
    if (asked === null) throw new Error(`the server died: ${server.logs()}`)
    await waitForJob(server, asked.id, ({ stage }) => stage === 'generating', 30_000)
    const from = performance.now()
    const answer = await fetch(`${server.base}/api/jobs/${asked.id}/cancel`, { method: 'POST', headers: authorised(server) })
    const said = job.parse(await answer.json())
    if (!isOver(said)) await waitForJob(server, asked.id, isOver, 30_000)
    took.push(performance.now() - from)
    const encoders = descendants(server.pid).filter(({ command }) => command.includes('ffmpeg'))
    const over = said.status === 'cancelled' && encoders.length === 0
    checks.expect('a cancelled job is over and its encoder is gone', over, { said, encoders })
  }
  await server.stop()
  const median = took.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? Infinity
  checks.expect(`of ${TIMES} cancellations the median takes less than ${GOAL_MS} ms`, median < GOAL_MS, took)
  return took
}
