import { useTranslation } from 'react-i18next'
import { type Overlay, OVERLAYS } from 'shared/strategy'
import { Chips, Field } from '../../ui/index.ts'

export interface OverlayChipsProps {
  readonly value: Overlay | null
  readonly onChange: (overlay: Overlay | null) => void
}

const NONE = 'none'
const CHOICES = [NONE, ...OVERLAYS] as const

/** What flies over the clip; the preview does not show it. */
export function OverlayChips({ value, onChange }: OverlayChipsProps) {
  const { t } = useTranslation()
  return (
    <Field title={t('overlay.title')} {...(value === null ? {} : { hint: t('overlay.atGenerate') })}>
      <Chips<Overlay | typeof NONE>
        label={t('overlay.title')}
        value={value ?? NONE}
        onChange={(chosen) => onChange(chosen === NONE ? null : chosen)}
        options={CHOICES.map((each) => ({ value: each, label: t(`overlays.${each}`) }))}
      />
    </Field>
  )
}
