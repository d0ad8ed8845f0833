import { isTerminal } from 'shared/progress'
import type { Asset, Job, Segment, Storyboard } from 'shared/wire'

type Take = Segment['takes'][number]

/** The take that a segment shows. */
export function chosenTake({ takes }: Pick<Segment, 'takes'>): Take | null {
  return takes.find(({ chosen }) => chosen) ?? takes.at(-1) ?? null
}

/** What stands for a segment that has no clip yet: its first frame, else the picture that it will be made of. */
export function picturesOf({ startFrame, image }: Pick<Segment, 'startFrame' | 'image'>): { frame: Asset | null; imageId: string | null } {
  return { frame: startFrame, imageId: startFrame === null ? image : null }
}

/** How a segment stands, as the strip shows it. */
export type Standing = 'empty' | 'waiting' | 'making' | 'ready' | 'stale' | 'failed'

/**
 * A segment that has a clip is ready whatever became of a later try; one that was changed since is stale.
 * @param reelRuns whether a reel is being made, for which a segment without a clip waits
 */
export function standingOf(segment: Pick<Segment, 'status' | 'takes' | 'stale' | 'progress'>, reelRuns = false): Standing {
  if (segment.status === 'processing') return 'making'
  if (chosenTake(segment) !== null) return segment.stale ? 'stale' : 'ready'
  if (segment.status === 'failed') return 'failed'
  return segment.status === 'queued' && (reelRuns || segment.progress > 0) ? 'waiting' : 'empty'
}

/** A frame that a segment begins or ends on. */
export interface StoryFrame {
  readonly segment: Segment
  readonly end: 'startFrame' | 'endFrame'
  readonly asset: Asset
}

/** The frames that segments are made between, in their order; one that ends a segment and begins the next comes once, as what begins. */
export function framesOf({ segments }: Pick<Storyboard, 'segments'>): readonly StoryFrame[] {
  return segments.flatMap((segment, index) => {
    const next = segments[index + 1]?.startFrame
    const { startFrame: start, endFrame: end } = segment
    return [
      ...(start === null ? [] : [{ segment, end: 'startFrame', asset: start } as const]),
      ...(end === null || end.id === next?.id ? [] : [{ segment, end: 'endFrame', asset: end } as const]),
    ]
  })
}

/** The first segment of which nothing can be made yet: it has no words, no picture and no clip, and goes on from none. */
export function lackingSegment({ segments }: Pick<Storyboard, 'segments'>): Segment | null {
  const lacks = ({ prompt, titleText, image, startFrame, takes }: Segment, before: Segment | undefined): boolean =>
    prompt.trim() === '' &&
    titleText === null &&
    image === null &&
    startFrame === null &&
    takes.length === 0 &&
    before?.boundary.kind !== 'continuous'
  return segments.find((segment, index) => lacks(segment, segments[index - 1])) ?? null
}

/** Segments that a reel would have to make, and those that were changed since they were made. */
export function toMake({ segments }: Pick<Storyboard, 'segments'>): {
  readonly missing: readonly Segment[]
  readonly stale: readonly Segment[]
} {
  const missing = segments.filter((segment) => chosenTake(segment) === null)
  const stale = segments.filter((segment) => chosenTake(segment) !== null && segment.stale)
  return { missing, stale }
}

/** A segment and those after it that follow it without a seam: what is made again when the segment is. */
export function followersOf({ segments }: Pick<Storyboard, 'segments'>, segmentId: string): readonly Segment[] {
  const first = segments.findIndex(({ id }) => id === segmentId)
  if (first === -1) return []
  const end = segments.findIndex(({ boundary }, index) => index >= first && boundary.kind !== 'continuous')
  return segments.slice(first, end === -1 ? undefined : end + 1)
}

/** Micro-dollars that the segments have cost. */
export function costSoFar({ segments }: Pick<Storyboard, 'segments'>): number {
  return segments.reduce((sum, { cost }) => sum + cost.settledUsdMicros, 0)
}

/** The reel that is being made. */
export function runningReel(jobs: readonly Job[]): Job | null {
  return jobs.find((job) => job.kind === 'reel' && !isTerminal(job.status)) ?? null
}

/** The reel that waits for a person to look at the frames. */
export function waitsForFrames(job: Pick<Job, 'step'> | null): boolean {
  return job?.step?.name === 'check_frames'
}

/** The reel that was asked for last, if it failed. */
export function failedReel(jobs: readonly Job[]): Job | null {
  const [latest] = jobs.filter((job) => job.kind === 'reel')
  return latest?.status === 'failed' ? latest : null
}

/** The pieces of a reel that failed, each with why. */
export function failedPieces(jobs: readonly Job[], reelId: string): readonly (Job & { readonly error: NonNullable<Job['error']> })[] {
  return jobs.flatMap((job) =>
    job.parentId === reelId && job.status === 'failed' && job.error !== null ? [{ ...job, error: job.error }] : [],
  )
}

/** Moves one of several to the place of another. */
export function moved(ids: readonly string[], id: string, to: number): readonly string[] {
  const from = ids.indexOf(id)
  if (from === -1 || to < 0 || to >= ids.length) return ids
  return ids.toSpliced(from, 1).toSpliced(to, 0, id)
}
