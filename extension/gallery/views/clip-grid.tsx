import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Gallery, GalleryItem } from '../data/types.ts'
import { ClipTile } from './clip-tile.tsx'
import { columnsFor, GAP } from './columns.ts'
import { useJobActions } from './use-job-actions.ts'

export interface ClipGridProps {
  readonly gallery: Gallery
  readonly items: readonly GalleryItem[]
  /** The clips that are selected, in their order; null while nothing can be. */
  readonly selected: readonly string[] | null
  readonly onOpen: (id: string) => void
  /** The end is near: more of the query would be good. */
  readonly onNearEnd: () => void
}

/** Height over width of a tile. */
const TILE_SHAPE = 1.25

/** The clips in rows, of which only those in sight are in the document. */
export function ClipGrid({ gallery, items, selected, onOpen, onNearEnd }: ClipGridProps) {
  const { t } = useTranslation()
  const actions = useJobActions(gallery)
  const root = useRef<HTMLUListElement>(null)
  const [place, setPlace] = useState({ width: 320, top: 0 })
  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return undefined
    const measure = (): void => setPlace({ width: element.clientWidth, top: element.offsetTop })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])
  const columns = columnsFor(place.width)
  const tileWidth = (place.width - GAP * (columns - 1)) / columns
  const rowHeight = Math.round(tileWidth * TILE_SHAPE) + GAP
  const rows = Math.ceil(items.length / columns)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtualizer = useWindowVirtualizer({ count: rows, estimateSize: () => rowHeight, overscan: 3, scrollMargin: place.top })
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  const visible = virtualizer.getVirtualItems()
  const lastVisible = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows > 0 && lastVisible >= rows - 4) onNearEnd()
  }, [rows, lastVisible, onNearEnd])

  return (
    <ul ref={root} aria-label={t('gallery.list')} className="relative" style={{ blockSize: virtualizer.getTotalSize() }}>
      {visible.flatMap((row) =>
        items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => (
          <li
            key={item.id}
            aria-setsize={items.length}
            aria-posinset={row.index * columns + column + 1}
            className="absolute inset-bs-0"
            style={{
              insetInlineStart: column * (tileWidth + GAP),
              inlineSize: tileWidth,
              blockSize: rowHeight - GAP,
              translate: `0 ${row.start - place.top}px`,
            }}
          >
            <ClipTile
              gallery={gallery}
              item={item}
              place={selected === null ? null : selected.indexOf(item.id) + 1}
              onOpen={onOpen}
              onFavourite={({ job }) => void actions.favourite(job)}
            />
          </li>
        )),
      )}
    </ul>
  )
}
