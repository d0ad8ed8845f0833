import type { Estimate } from 'shared/wire'
import type { Maker } from './reach.ts'

/** Who makes the same for as much less as the tip of an estimate says; null where it has none, or where nobody asks that price. */
export function cheaperMaker({
  usdMicros,
  savingsTip: tip,
  byProvider,
}: Pick<Estimate, 'usdMicros' | 'savingsTip' | 'byProvider'>): Maker | null {
  if (tip === undefined) return null
  const found = byProvider.find((each) => each.provider === tip.provider && each.available && each.usdMicros === usdMicros - tip.usdMicros)
  return found === undefined ? null : { provider: found.provider, model: found.model }
}
