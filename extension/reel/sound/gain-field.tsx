import { useTranslation } from 'react-i18next'
import { Field, Slider } from '../../ui/index.ts'
import { GAIN } from '../limits.ts'
import { useSettled } from '../use-settled.ts'

/** How loud one lane is, in decibels against full. */
export function GainField({
  label,
  gain,
  onKeep,
}: {
  readonly label: string
  readonly gain: number
  readonly onKeep: (gain: number) => void
}) {
  const { t } = useTranslation()
  const slide = useSettled(gain, onKeep)
  const text = t('sound.decibels', { value: slide.value })
  return (
    <Field title={t('sound.gain')} aside={text}>
      <Slider
        label={label}
        value={slide.value}
        minimum={GAIN.minimum}
        maximum={GAIN.maximum}
        step={1}
        valueText={text}
        onChange={slide.onChange}
        onCommit={slide.onCommit}
      />
    </Field>
  )
}
