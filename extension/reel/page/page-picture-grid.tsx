import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ImageCandidate } from 'shared/page'
import { classes, Field } from '../../ui/index.ts'
import { MOST_PICTURES } from './page-draft.ts'

const SHOWN = 12

export interface PagePictureGridProps {
  readonly candidates: readonly ImageCandidate[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** The pictures of the page, each wanted or not. */
export function PagePictureGrid({ candidates, chosen, onChange }: PagePictureGridProps) {
  const { t } = useTranslation()
  if (candidates.length === 0) return <p className="text-xs text-muted">{t('pageReel.noPictures')}</p>
  const toggle = (id: string): void =>
    onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-MOST_PICTURES))
  return (
    <Field title={t('pageReel.pictures')} aside={t('pageReel.chosen', { count: chosen.length })}>
      <ul aria-label={t('pageReel.pictures')} className="grid grid-cols-4 gap-2 min-[520px]:grid-cols-6">
        {candidates.slice(0, SHOWN).map(({ id, url, alt, alternates }, index) => {
          const wanted = chosen.includes(id)
          return (
            <li key={id}>
              <button
                type="button"
                aria-pressed={wanted}
                aria-label={alt === '' ? t('picture.item', { position: index + 1 }) : alt}
                onClick={() => toggle(id)}
                className={classes(
                  'relative block aspect-square w-full overflow-hidden rounded-xl border-2 checker transition',
                  wanted ? 'border-accent shadow-glow' : 'border-line opacity-60 hover:opacity-100',
                )}
              >
                <img
                  alt=""
                  src={alternates.at(-1)?.url ?? url}
                  loading="lazy"
                  decoding="async"
                  referrerPolicy="no-referrer"
                  className="size-full object-cover"
                />
                {wanted ? (
                  <span className="brand absolute inset-e-1 inset-bs-1 flex size-4 items-center justify-center rounded-full text-on-gradient">
                    <Check aria-hidden className="size-3" />
                  </span>
                ) : null}
              </button>
            </li>
          )
        })}
      </ul>
    </Field>
  )
}
