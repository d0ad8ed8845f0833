import { mulberry32 } from 'shared/camera'
import type { Checks } from './checks.ts'
import type { KeySearch } from './key-search.ts'
import { closeBooks, type Closed, openLane } from './lane.ts'
import { PROVIDERS } from './providers.ts'
import { killRemotely, REMOTE_POINTS, type RemoteKill } from './remote-kill.ts'

export interface SweepOptions {
  readonly seed: number
  /** Rounds over all points; 0 for a sample of them. */
  readonly rounds: number
  /** Servers at a time. */
  readonly lanes: number
  readonly checks: Checks
  readonly search: KeySearch
  readonly say: (line: string) => void
}

export interface Sweep {
  readonly kills: readonly RemoteKill[]
  /** From the restart's readiness to the end of the job, in milliseconds. */
  readonly overMs: readonly (number | null)[]
  readonly exposureUsdMicros: number
  readonly invoicesUsdMicros: number
}

/** Kills servers at every point of paid jobs, several servers at a time, and reads the books of each data directory in the end. */
export async function sweepRemotely(options: SweepOptions): Promise<Sweep> {
  const { seed, rounds, lanes, checks, say } = options
  const plan = rounds === 0 ? sampleOf(seed) : everyPoint(rounds)
  const waiting = [...plan.entries()]
  const overMs: (number | null)[] = []
  const work = async (): Promise<Closed> => {
    await using lane = await openLane(checks, options.search)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, kill] = next
      const took = await killRemotely(kill, lane, mulberry32(seed + index))
      overMs.push(took)
      say(`${kill.point.padEnd(24)} ${kill.provider.padEnd(14)} ${took === null ? 'not over' : `over after ${Math.round(took)} ms`}`)
    }
    return await closeBooks(lane)
  }
  const ends = await Promise.all(Array.from({ length: lanes }, work))
  return {
    kills: plan,
    overMs,
    exposureUsdMicros: ends.reduce((sum, { exposure }) => sum + exposure, 0),
    invoicesUsdMicros: ends.reduce((sum, { invoices }) => sum + invoices, 0),
  }
}

/** Each provider meets each point equally often. */
function everyPoint(rounds: number): readonly RemoteKill[] {
  return Array.from({ length: rounds }, (_, round) =>
    REMOTE_POINTS.map((point, at): RemoteKill => {
      const provider = PROVIDERS[(round + at) % PROVIDERS.length] ?? PROVIDERS[0]
      return { point, provider, mark: `kill-${round}-${point}` }
    }),
  ).flat()
}

/** A lost answer at each sort of provider, and as many other points as the seed picks. */
function sampleOf(seed: number): readonly RemoteKill[] {
  const random = mulberry32(seed)
  const others = REMOTE_POINTS.filter((point) => point !== 'before_post' && point !== 'after_post')
    .map((point) => ({ point, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ point }) => point)
  return (['runway', 'kling', 'comfyui'] as const).flatMap((provider, index) => [
    { point: 'after_post' as const, provider, mark: `sample-lost-${provider}` },
    { point: others[index] ?? 'after_intent', provider, mark: `sample-${provider}` },
  ])
}
