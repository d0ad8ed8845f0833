import { useEffect, useState } from 'react'
import type { Estimate } from 'shared/wire'
import type { Failure } from '../api/index.ts'
import { useConnection, usePorts } from './use-reel.ts'

export type StoryPrice =
  | { readonly kind: 'asking'; readonly last: Estimate | null }
  | { readonly kind: 'known'; readonly estimate: Estimate }
  | { readonly kind: 'failed'; readonly failure: Failure }

const ASK_AFTER_MS = 400

/**
 * What it costs to make what a story lacks; asked for again when the story has changed.
 * @param of anything that is different whenever the price may be; null while nothing can be made of the story
 */
export function useStoryPrice(storyId: string, of: string | null): StoryPrice {
  const { estimateStory } = usePorts()
  const live = useConnection() === 'live'
  const [state, setState] = useState<{ readonly of: string | null; readonly price: StoryPrice } | null>(null)
  useEffect(() => {
    if (!live || of === null) return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      void (async () => {
        const reply = await estimateStory(storyId, controller.signal)
        if (controller.signal.aborted) return
        setState({ of, price: reply.kind === 'ok' ? { kind: 'known', estimate: reply.value } : { kind: 'failed', failure: reply } })
      })()
    }, ASK_AFTER_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [estimateStory, storyId, of, live])
  if (!live) return { kind: 'failed', failure: { kind: 'offline' } }
  if (of === null) return { kind: 'asking', last: null }
  if (state?.of === of) return state.price
  return { kind: 'asking', last: state?.price.kind === 'known' ? state.price.estimate : null }
}

/** The estimate in sight, also while a newer one is worked out. */
export function estimateIn(price: StoryPrice): Estimate | null {
  return price.kind === 'known' ? price.estimate : price.kind === 'asking' ? price.last : null
}
