import { useLiveQuery } from 'dexie-react-hooks'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Asset } from 'shared/wire'
import type { Gallery, GalleryItem, GalleryQuery, GalleryState, PlayableMedia } from '../data/types.ts'

/** How the gallery stands to the backend. */
export function useGalleryState(gallery: Gallery): GalleryState {
  return useSyncExternalStore(gallery.subscribe, gallery.state)
}

/** The cards of a query, kept up to date; undefined until they have been read for the first time. */
export function useItems(gallery: Gallery, query: GalleryQuery): readonly GalleryItem[] | undefined {
  const { database } = useGalleryState(gallery)
  const { text, status, favourites, limit } = query
  const found = useLiveQuery(() => gallery.items(query), [gallery, database, text, status, favourites, limit])
  // A longer page of the same query comes a moment later; what is there stays in sight until then.
  const last = useRef<{ readonly of: string; readonly items: readonly GalleryItem[] } | null>(null)
  const of = JSON.stringify([database, text, status, favourites])
  if (found !== undefined) last.current = { of, items: found }
  return last.current?.of === of ? last.current.items : undefined
}

/** One card by its id; undefined while it is being read, null when there is none. */
export function useItem(gallery: Gallery, id: string | null): GalleryItem | null | undefined {
  const { database } = useGalleryState(gallery)
  return useLiveQuery(() => (id === null ? null : gallery.item(id)), [gallery, database, id])
}

/** Where to load an asset from, for as long as it is shown; null until that is known or when there is nowhere. */
export function useMedia(gallery: Gallery, asset: Asset | null): PlayableMedia | null {
  const [media, setMedia] = useState<PlayableMedia | null>(null)
  const [id, url] = [asset?.id, asset?.url]
  const latest = useRef(asset)
  latest.current = asset
  useEffect(() => {
    const wanted = latest.current
    if (wanted === null || id === undefined) return
    let stale = false
    let shown: PlayableMedia | null = null
    void (async () => {
      const found = await gallery.media(wanted)
      if (stale) return found.release()
      shown = found
      setMedia(found)
    })()
    return () => {
      stale = true
      setMedia(null)
      shown?.release()
    }
  }, [gallery, id, url])
  return media
}

/** The address of a blob for as long as it is shown. */
export function useBlobUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (blob === null) return
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => {
      setUrl(null)
      URL.revokeObjectURL(made)
    }
  }, [blob])
  return url
}

/** The present moment, once a second while `ticking`. */
export function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!ticking) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [ticking])
  return now
}
