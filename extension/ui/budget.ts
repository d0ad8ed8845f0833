import type { Budget } from 'shared/wire'

export type BudgetParts = Pick<Budget, 'monthlyUsdMicros' | 'spentUsdMicros' | 'heldUsdMicros' | 'exposureUsdMicros'>

/** What of the month's budget is no longer free, in micro-dollars: spent, held, and open payments. */
export function committed({ spentUsdMicros, heldUsdMicros, exposureUsdMicros }: BudgetParts): number {
  return spentUsdMicros + heldUsdMicros + exposureUsdMicros
}

/** Shares of a budget at which people are told. */
const HALF = 0.5
const NEAR = 0.8

/** How near a budget is to its end; one without a limit is never near it. */
export function budgetLevel(budget: BudgetParts): 'fine' | 'half' | 'near' | 'over' {
  const { monthlyUsdMicros } = budget
  if (monthlyUsdMicros === null) return 'fine'
  const used = committed(budget)
  if (used >= monthlyUsdMicros) return 'over'
  if (used >= monthlyUsdMicros * NEAR) return 'near'
  return used >= monthlyUsdMicros * HALF ? 'half' : 'fine'
}

/** What is missing for a price in micro-dollars; 0 where it can be paid. A free thing can always be had. */
export function missingFor(usdMicros: number, budget: BudgetParts): number {
  if (budget.monthlyUsdMicros === null || usdMicros === 0) return 0
  return Math.max(0, usdMicros - Math.max(0, budget.monthlyUsdMicros - committed(budget)))
}

/** An amount of dollars as a person typed it, in micro-dollars; null where it is none. A comma is a decimal point as well. */
export function readDollars(text: string): number | null {
  const [, whole = '', fraction = ''] = /^\s*\$?\s*(\d{1,7})(?:[.,](\d{1,6}))?\s*\$?\s*$/.exec(text) ?? []
  return whole === '' ? null : Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0'))
}
