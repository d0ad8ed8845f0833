import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageCandidate, Size } from 'shared/page'
import { Button } from '../ui/index.ts'
import { bestSize, thumbnailSources } from './candidate-files.ts'

const SHOWN_FIRST = 9

export interface PageGridProps {
  readonly candidates: readonly ImageCandidate[]
  readonly disabled: boolean
  readonly onTake: (candidate: ImageCandidate) => void
}

/** The pictures of the page, best first, each with the size it really has. */
export function PageGrid({ candidates, disabled, onTake }: PageGridProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? candidates : candidates.slice(0, SHOWN_FIRST)
  return (
    <>
      <ul className="grid grid-cols-3 gap-2 min-[520px]:grid-cols-4">
        {shown.map((candidate, index) => (
          <li key={candidate.id}>
            <PictureTile candidate={candidate} position={index + 1} disabled={disabled} onTake={onTake} />
          </li>
        ))}
      </ul>
      {shown.length < candidates.length ? (
        <Button size="small" look="quiet" className="w-full" onClick={() => setAll(true)}>
          {t('picker.showMore', { count: candidates.length })}
        </Button>
      ) : null}
    </>
  )
}

interface PictureTileProps {
  readonly candidate: ImageCandidate
  readonly position: number
  readonly disabled: boolean
  readonly onTake: (candidate: ImageCandidate) => void
}

function PictureTile({ candidate, position, disabled, onTake }: PictureTileProps) {
  const { t } = useTranslation()
  const sources = thumbnailSources(candidate)
  const [tried, setTried] = useState(0)
  const best = bestSize(candidate)
  const size = best === null ? t('picker.sizeUnknown') : t('picker.size', { width: best.width, height: best.height })
  const source = sources[tried]
  return (
    <button
      type="button"
      disabled={disabled}
      aria-label={candidate.alt === '' ? t('picker.itemUnnamed', { position, size }) : t('picker.item', { alt: candidate.alt, size })}
      title={sizeNote(candidate, best) === null ? size : t('picker.biggerThanShown', sizeNote(candidate, best) ?? NO_NOTE)}
      onClick={() => onTake(candidate)}
      className="group relative block aspect-square w-full overflow-hidden rounded-card border border-line checker transition hover:border-accent hover:shadow-glow disabled:opacity-50"
    >
      {source === undefined ? (
        <ImageOff aria-hidden className="m-auto size-6 text-muted" />
      ) : (
        <img
          alt=""
          src={source}
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setTried(tried + 1)}
          className="size-full object-cover transition group-hover:scale-105"
        />
      )}
      <span className="absolute inset-x-0 inset-be-0 truncate bg-scrim px-1 py-0.5 text-[10px] text-on-media tabular-nums">{size}</span>
    </button>
  )
}

const NO_NOTE = { width: 0, height: 0, shownWidth: 0, shownHeight: 0 }

function sizeNote({ box }: ImageCandidate, best: Size | null): typeof NO_NOTE | null {
  if (best === null || box === null || best.width <= box.width * 1.5) return null
  return { width: best.width, height: best.height, shownWidth: Math.round(box.width), shownHeight: Math.round(box.height) }
}
