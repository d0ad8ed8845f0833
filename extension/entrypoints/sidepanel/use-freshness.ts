import { useEffect } from 'react'
import type { StreamState } from '../../api/index.ts'
import { useStandings } from '../../gallery/index.ts'
import type { PanelServices } from './services.ts'

/** Keeps what is watched fresh: all of it when the backend is there again or the panel is looked at, and money as jobs come and go. */
export function useFreshness({ gallery, providers, budget, user, unclear }: PanelServices, state: StreamState): void {
  const standings = useStandings(gallery)
  useEffect(() => {
    if (state !== 'live') return undefined
    const refresh = (): void => {
      if (document.visibilityState === 'visible') void providers.refresh()
    }
    refresh()
    document.addEventListener('visibilitychange', refresh)
    return () => document.removeEventListener('visibilitychange', refresh)
  }, [state, providers])
  useEffect(() => {
    if (state !== 'live' || standings === null) return
    for (const each of [budget, user, unclear]) void each.refresh()
  }, [state, standings, budget, user, unclear])
}
