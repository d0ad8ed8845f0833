import { setTimeout as wait } from 'node:timers/promises'
import type { CrashPoint } from '../../server/jobs/index.ts'
import { startServer } from '../harness/server.ts'
import type { Fault } from '../simulators/faults.ts'
import type { Behaviour } from '../simulators/simulator.ts'
import { isOver, postJob, waitForJob } from './client.ts'
import { ready } from './kill.ts'
import type { Lane } from './lane.ts'
import { IDEMPOTENCY, KEYS, type ProviderId, remoteRequest } from './providers.ts'

/** The points that a job of a provider passes, in order. */
export const REMOTE_POINTS = [
  'after_create_commit',
  'after_claim',
  'after_inputs',
  'after_prepare',
  'after_intent',
  'before_post',
  'after_post',
  'after_accepted',
  'after_poll',
  'after_succeeded',
  'after_download',
  'after_original',
  'before_conform',
  'before_blob_commit',
  'after_blob_commit',
  'after_attempt_succeeded',
  'after_stills',
  'before_settle',
  'after_settle',
] as const satisfies readonly CrashPoint[]
export type RemotePoint = (typeof REMOTE_POINTS)[number]

export interface RemoteKill {
  readonly point: RemotePoint
  readonly provider: ProviderId
  /** The job's key and the mark in its prompt. */
  readonly mark: string
}

const CRASH_MS = 90_000
const OVER_MS = 60_000
/** Where a call may have left and its answer is not written down. */
const IN_DOUBT: readonly string[] = ['before_post', 'after_post']

/**
 * Has a server kill itself at a point of a paid job, starts another on the same data and follows the job to its end, which is a clip, or
 * `outcome_unknown` where nobody can know. Gives the milliseconds from the restart's readiness to the end; null where it never came.
 */
export async function killRemotely({ point, provider, mark }: RemoteKill, lane: Lane, random: () => number): Promise<number | null> {
  const { dataDir, providers, checks, search } = lane
  const simulator = providers.of(provider)
  simulator.set(behaviourOf(provider, random))
  simulator.script(...troubles(provider, random))
  const request = remoteRequest(provider, { image: lane.image, mark })
  const env = { ...providers.env, LOG_LEVEL: 'debug' }
  const label = `${point} with ${provider}`

  const doomed = await startServer({ dataDir, env: { ...env, PAGEREEL_CRASH_AT: point } })
  search.follow(doomed)
  const acknowledged = await postJob(doomed, mark, request)
  const end = await Promise.race([doomed.ended, wait(CRASH_MS, null, { ref: false })])
  checks.expect(`${label} is reached, and the server dies there`, end?.signal === 'SIGKILL', { end, logs: doomed.logs() })
  if (end === null) doomed.kill('SIGKILL')
  await doomed.ended

  const server = await startServer({ dataDir, env })
  search.follow(server)
  await ready(server)
  const from = performance.now()
  const known = acknowledged ?? (await postJob(server, mark, request))
  if (known === null) throw new Error(`the restarted server died: ${server.logs()}`)
  const done = await waitForJob(server, known.id, isOver, OVER_MS)
  const took = done === null ? null : performance.now() - from
  const isDoubtful = IDEMPOTENCY[provider] === 'none' && IN_DOUBT.includes(point)
  const wanted = isDoubtful ? 'failed outcome_unknown' : 'completed'
  const found = [done?.status, done?.error?.code].filter((word) => word !== undefined).join(' ')
  checks.expect(`${label}: the job is ${wanted} within ${OVER_MS / 1000} s`, found === wanted, { found, mark, logs: server.logs() })
  const taken = providers.taken(provider, mark).length
  checks.expect(`${label}: the provider was asked once`, isDoubtful ? taken <= 1 : taken === 1, { taken, mark })
  await server.stop()
  return took
}

function behaviourOf(provider: ProviderId, random: () => number): Partial<Behaviour> {
  const pick = <T>(...choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0]
  return {
    queueMs: pick(0, 0, 400),
    runMs: pick(0, 0, 1500),
    listsLateMs: provider === 'kling' ? pick(0, 3000, 12_000) : pick(0, 0, 1500),
  }
}

/** One thing that goes wrong on the way without making the end doubtful, or nothing. A provider may repeat its key to us. */
function troubles(provider: ProviderId, random: () => number): readonly Fault[] {
  const key = provider === 'comfyui' ? '' : KEYS[provider]
  const repeating = { status: 500, body: { error: `No account for ${key}` } }
  const all: readonly Fault[] = [
    { at: 'start', what: { status: 429, headers: { 'Retry-After': '1' } } },
    { at: 'upload', what: repeating },
    { at: 'upload', what: 'drop_before' },
    { at: 'observe', what: repeating },
    { at: 'observe', what: 'html' },
    { at: 'observe', what: 'drop_before' },
    { at: 'observe', what: 'garbage' },
    { at: 'download', what: 'truncate' },
    { at: 'download', what: { status: 403 } },
    { at: 'download', what: 'drop_before' },
  ]
  const chosen = all[Math.floor(random() * all.length * 1.5)]
  return chosen === undefined ? [] : [chosen]
}
