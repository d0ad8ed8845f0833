import { useCallback, useSyncExternalStore } from 'react'

/** Something that tells when it has changed; `state` gives the same object until then. */
export interface Watchable<T> {
  state(): T
  subscribe(listener: () => void): () => void
}

/** How something stands, kept up to date. */
export function useWatched<T>(watchable: Watchable<T>): T {
  const subscribe = useCallback((listener: () => void) => watchable.subscribe(listener), [watchable])
  return useSyncExternalStore(subscribe, () => watchable.state())
}
