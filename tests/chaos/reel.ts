import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Job, job, storyboard, type Storyboard } from 'shared/wire'
import type { CrashPoint } from '../../server/jobs/index.ts'
import { openDatabase } from '../../server/db/index.ts'
import { type RunningServer, startServer } from '../harness/server.ts'
import type { Checks } from './checks.ts'
import { authorised, isOver, waitForJob } from './client.ts'
import type { KeySearch } from './key-search.ts'
import { ready } from './kill.ts'
import { closeBooks, type Lane, openLane } from './lane.ts'

const SEGMENTS = 6
const MARK = 'six in a row'
const CRASH_MS = 120_000
const OVER_MS = 240_000
/**
 * Where servers die while one and the same reel is made, one after the other. Its provider finds a call again by our key, so that no kill
 * leaves a doubt.
 */
const POINTS: readonly CrashPoint[] = [
  'after_create_commit',
  'after_hand_over',
  'after_intent',
  'after_post',
  'after_accepted',
  'after_attempt_succeeded',
  'before_settle',
  'after_settle',
  'after_hand_over',
  'after_download',
  'after_stitch',
]

/**
 * Kills one server after the other while a reel of six paid segments in a row is made, each from the last frame of the one before it:
 * nothing is paid twice, and a segment that was finished once stays so.
 */
export async function killReel(options: { readonly points?: readonly CrashPoint[]; readonly checks: Checks; readonly search: KeySearch }) {
  const { checks, search, points = POINTS } = options
  await using lane = await openLane(checks, search)
  const story = await tellStory(lane)
  let done = 0
  for (const point of points) {
    done = await killAt(lane, story.id, point, done)
  }
  const server = await startServer({ dataDir: lane.dataDir, env: lane.providers.env })
  search.follow(server)
  await ready(server)
  const asked = await askForReel(server, story.id)
  const reel = asked === null ? null : await waitForJob(server, asked.id, isOver, OVER_MS)
  checks.expect('the reel completes after all kills', reel?.status === 'completed', reel?.error ?? server.logs())
  const segments = (await readStory(server, story.id)).segments
  checks.expect(
    'every segment has one take',
    segments.every(({ takes }) => takes.length === 1),
    segments,
  )
  await server.stop()
  const taken = lane.providers.taken('kling', MARK).length
  checks.expect('each segment is bought once', taken === SEGMENTS, { taken })
  await closeBooks(lane)
  return { kills: points.length, taken }
}

/** Lets a server die at a point of the reel, and says how many segments are finished then: none that was is lost. */
async function killAt({ dataDir, providers, checks, search }: Lane, storyId: string, point: CrashPoint, before: number): Promise<number> {
  const doomed = await startServer({ dataDir, env: { ...providers.env, PAGEREEL_CRASH_AT: point } })
  search.follow(doomed)
  await askForReel(doomed, storyId)
  const end = await Promise.race([doomed.ended, wait(CRASH_MS, null, { ref: false })])
  checks.expect(`a reel reaches ${point}, and the server dies there`, end?.signal === 'SIGKILL', { end, logs: doomed.logs() })
  if (end === null) doomed.kill('SIGKILL')
  await doomed.ended
  const done = await finishedIn(dataDir, storyId)
  checks.expect(`${point}: finished segments are kept`, done >= before, { done, before })
  return done
}

/** How many segments of a story have a clip. */
async function finishedIn(dataDir: string, storyId: string): Promise<number> {
  const database = await openDatabase({ dialect: 'sqlite', file: join(dataDir, 'pagereel.sqlite') })
  const rows = await database.db.selectFrom('segments').select('takes').where('storyboard_id', '=', storyId).execute()
  await database.close()
  return rows.filter(({ takes }) => takes !== '[]').length
}

async function tellStory({ dataDir, providers, image }: Lane): Promise<Storyboard> {
  const server = await startServer({ dataDir, env: providers.env })
  const settings = {
    aspectRatio: '9:16',
    resolution: '720p',
    frameRate: 24,
    frames: 'lastFrame',
    provider: 'kling',
    model: 'kling-3.0',
  }
  const boundary = { kind: 'continuous', seconds: 0 }
  const segments = Array.from({ length: SEGMENTS }, (_, index) => ({
    prompt: `Part ${index + 1} of ${MARK}.`,
    duration: 3,
    boundary,
    audio: 'mute',
    ...(index === 0 ? { image } : {}),
  }))
  const answer = await fetch(`${server.base}/api/storyboards`, {
    method: 'POST',
    headers: { ...authorised(server), 'Content-Type': 'application/json' },
    body: JSON.stringify({ settings, segments }),
  })
  const story = storyboard.parse(await answer.json())
  await server.stop()
  return story
}

/** Asks for the reel under its one key; null where the server died over it. */
async function askForReel(server: RunningServer, storyboardId: string): Promise<Job | null> {
  const answer = await fetch(`${server.base}/api/jobs`, {
    method: 'POST',
    headers: { ...authorised(server), 'Content-Type': 'application/json', 'Idempotency-Key': 'reel-of-six' },
    body: JSON.stringify({ kind: 'reel', storyboardId }),
  }).catch(() => null)
  const text = await answer?.text().catch(() => null)
  if (answer === null || text === null || text === undefined) return null
  if (!answer.ok) throw new Error(`${answer.status} ${text}`)
  return job.parse(JSON.parse(text))
}

async function readStory(server: RunningServer, id: string): Promise<Storyboard> {
  const answer = await fetch(`${server.base}/api/storyboards/${id}`, { headers: authorised(server) })
  return storyboard.parse(await answer.json())
}
