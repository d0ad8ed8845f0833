import { NOTHING, type UsdMicros, usdMicros } from 'shared/money'
import type { AttemptRow } from '../../db/index.ts'

type Priced = Pick<AttemptRow, 'estimated_usd_micros' | 'quoted_usd_micros'>

/** What an attempt was charged: the provider's own figure, then what it announced, then the price that was frozen on it. */
export function chargeOf(attempt: Priced, told: UsdMicros | null): UsdMicros {
  return told ?? usdMicros(attempt.quoted_usd_micros ?? attempt.estimated_usd_micros)
}

/** What an attempt without a result was charged; null where nobody knows. */
export function chargeWithoutResult(attempt: Priced, told: UsdMicros | null, charged: 'nothing' | 'all' | 'unknown'): UsdMicros | null {
  if (told !== null) return told
  if (charged === 'nothing') return NOTHING
  return charged === 'all' ? chargeOf(attempt, null) : null
}
