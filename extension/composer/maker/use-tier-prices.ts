import type { ClipRequest } from 'shared/wire'
import type { FormQuality } from '../form.ts'
import type { ComposerPorts } from '../ports.ts'
import { type PriceState, usePrice } from '../use-estimate.ts'

export type TierPrices = Readonly<Record<FormQuality, PriceState>>

/** After the price of what is chosen, which is what a person waits for. */
const ASK_AFTER_MS = 500

/**
 * What the request would cost by each quality, and who would make it.
 * @param requestFor the request by a quality; null asks for nothing
 */
export function useTierPrices(estimate: ComposerPorts['estimate'], requestFor: (quality: FormQuality) => ClipRequest | null): TierPrices {
  return {
    draft: usePrice(estimate, requestFor('draft'), ASK_AFTER_MS),
    standard: usePrice(estimate, requestFor('standard'), ASK_AFTER_MS),
    high: usePrice(estimate, requestFor('high'), ASK_AFTER_MS),
    master: usePrice(estimate, requestFor('master'), ASK_AFTER_MS),
  }
}
