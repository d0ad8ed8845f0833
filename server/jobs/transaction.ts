import type { Outcome, Problem } from 'shared/wire'
import type { Changes, RecordChange } from '../changes/index.ts'
import type { Tx } from '../db/index.ts'

/** Carries a refusal out of a transaction: only a throw rolls it back. */
class Refusal extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** A transaction in which a refusal leaves nothing behind: what was written before it is rolled back. */
export async function allOrNothing<T>(
  changes: Changes,
  userId: string,
  work: (tx: Tx, record: RecordChange) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await changes.transaction(userId, async (tx, record) => {
      const outcome = await work(tx, record)
      if (!outcome.ok) throw new Refusal(outcome.problem)
      return outcome
    })
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem }
    throw error
  }
}
