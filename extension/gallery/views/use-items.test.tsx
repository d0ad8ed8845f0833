// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, vi } from 'vitest'
import type { Gallery, GalleryItem, GalleryState } from '../data/types.ts'
import { useItems } from './use-items.ts'

/** A gallery of one request that waits; which one is being sent is not in its database, as in the real one. */
function galleryOfOne() {
  const listeners = new Set<() => void>()
  let state: GalleryState = { database: 'feed', connection: 'offline', caughtUp: false, sending: null }
  const request = { kind: 'clip', prompt: 'a lamp at night' } as const
  const gallery: Pick<Gallery, 'state' | 'subscribe' | 'items'> = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async items(): Promise<readonly GalleryItem[]> {
      const stands = state.sending === 'one' ? 'sending' : 'waiting'
      const waiting = { id: 'one', createdAt: 0, state: stands, request, shownUsdMicros: 0, picture: null, problem: null } as const
      return [{ kind: 'waiting', id: 'one', createdAt: 0, waiting }]
    },
  }
  const send = (sending: string | null): void => {
    state = { ...state, sending }
    for (const listener of listeners) listener()
  }
  return { gallery, send }
}

function States({ gallery }: { readonly gallery: ReturnType<typeof galleryOfOne>['gallery'] }): ReactNode {
  const items = useItems(gallery, {}) ?? []
  return items.map((item) => (item.kind === 'waiting' ? item.waiting.state : 'job')).join()
}

it('shows that a request goes out, and that it waits again where nobody answered', async () => {
  const { gallery, send } = galleryOfOne()
  const root = createRoot(document.body)
  root.render(<States gallery={gallery} />)
  await vi.waitFor(() => expect(document.body.textContent).toBe('waiting'))
  send('one')
  await vi.waitFor(() => expect(document.body.textContent).toBe('sending'))
  send(null)
  await vi.waitFor(() => expect(document.body.textContent).toBe('waiting'))
  root.unmount()
})
