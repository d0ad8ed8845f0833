import { useEffect, useState } from 'react'
import type { Failure } from '../api/index.ts'
import type { ClipRequest, Estimate } from 'shared/wire'
import type { ComposerPorts } from './ports.ts'

export type PriceState =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly estimate: Estimate }
  | { readonly kind: 'failed'; readonly failure: Failure }

const ASK_AFTER_MS = 200

/** The price of a request, asked for again as it changes; null asks for nothing. Equal requests count as the same. */
export function usePrice(estimate: ComposerPorts['estimate'], request: ClipRequest | null, refresh: unknown): PriceState {
  const [state, setState] = useState<{ readonly of: string | null; readonly price: PriceState }>({ of: null, price: { kind: 'none' } })
  const key = request === null ? null : JSON.stringify(request)
  useEffect(() => {
    if (key === null || request === null) return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      void (async () => {
        const reply = await estimate(request, controller.signal)
        if (controller.signal.aborted) return
        setState({ of: key, price: reply.kind === 'ok' ? { kind: 'known', estimate: reply.value } : { kind: 'failed', failure: reply } })
      })()
    }, ASK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
    // The request is compared by its text: a new object with the same content asks for nothing new.
  }, [estimate, key, refresh])
  if (key === null) return { kind: 'none' }
  return state.of === key ? state.price : { kind: 'asking' }
}
