import { ImagePlus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from 'shared/wire'
import { Button, Dialog, Field, Segmented } from '../../ui/index.ts'
import { Picture } from '../picture.tsx'
import { useAsset, useAssets, usePorts } from '../use-reel.ts'

export interface PictureFieldProps {
  readonly title: string
  readonly hint?: string
  /** Id of the picture; null for none. */
  readonly asset: string | null
  readonly onChange: (asset: string | null) => void
}

/** A picture out of the library, from the page that the person looks at, or from a file. */
export function PictureField({ title, hint, asset, onChange }: PictureFieldProps) {
  const { t } = useTranslation()
  const shown = useAsset(asset)
  const [choosing, setChoosing] = useState(false)
  return (
    <Field title={title} {...(hint === undefined ? {} : { hint })}>
      <div className="flex items-center gap-2">
        {asset === null ? null : <Picture asset={shown} alt={shown?.title ?? ''} className="size-14 rounded-lg border border-line" />}
        <Button size="small" icon={<ImagePlus aria-hidden className="size-3.5" />} onClick={() => setChoosing(true)}>
          {asset === null ? t('picture.choose') : t('picture.change')}
        </Button>
        {asset === null ? null : (
          <Button size="small" look="quiet" icon={<X aria-hidden className="size-3.5" />} onClick={() => onChange(null)}>
            {t('picture.none')}
          </Button>
        )}
      </div>
      {choosing ? (
        <PictureDialog
          onClose={() => setChoosing(false)}
          onChosen={(chosen) => {
            setChoosing(false)
            onChange(chosen.id)
          }}
        />
      ) : null}
    </Field>
  )
}

const PLACES = ['library', 'page'] as const
type Place = (typeof PLACES)[number]
const SHOWN = 60

export interface PictureDialogProps {
  readonly onClose: () => void
  readonly onChosen: (asset: Asset) => void
}

/** The ways to a picture. */
export function PictureDialog({ onClose, onChosen }: PictureDialogProps) {
  const { t } = useTranslation()
  const { renderPictures } = usePorts()
  const library = useAssets('image', SHOWN)
  const [place, setPlace] = useState<Place | null>(null)
  // Who has no pictures yet begins with the page.
  const now = place ?? (library !== undefined && library.length === 0 ? 'page' : 'library')
  return (
    <Dialog open onClose={onClose} title={t('picture.title')} description={t('picture.text')} quiet>
      <div className="flex flex-col gap-3">
        <Segmented<Place>
          label={t('picture.from')}
          value={now}
          options={PLACES.map((value) => ({ value, label: t(`picture.places.${value}`) }))}
          onChange={setPlace}
        />
        {now === 'page' ? (
          renderPictures({ onChosen })
        ) : library !== undefined && library.length === 0 ? (
          <p className="py-4 text-center text-xs text-muted">{t('picture.empty')}</p>
        ) : (
          <ul aria-label={t('picture.places.library')} className="grid grid-cols-3 gap-2 min-[520px]:grid-cols-5">
            {(library ?? []).map((asset, index) => (
              <li key={asset.id}>
                <button
                  type="button"
                  aria-label={asset.title ?? asset.sources[0]?.alt ?? t('picture.item', { position: index + 1 })}
                  onClick={() => onChosen(asset)}
                  className="block aspect-square w-full overflow-hidden rounded-xl border border-line transition hover:border-accent hover:shadow-glow"
                >
                  <Picture asset={asset} alt="" className="size-full" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
