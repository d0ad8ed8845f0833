import type { Outcome, Problem } from 'shared/wire'
import type { Plan } from '../plan.ts'
import type { StoryPart } from './story-part.ts'

/** A job that a reel is going to make, planned and priced with it. */
export interface PlannedChild {
  readonly plan: Plan
  /** Null for what belongs to the whole film. */
  readonly segmentId: string | null
  readonly part: StoryPart
  /** By what its result is found again, see `keyOf`; null where that is not known yet. */
  readonly key: string | null
}

/** A problem of one segment's request, told as one of the reel's. */
export function ofSegment(index: number, problem: Problem): Outcome<never> {
  return {
    ok: false,
    problem: {
      ...problem,
      detail: `Segment ${index + 1}: ${problem.detail}`,
      params: { ...problem.params, segment: index + 1 },
      ...(problem.issues === undefined
        ? {}
        : { issues: problem.issues.map((issue) => ({ ...issue, path: `segments.${index}.${issue.path}` })) }),
    },
  }
}
