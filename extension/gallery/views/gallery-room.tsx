import { Clapperboard, ListChecks, SearchX, Star } from 'lucide-react'
import { type ReactNode, useCallback, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, classes, EmptyState, IconButton, INPUT_LOOK, Segmented, Skeleton } from '../../ui/index.ts'
import type { Asset } from 'shared/wire'
import type { Gallery, GalleryQuery } from '../data/types.ts'
import { ClipGrid } from './clip-grid.tsx'
import { JoinBar } from './join-bar.tsx'
import { useSelection } from './use-selection.ts'
import { useGalleryState, useItems } from './use-items.ts'

export interface GalleryRoomProps {
  readonly gallery: Gallery
  readonly onOpen: (id: string) => void
  readonly onCreate: () => void
  /** Clips are to be joined, in this order. */
  readonly onJoin: (clips: readonly JoinedClip[]) => void
  /** What there is to say above the clips. */
  readonly children?: ReactNode
}

/** A clip that is to be joined with others. */
export interface JoinedClip {
  readonly video: Asset
  readonly title: string
}

const PAGE = 120
const FILTERS = ['all', 'running', 'completed', 'failed'] as const
type Filter = (typeof FILTERS)[number]
const PLACES = [0, 1, 2, 3, 4, 5] as const

/** The Gallery tab: everything that was ever made, searched and filtered, also while the backend is away. */
export function GalleryRoom({ gallery, onOpen, onCreate, onJoin, children }: GalleryRoomProps) {
  const { t } = useTranslation()
  const { connection, caughtUp } = useGalleryState(gallery)
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const [favourites, setFavourites] = useState(false)
  const [limit, setLimit] = useState(PAGE)
  const words = useDeferredValue(text.trim())
  const query: GalleryQuery = {
    limit,
    ...(words === '' ? {} : { text: words }),
    ...(filter === 'all' ? {} : { status: filter }),
    ...(favourites ? { favourites } : {}),
  }
  const items = useItems(gallery, query)
  const selection = useSelection(items)
  const filtered = words !== '' || filter !== 'all' || favourites
  const count = items?.length ?? 0
  const more = useCallback(() => setLimit((before) => (count >= before ? before + PAGE : before)), [count])
  const clear = (): void => {
    setText('')
    setFilter('all')
    setFavourites(false)
  }
  return (
    <div className="flex flex-col gap-3 p-3">
      <h1 className="sr-only">{t('gallery.title')}</h1>
      {children}
      <div className="flex gap-2">
        <input
          type="search"
          value={text}
          aria-label={t('gallery.search')}
          placeholder={t('gallery.search')}
          onChange={(event) => setText(event.target.value)}
          className={classes(INPUT_LOOK, 'min-w-0')}
        />
        <IconButton
          look="secondary"
          label={t('gallery.favouritesOnly')}
          aria-pressed={favourites}
          icon={<Star aria-hidden className={classes('size-4', favourites && 'fill-current text-accent')} />}
          onClick={() => setFavourites(!favourites)}
        />
        <IconButton
          look="secondary"
          label={selection.on ? t('join.done') : t('join.select')}
          aria-pressed={selection.on}
          icon={<ListChecks aria-hidden className={classes('size-4', selection.on && 'text-accent')} />}
          onClick={selection.toggle}
        />
      </div>
      <Segmented<Filter>
        label={t('gallery.filter')}
        value={filter}
        onChange={setFilter}
        options={FILTERS.map((value) => ({ value, label: t(`gallery.filters.${value}`) }))}
      />
      {connection === 'offline' ? <p className="text-xs text-muted">{t('gallery.offline')}</p> : null}
      {connection === 'live' && !caughtUp ? <output className="text-xs text-muted">{t('gallery.catchingUp')}</output> : null}
      {items === undefined ? (
        <output aria-label={t('gallery.loading')} className="grid grid-cols-2 gap-2">
          {PLACES.map((place) => (
            <Skeleton key={place} className="aspect-[4/5]" />
          ))}
        </output>
      ) : items.length > 0 ? (
        <>
          <ClipGrid
            gallery={gallery}
            items={items}
            selected={selection.on ? selection.ids : null}
            onOpen={selection.on ? selection.press : onOpen}
            onNearEnd={more}
          />
          {selection.on ? <JoinBar clips={selection.clips} onJoin={onJoin} /> : null}
        </>
      ) : filtered ? (
        <EmptyState
          icon={<SearchX className="size-5" />}
          title={t('gallery.noneTitle')}
          text={t('gallery.noneText')}
          actions={<Button onClick={clear}>{t('gallery.clear')}</Button>}
        />
      ) : (
        <EmptyState
          icon={<Clapperboard className="size-5" />}
          title={t('gallery.emptyTitle')}
          text={t('gallery.emptyText')}
          actions={
            <Button look="primary" onClick={onCreate}>
              {t('gallery.emptyAction')}
            </Button>
          }
        />
      )}
    </div>
  )
}
