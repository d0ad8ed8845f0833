import { setTimeout as wait } from 'node:timers/promises'
import type { FaultKind, RouteKind } from '../simulators/faults.ts'
import { PROVIDERS, type ProviderId, type SimulatedProviders } from './providers.ts'

const EVERY_MS = 250
const AT: readonly RouteKind[] = ['upload', 'start', 'start', 'observe', 'observe', 'result', 'download', 'lookup']
const WHAT: readonly FaultKind[] = [
  { status: 429, headers: { 'Retry-After': '1' } },
  { status: 500 },
  { status: 503 },
  'drop_before',
  'drop_after',
  'stall',
  'html',
  'garbage',
  'truncate',
  'empty',
]
/** How many of ten jobs fail at the provider, and how many it refuses to have made. */
const FAILING = 1
const REFUSED = 0.5

/** Providers that misbehave until the signal aborts: one fault waiting at most at each of their ends, and now and then a job that fails. */
export async function makeTrouble(providers: SimulatedProviders, random: () => number, signal: AbortSignal): Promise<number> {
  const waiting = new Map<string, number>()
  let faults = 0
  const seen = (provider: ProviderId, at: RouteKind): number => providers.of(provider).calls.filter(({ kind }) => kind === at).length
  const pick = <T>(choices: readonly T[]): T | undefined => choices[Math.floor(random() * choices.length)]
  while (!signal.aborted) {
    const [provider, at, what] = [pick(PROVIDERS), pick(AT), pick(WHAT)]
    if (provider === undefined || at === undefined || what === undefined) continue
    const happened = waiting.get(`${provider} ${at}`)
    if (happened === undefined || seen(provider, at) > happened) {
      waiting.set(`${provider} ${at}`, seen(provider, at))
      providers.of(provider).script({ at, what })
      faults += 1
    }
    const fate = random() * 10
    const outcome = fate < FAILING ? 'fail' : fate < FAILING + REFUSED ? 'moderate_input' : 'succeed'
    providers.of(provider).set({ outcome, runMs: random() < 0.5 ? 0 : 1500, listsLateMs: random() < 0.5 ? 0 : 1500 })
    await wait(EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
  for (const provider of PROVIDERS) providers.of(provider).set({ outcome: 'succeed', runMs: 0, listsLateMs: 0 })
  return faults
}
