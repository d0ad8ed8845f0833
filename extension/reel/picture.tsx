import { ImageIcon } from 'lucide-react'
import { useState } from 'react'
import type { Asset } from 'shared/wire'
import { classes } from '../ui/index.ts'
import { useMedia } from './use-reel.ts'

export interface PictureProps {
  readonly asset: Asset | null
  /** What it shows; empty where that is said beside it. */
  readonly alt: string
  /** Width to height, as `9:16`, where its place has no height of its own. */
  readonly shape?: string
  readonly className?: string
}

/** A picture of the library, filling its place; a sign for one where there is none to show. */
export function Picture({ asset, alt, shape, className }: PictureProps) {
  const url = useMedia(asset)
  const [failed, setFailed] = useState<string | null>(null)
  const gone = url === null || failed === url
  return (
    <span
      className={classes('flex items-center justify-center overflow-hidden bg-sunken', className)}
      {...(shape === undefined ? {} : { style: { aspectRatio: shape.replace(':', ' / ') } })}
    >
      {gone ? (
        <ImageIcon aria-hidden className="size-5 text-muted" />
      ) : (
        <img
          alt={alt}
          src={url}
          decoding="async"
          draggable={false}
          onError={() => setFailed(url)}
          className="size-full object-cover animate-appear"
        />
      )}
    </span>
  )
}
