import { Crop, Layers, SquareDashedMousePointer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { FrameSize } from 'shared/camera'
import { Field, Segmented } from '../ui/index.ts'
import type { ChosenPicture } from './chosen.ts'
import type { ComposerForm, FitKind } from './form.ts'
import { HandBoxEditor } from './hand-box-editor.tsx'

export interface FitFieldProps {
  readonly form: Pick<ComposerForm, 'fit' | 'hand'>
  readonly picture: ChosenPicture
  readonly frame: FrameSize
  readonly onChange: (part: Partial<ComposerForm>) => void
}

/** How a picture of another shape fills the frame; the preview above shows what comes of it. */
export function FitField({ form, picture, frame, onChange }: FitFieldProps) {
  const { t } = useTranslation()
  return (
    <Field title={t('composer.fit')} {...(form.fit === 'rectangle' ? {} : { hint: t(`fits.${form.fit}Hint`) })}>
      <Segmented<FitKind>
        label={t('composer.fit')}
        value={form.fit}
        onChange={(fit) => onChange({ fit })}
        options={[
          { value: 'crop', label: t('fits.crop'), art: <Crop aria-hidden className="size-3.5 shrink-0" /> },
          { value: 'blur', label: t('fits.blur'), art: <Layers aria-hidden className="size-3.5 shrink-0" /> },
          { value: 'rectangle', label: t('fits.rectangle'), art: <SquareDashedMousePointer aria-hidden className="size-3.5 shrink-0" /> },
        ]}
      />
      {form.fit === 'rectangle' ? (
        <HandBoxEditor url={picture.url} picture={picture} frame={frame} box={form.hand} onChange={(hand) => onChange({ hand })} />
      ) : null}
    </Field>
  )
}
