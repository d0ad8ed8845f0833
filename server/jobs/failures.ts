import { formatUsd, type UsdMicros } from 'shared/money'
import { makeProblem, type Problem, type ProblemExtras } from 'shared/wire'
import type { Ending } from './transitions.ts'

/**
 * The problem a job that did not complete ends with: what happened, then what became of its money. Null for a completed one.
 * @param exposed whether nobody knows what one of its attempts was charged
 */
export function withMoney(ending: Ending, charged: UsdMicros, held: UsdMicros, exposed: boolean): Problem | null {
  if (ending.to === 'completed') return null
  const problem = ending.to === 'failed' ? ending.problem : makeProblem('cancelled', 'Cancelled.', { retryable: true, action: 'retry' })
  const money = exposed || problem.code === 'outcome_unknown' ? 'unknown' : charged > 0 ? 'charged' : held > 0 ? 'released' : 'none'
  return {
    ...problem,
    params: { ...problem.params, money, chargedUsdMicros: charged },
    detail: `${problem.detail} ${sentence(money, charged, held)}`,
  }
}

function sentence(money: 'unknown' | 'charged' | 'released' | 'none', charged: UsdMicros, held: UsdMicros): string {
  if (money === 'unknown') return `Whether the provider charges the ${formatUsd(held)} is unknown; they count until it is resolved.`
  if (money === 'charged') return `${formatUsd(charged)} was charged.`
  if (money === 'released') return `Nothing was charged; the ${formatUsd(held)} that was held is free again.`
  return 'Nothing was charged.'
}

/** The problem of an exception: a full disk is the owner's to solve, everything else is ours. */
export function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT') return makeProblem('storage_full', 'The disk is full.', again)
  return makeProblem('internal_error', 'Something broke while this was being made.', again)
}

export function stalled(seconds: number): Problem {
  return makeProblem('timeout', `The work made no progress for ${seconds} seconds and was stopped.`, { ...again, params: { seconds } })
}

const again: ProblemExtras = { retryable: true, action: 'retry' }
