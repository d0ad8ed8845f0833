import { Agent, type IncomingMessage, get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { RunningServer } from '../../harness/server.ts'

const CHANGES = 40

/**
 * Makes changes while that many clients follow the feed, and measures from the moment the change is asked for until the last client
 * has read it.
 */
export async function followTogether(
  server: RunningServer,
  followers: number,
): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const agent = new Agent({ maxSockets: Infinity, keepAlive: false })
  const headers = { Authorization: `Bearer ${server.token}` }
  const arrivals = new Arrivals(followers)
  const answers = await Promise.all(
    Array.from({ length: followers }, () => follow(`${server.base}/api/events`, { agent, headers }, () => arrivals.one())),
  )
  await wait(500)
  const times: number[] = []
  for (let change = 0; change < CHANGES; change += 1) {
    const all = arrivals.next()
    const begun = performance.now()
    const body = JSON.stringify({ retentionDays: 31 + change })
    const answer = await fetch(`${server.base}/api/settings`, {
      method: 'PUT',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body,
    })
    if (answer.status !== 200) throw new Error(`the change was refused: ${answer.status}`)
    times.push((await all) - begun)
    await wait(50)
  }
  for (const answer of answers) answer.destroy()
  agent.destroy()
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** Counts who has read the change that is under way. */
class Arrivals {
  readonly #expected: number
  #count = 0
  #done = Promise.withResolvers<number>()

  constructor(expected: number) {
    this.#expected = expected
  }

  next(): Promise<number> {
    this.#count = 0
    this.#done = Promise.withResolvers<number>()
    return this.#done.promise
  }

  one(): void {
    this.#count += 1
    if (this.#count === this.#expected) this.#done.resolve(performance.now())
  }
}

function follow(
  url: string,
  options: { readonly agent: Agent; readonly headers: Record<string, string> },
  onChange: () => void,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, options, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`a follower was refused: ${answer.statusCode}`))
      answer.setEncoding('utf8')
      answer.on('data', (text: string) => {
        for (let seen = text.split('event: change').length - 1; seen > 0; seen -= 1) onChange()
      })
      answer.on('error', () => undefined)
      resolve(answer)
    }).on('error', reject)
  })
}
