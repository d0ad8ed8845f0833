import { type ChildProcess, spawn } from 'node:child_process'
import autocannon from 'autocannon'
import type { RunningServer } from '../../harness/server.ts'
import { cpuOf, median } from '../motion/cpu.ts'
import { walk } from './endpoints.ts'
import { headersOf } from './load-endpoints.ts'

const SECONDS = 1

/** Times are how often a bare route answers while ours answers once; CPU is microseconds of the process for one answer. */
export interface Comparison {
  readonly perSecond: number
  /** One job again and again, as one who waits for it asks. */
  readonly timesBare: number
  readonly cpuMicros: { readonly bare: number; readonly again: number; readonly others: number }
  /** Another job at each request, of all that there are. */
  readonly timesBareOthers: number
}

interface Measured {
  readonly rate: number
  readonly cpu: number
}

/**
 * Reads of a job against a bare route that answers the same bytes, in turns, so that both meet the same machine. Medians; the first turn
 * only warms.
 */
export async function compareWithBare(
  server: RunningServer,
  ids: readonly string[],
  options: { readonly clients: number; readonly rounds: number },
): Promise<Comparison> {
  const [id = ''] = ids
  const answer = await fetch(`${server.base}/api/jobs/${id}`, { headers: headersOf(server) })
  const file = new URL('bare-route.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [file, await answer.text()], { stdio: ['ignore', 'pipe', 'inherit'] })
  const bareAt = { base: `http://127.0.0.1:${await firstLine(child)}`, pid: child.pid ?? 0 }
  const measure = async ({ base, pid }: { base: string; pid: number }, next: () => string): Promise<Measured> => {
    const before = cpuOf(pid)
    const { requests, non2xx } = await autocannon({
      url: base,
      connections: options.clients,
      duration: SECONDS,
      headers: headersOf(server),
      requests: [{ setupRequest: (request) => ({ ...request, path: `/api/jobs/${next()}` }) }],
    })
    if (non2xx > 0 || requests.total === 0) throw new Error(`${non2xx} of ${requests.total} reads of a job failed`)
    return { rate: requests.mean, cpu: ((cpuOf(pid) - before) / requests.total) * 1e6 }
  }
  const rounds: { readonly bare: Measured; readonly again: Measured; readonly others: Measured }[] = []
  const others = walk(ids)
  for (let round = 0; round <= options.rounds; round += 1) {
    rounds.push({ bare: await measure(bareAt, () => id), again: await measure(server, () => id), others: await measure(server, others) })
  }
  child.kill('SIGTERM')
  const measured = rounds.slice(1)
  return {
    perSecond: median(measured.map(({ again }) => again.rate)),
    timesBare: median(measured.map(({ bare, again }) => bare.rate / again.rate)),
    timesBareOthers: median(measured.map(({ bare, others }) => bare.rate / others.rate)),
    cpuMicros: {
      bare: median(measured.map(({ bare }) => bare.cpu)),
      again: median(measured.map(({ again }) => again.cpu)),
      others: median(measured.map(({ others }) => others.cpu)),
    },
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (text: Buffer) => resolve(text.toString().trim()))
    child.once('exit', (code) => reject(new Error(`the bare route ended with code ${code}`)))
  })
}
