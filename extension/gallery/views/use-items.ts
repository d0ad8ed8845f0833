import { useLiveQuery } from 'dexie-react-hooks'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Asset } from 'shared/wire'
import type { Gallery, GalleryItem, GalleryQuery, GalleryState, PlayableMedia } from '../data/types.ts'

/** How the gallery stands to the backend. */
export function useGalleryState(gallery: Pick<Gallery, 'state' | 'subscribe'>): GalleryState {
  const subscribe = useCallback((listener: () => void) => gallery.subscribe(listener), [gallery])
  return useSyncExternalStore(subscribe, () => gallery.state())
}

/** The cards of a query, kept up to date; undefined until they have been read for the first time. */
export function useItems(gallery: Pick<Gallery, 'state' | 'subscribe' | 'items'>, query: GalleryQuery): readonly GalleryItem[] | undefined {
  const { database, sending } = useGalleryState(gallery)
  const { text, status, favourites, limit } = query
  const found = useLiveQuery(() => gallery.items(query), [gallery, database, sending, text, status, favourites, limit])
  // A longer page of the same query comes a moment later; what is there stays in sight until then.
  const [last, setLast] = useState<{ readonly of: string; readonly items: readonly GalleryItem[] } | null>(null)
  const of = JSON.stringify([database, text, status, favourites])
  if (found === undefined) return last?.of === of ? last.items : undefined
  if (last?.items !== found) setLast({ of, items: found })
  return found
}

/** Where the latest jobs stand, as a text that changes when one of them goes on to another status; null until they were read. */
export function useStandings(gallery: Pick<Gallery, 'state' | 'subscribe' | 'items'>): string | null {
  const items = useItems(gallery, LATEST)
  if (items === undefined) return null
  return items.map((item) => (item.kind === 'job' ? `${item.id} ${item.job.status}` : `${item.id} ${item.waiting.state}`)).join(', ')
}

const LATEST: GalleryQuery = { limit: 20 }

/** One card by its id; undefined while it is being read, null when there is none. */
export function useItem(gallery: Gallery, id: string | null): GalleryItem | null | undefined {
  const { database, sending } = useGalleryState(gallery)
  return useLiveQuery(() => (id === null ? null : gallery.item(id)), [gallery, database, sending, id])
}

/** Where to load an asset from, for as long as it is shown; null until that is known or when there is nowhere. */
export function useMedia(gallery: Gallery, asset: Asset | null): PlayableMedia | null {
  const [media, setMedia] = useState<{ readonly of: Asset; readonly is: PlayableMedia } | null>(null)
  // The mirror makes new objects of rows that have not changed; only another file is another asset here.
  const [wanted, setWanted] = useState(asset)
  if (wanted?.id !== asset?.id || wanted?.url !== asset?.url) setWanted(asset)
  useEffect(() => {
    if (wanted === null) return undefined
    let stale = false
    let shown: PlayableMedia | null = null
    void (async () => {
      const found = await gallery.media(wanted)
      if (stale) {
        found.release()
        return
      }
      shown = found
      setMedia({ of: wanted, is: found })
    })()
    return () => {
      stale = true
      shown?.release()
    }
  }, [gallery, wanted])
  return media !== null && media.of === wanted ? media.is : null
}

/** The address of a blob for as long as it is shown. */
export function useBlobUrl(blob: Blob | null): string | null {
  const url = useMemo(() => (blob === null ? null : URL.createObjectURL(blob)), [blob])
  useEffect(() => {
    if (url === null) return undefined
    return () => URL.revokeObjectURL(url)
  }, [url])
  return url
}

/** The present moment, once a second while `ticking`. */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!ticking) return undefined
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [ticking])
  return now
}
