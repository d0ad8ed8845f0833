/** The places at which a test can end this process by force, in the order in which a clip passes them, then those of a reel. */
export const CRASH_POINTS = [
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
  'after_submitted',
  'render_10',
  'render_50',
  'render_99',
  'before_probe',
  'before_conform',
  'before_blob_commit',
  'after_blob_commit',
  'after_attempt_succeeded',
  'after_stills',
  'before_settle',
  'after_settle',
  'after_hand_over',
  'after_stitch',
] as const
export type CrashPoint = (typeof CRASH_POINTS)[number]

export interface CrashPoints {
  /** Ends this process here when a test asked for it, and does nothing in all other lives. */
  reach(point: CrashPoint): void
}

/**
 * Reads which point, if any, this process is to die at.
 * @param at the point's name and how many times it must have been reached; null outside of crash tests
 * @param end how to die; SIGKILL to the own process, which nothing can catch or tidy up after
 */
export function readCrashPoints(
  at: { readonly point: string; readonly afterHits: number } | null,
  end: () => void = () => process.kill(process.pid, 'SIGKILL'),
): { readonly ok: true; readonly crash: CrashPoints } | { readonly ok: false; readonly message: string } {
  if (at === null) return { ok: true, crash: { reach: () => undefined } }
  const known = CRASH_POINTS.find((point) => point === at.point)
  if (known === undefined) {
    return { ok: false, message: `PAGEREEL_CRASH_AT names ${at.point}, which is none of: ${CRASH_POINTS.join(', ')}` }
  }
  let hits = 0
  const reach = (point: CrashPoint): void => {
    if (point !== known) return
    hits += 1
    if (hits >= at.afterHits) end()
  }
  return { ok: true, crash: { reach } }
}
