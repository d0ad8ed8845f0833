import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Disclosure, Field, IconButton } from '../../ui/index.ts'
import { MOST_COLOURS } from '../limits.ts'
import { PictureField } from '../segment/picture-field.tsx'
import { TextField } from '../text-field.tsx'
import { useEditor } from '../use-editor.ts'

const FIRST_COLOUR = '#7b61ff'

/** What the brand looks like: its colours, fonts and logo. Captions, overlays and the end card are drawn with it. */
export function BrandKit() {
  const { t } = useTranslation()
  const { story, patch } = useEditor()
  const { colours, headingFont, bodyFont, logo } = story.brand
  const keep = (next: readonly string[]): void => patch({ brand: { colours: [...next] } })
  const fontOf = (value: string): string | null => (value.trim() === '' ? null : value.trim())
  return (
    <Disclosure title={t('brand.title')} now={<Swatches colours={colours} />}>
      <Field title={t('brand.colours')}>
        <ul aria-label={t('brand.colours')} className="flex flex-wrap gap-2">
          {colours.map((colour, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- a colour has no name but its place
            <li key={at} className="flex items-center gap-0.5">
              <input
                type="color"
                aria-label={t('brand.colour', { position: at + 1 })}
                defaultValue={colour}
                onBlur={(event) => {
                  if (event.target.value !== colour) keep(colours.with(at, event.target.value))
                }}
                className="size-8 cursor-pointer rounded-lg border border-control bg-transparent"
              />
              <IconButton
                size="small"
                label={t('brand.removeColour', { position: at + 1 })}
                icon={<X aria-hidden className="size-3.5" />}
                onClick={() => keep(colours.toSpliced(at, 1))}
              />
            </li>
          ))}
          <li>
            <IconButton
              size="small"
              look="secondary"
              label={t('brand.addColour')}
              disabled={colours.length >= MOST_COLOURS}
              icon={<Plus aria-hidden className="size-3.5" />}
              onClick={() => keep([...colours, FIRST_COLOUR])}
            />
          </li>
        </ul>
      </Field>
      <TextField
        title={t('brand.headingFont')}
        value={headingFont ?? ''}
        rows={1}
        limit="name"
        placeholder={t('brand.fontPlaceholder')}
        onKeep={(value) => patch({ brand: { headingFont: fontOf(value) } })}
      />
      <TextField
        title={t('brand.bodyFont')}
        value={bodyFont ?? ''}
        rows={1}
        limit="name"
        placeholder={t('brand.fontPlaceholder')}
        onKeep={(value) => patch({ brand: { bodyFont: fontOf(value) } })}
      />
      <PictureField title={t('brand.logo')} asset={logo} onChange={(asset) => patch({ brand: { logo: asset } })} />
    </Disclosure>
  )
}

function Swatches({ colours }: { readonly colours: readonly string[] }) {
  return (
    <span aria-hidden className="inline-flex gap-1 align-middle">
      {colours.map((colour) => (
        <span key={colour} className="inline-block size-3 rounded-full border border-line" style={{ backgroundColor: colour }} />
      ))}
    </span>
  )
}
