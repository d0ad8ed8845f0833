import { useEffect, useState } from 'react'
import type { ClipRequest, Estimate } from 'shared/wire'
import type { Reply } from '../../api/index.ts'
import type { Gallery } from '../data/types.ts'

/** What a request costs; null until that is known. Equal requests count as the same. */
export function usePrice(gallery: Pick<Gallery, 'estimate'>, request: ClipRequest): Reply<Estimate> | null {
  const [state, setState] = useState<{ readonly of: string; readonly reply: Reply<Estimate> } | null>(null)
  const key = JSON.stringify(request)
  const [asked, setAsked] = useState({ key, request })
  if (asked.key !== key) setAsked({ key, request })
  useEffect(() => {
    const controller = new AbortController()
    void (async () => {
      const reply = await gallery.estimate(asked.request, controller.signal)
      if (!controller.signal.aborted) setState({ of: asked.key, reply })
    })()
    return () => controller.abort()
  }, [gallery, asked])
  return state?.of === key ? state.reply : null
}
