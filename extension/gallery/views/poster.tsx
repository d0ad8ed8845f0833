import { Film } from 'lucide-react'
import { useState } from 'react'
import type { Asset, ClipJob } from 'shared/wire'
import { classes } from '../../ui/index.ts'
import type { Gallery } from '../data/types.ts'
import { stripTiles } from './strip-tiles.ts'
import { useMedia } from './use-items.ts'

/** The poster of a finished clip; under the pointer its filmstrip, at the place that the pointer is over. */
export function Poster({ gallery, job, className }: { readonly gallery: Gallery; readonly job: ClipJob; readonly className?: string }) {
  const [share, setShare] = useState<number | null>(null)
  const poster = useMedia(gallery, job.result?.poster ?? null)
  const [failed, setFailed] = useState<string | null>(null)
  return (
    <span
      className={classes('relative block overflow-hidden bg-sunken', className)}
      onPointerMove={(event) => {
        if (event.pointerType === 'touch') return
        const box = event.currentTarget.getBoundingClientRect()
        setShare(Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width)))
      }}
      onPointerLeave={() => setShare(null)}
    >
      {poster === null || failed === poster.url ? (
        <Film aria-hidden className="absolute inset-0 m-auto size-6 text-muted" />
      ) : (
        <img
          alt=""
          src={poster.url}
          decoding="async"
          draggable={false}
          onError={() => setFailed(poster.url)}
          className="size-full object-cover animate-appear"
        />
      )}
      {share === null || job.result === null ? null : (
        <Strip gallery={gallery} strip={job.result.filmstrip} video={job.result.video} share={share} />
      )}
    </span>
  )
}

interface StripProps {
  readonly gallery: Gallery
  readonly strip: Asset
  readonly video: Asset
  readonly share: number
}

function Strip({ gallery, strip, video, share }: StripProps) {
  const media = useMedia(gallery, strip)
  const facts = stripTiles(strip, video)
  if (media === null || facts === null) return null
  const tile = Math.floor(share * facts.tiles)
  return (
    <span aria-hidden className="absolute inset-0 flex items-center justify-center [container-type:size]">
      <span
        data-tile={tile}
        className="block shrink-0"
        style={{
          aspectRatio: facts.shape,
          // Covers the tile as the poster under it does: the longer of filling its width and filling its height.
          inlineSize: `max(100cqi, ${facts.shape * 100}cqb)`,
          backgroundImage: `url("${media.url}")`,
          backgroundSize: `${facts.tiles * 100}% 100%`,
          backgroundPositionX: facts.tiles === 1 ? '0%' : `${(tile / (facts.tiles - 1)) * 100}%`,
        }}
      />
      <span className="brand absolute inset-be-0 inset-s-0 h-0.5" style={{ inlineSize: `${share * 100}%` }} />
    </span>
  )
}
