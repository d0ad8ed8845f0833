import type { BytesRung, ImageCandidate, Size } from 'shared/page'
import { readPicture, type MeasurePicture } from './picture.ts'
import type { GrabReply, RungFailure } from './types.ts'

export interface RungContext {
  readonly candidate: ImageCandidate
  /** The file that is tried now: the candidate's own, or one of its alternates. */
  readonly url: string
}

export type RungResult =
  | { readonly ok: true; readonly blob: Blob }
  | { readonly ok: false; readonly reason: RungFailure['reason']; readonly status?: number }

/** One way of getting bytes. */
export interface Rung {
  readonly id: BytesRung
  /** Whether it makes sense to try; a rung that cannot be tried says why not. */
  canTry(context: RungContext): Promise<true | RungFailure['reason']>
  run(context: RungContext): Promise<RungResult>
}

export interface LadderOptions {
  readonly rungs: readonly Rung[]
  readonly measure?: MeasurePicture
  /** Files of one picture that are tried at most. */
  readonly mostFiles?: number
}

/** Rungs whose bytes are not the file itself. */
const DEGRADED: ReadonlySet<BytesRung> = new Set(['canvas', 'screenshot'])

/**
 * Gets the bytes of a picture by the first way that works. Each file of the picture, best first, is tried on all rungs that give the file
 * itself; only when none of them gives anything are the rungs tried that give less than the file. Bytes count only when they decode to a
 * picture that is not smaller than what the page already shows.
 */
export async function climb(candidate: ImageCandidate, { rungs, measure, mostFiles = 4 }: LadderOptions): Promise<GrabReply> {
  const failures: RungFailure[] = []
  const urls = [candidate.url, ...candidate.alternates.map((alternate) => alternate.url)].slice(0, mostFiles)
  const faithful = rungs.filter((rung) => !DEGRADED.has(rung.id))
  const lesser = rungs.filter((rung) => DEGRADED.has(rung.id))
  const shown = candidate.measuredSize
  const tries = [
    ...urls.flatMap((url) => faithful.map((rung) => ({ url, rung }))),
    ...lesser.flatMap((rung) => shownUrls(rung, urls, candidate).map((url) => ({ url, rung }))),
  ]
  for (const { url, rung } of tries) {
    const context = { candidate, url }
    const may = await rung.canTry(context)
    if (may !== true) {
      failures.push({ rung: rung.id, url, reason: may })
      continue
    }
    const result = await rung.run(context)
    if (!result.ok) {
      failures.push({ rung: rung.id, url, ...withoutOk(result) })
      continue
    }
    const facts = await readPicture(result.blob, measure)
    if (!facts.ok) failures.push({ rung: rung.id, url, reason: 'not-a-picture' })
    else if (isTooSmall(facts, rung.id === 'screenshot' ? null : shown)) failures.push({ rung: rung.id, url, reason: 'too-small' })
    else {
      const { mime, width, height } = facts
      const blob = new Blob([result.blob], { type: mime })
      return { ok: true, picture: { blob, mime, width, height, rung: rung.id, url, degraded: DEGRADED.has(rung.id), failures } }
    }
  }
  return { ok: false, failures }
}

/** A screenshot is one for all files; a canvas has only what is loaded, which may be any of them. */
function shownUrls(rung: Rung, urls: readonly string[], candidate: ImageCandidate): readonly string[] {
  return rung.id === 'screenshot' ? [candidate.url] : urls
}

function withoutOk(result: Extract<RungResult, { ok: false }>): Omit<RungFailure, 'rung' | 'url'> {
  return result.status === undefined ? { reason: result.reason } : { reason: result.reason, status: result.status }
}

/** Nothing under 2 pixels is a picture. A tenth of leeway for files that hosts round differently. */
function isTooSmall(facts: Size, shown: Size | null): boolean {
  if (facts.width < 2 || facts.height < 2) return true
  return shown !== null && facts.width < shown.width * 0.9 && facts.height < shown.height * 0.9
}
