import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobRequest } from 'shared/wire'
import { CRASH_POINTS, type CrashPoint } from '../../server/jobs/index.ts'
import { photo } from '../harness/media.ts'
import { startServer } from '../harness/server.ts'
import { judgeBooks, readBooks } from './books.ts'
import { cancelWhileRendering } from './cancel.ts'
import type { Checks } from './checks.ts'
import { uploadPicture } from './client.ts'
import { freeze } from './freeze.ts'
import { type Kill, killAt } from './kill.ts'

/** Only paid work and reels pass these. */
const NOT_LOCAL: ReadonlySet<CrashPoint> = new Set([
  'after_prepare',
  'before_post',
  'after_post',
  'after_accepted',
  'after_poll',
  'after_succeeded',
  'after_download',
  'after_original',
  'after_hand_over',
  'after_stitch',
])
/** The points that a job of the embedded engine passes. */
export const LOCAL_POINTS = CRASH_POINTS.filter((point) => !NOT_LOCAL.has(point))

export interface LocalOptions {
  /** Where to kill, one kill after the other. */
  readonly points: readonly string[]
  readonly freeze: boolean
  readonly cancel: boolean
  readonly checks: Checks
  readonly say: (line: string) => void
}

export interface Local {
  readonly kills: readonly Kill[]
  /** Milliseconds from the request to the end of a clip that was rendering. */
  readonly cancelMs: readonly number[]
  readonly orphans: number
}

/** Kills, freezes and cancels work of the embedded engine on one data directory that is never tidied in between, then reads its books. */
export async function disturbLocally({ points, checks, say, ...wanted }: LocalOptions): Promise<Local> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-chaos-'))
  const first = await startServer({ dataDir })
  const image = await uploadPicture(first, await photo(900, 1200))
  await first.stop()
  const shape = { kind: 'clip', duration: 3, resolution: '720p', frameRate: 24 } as const
  const requestOf = (index: number): JobRequest =>
    index % 2 === 0
      ? { ...shape, image, aspectRatio: '9:16', seed: index }
      : { ...shape, prompt: 'Nothing is lost in a crash', seed: index }
  const kills: Kill[] = []
  for (const [index, point] of points.entries()) {
    const kill = await killAt(point, { dataDir, key: `kill-${index}`, request: requestOf(index), checks })
    kills.push(kill)
    const times = [kill.goneMs, kill.firstProgressMs, kill.completedMs].map((ms) => (ms === null ? 'never' : `${Math.round(ms)} ms`))
    say(`${point.padEnd(24)} gone ${times[0]}, first progress ${times[1]}, completed ${times[2]}`)
  }
  const long = { ...requestOf(0), duration: 10, resolution: '1080p' } as const
  if (wanted.freeze) await freeze({ dataDir, key: 'freeze', request: long, checks })
  const cancelMs = wanted.cancel ? await cancelWhileRendering(dataDir, long, checks) : []
  const books = await readBooks(dataDir)
  judgeBooks(books, kills.length + cancelMs.length + (wanted.freeze ? 1 : 0), checks)
  await rm(dataDir, { recursive: true, force: true })
  return { kills, cancelMs, orphans: books.orphans.length }
}
