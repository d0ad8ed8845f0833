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
export function usePrice(estimate: ComposerPorts['estimate'], request: ClipRequest | null): PriceState {
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
    }, ASK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [estimate, asked])
  if (key === null) return { kind: 'none' }
  return state.of === key ? state.price : { kind: 'asking' }
}
