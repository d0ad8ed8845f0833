import { useTranslation } from 'react-i18next'
import { type Style, STYLES } from 'shared/strategy'
import { CardPicture, ChoiceCards, Field } from '../../ui/index.ts'

export interface StyleCardsProps {
  readonly value: Style
  readonly onChange: (style: Style) => void
}

/** The styles, each by what the engine makes of the same picture. */
export function StyleCards({ value, onChange }: StyleCardsProps) {
  const { t } = useTranslation()
  return (
    <Field title={t('look.style')} aside={t(`styles.${value}`)}>
      <ChoiceCards
        label={t('look.style')}
        value={value}
        onChange={onChange}
        className="grid-cols-3 min-[480px]:grid-cols-6"
        options={STYLES.map((style) => ({ value: style, label: t(`styles.${style}`), art: <CardPicture name={`style-${style}`} /> }))}
      />
    </Field>
  )
}
