import { useEffect, useState } from 'react'
import type { Failure } from '../api/index.ts'
import type { ClipRequest, Estimate, ReelRequest } from 'shared/wire'
import type { ComposerPorts } from './ports.ts'

export type PriceState =
  | { readonly kind: 'none' }
  /** `last` is what an earlier request would have cost, null where nothing was asked before. */
  | { readonly kind: 'asking'; readonly last: Estimate | null }
  | { readonly kind: 'known'; readonly estimate: Estimate }
  | { readonly kind: 'failed'; readonly failure: Failure }

const ASK_AFTER_MS = 200

/**
 * The price of a request, asked for again as it changes; null asks for nothing. Equal requests count as the same.
 * @param after milliseconds of rest before it is asked for
 */
export function usePrice(
  estimate: ComposerPorts['estimate'],
  request: ClipRequest | ReelRequest | null,
  after: number = ASK_AFTER_MS,
): PriceState {
  const [state, setState] = useState<{ readonly of: string | null; readonly price: PriceState }>({ of: null, price: { kind: 'none' } })
  // Requests are compared by their text: a new object with the same content asks for nothing new.
  const key = request === null ? null : JSON.stringify(request)
  const [asked, setAsked] = useState({ key, request })
  if (asked.key !== key) setAsked({ key, request })
  useEffect(() => {
    const { key, request } = asked
    if (key === null || request === null) return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      void (async () => {
        const reply = await estimate(request, controller.signal)
        if (controller.signal.aborted) return
        setState({ of: key, price: reply.kind === 'ok' ? { kind: 'known', estimate: reply.value } : { kind: 'failed', failure: reply } })
      })()
    }, after)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [estimate, asked, after])
  if (key === null) return { kind: 'none' }
  if (state.of === key) return state.price
  return { kind: 'asking', last: estimateIn(state.price) }
}

/** The estimate that a price was read from, also while a newer one is asked for; null where there is none. */
export function estimateIn(price: PriceState): Estimate | null {
  if (price.kind === 'known') return price.estimate
  return price.kind === 'asking' ? price.last : null
}
