import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderModel } from 'shared/wire'
import { Chips, Disclosure, Field, INPUT_LOOK } from '../../ui/index.ts'
import type { OptionValue } from '../form.ts'
import { type OptionField, optionFields, takes } from './option-fields.ts'

type Values = Readonly<Record<string, OptionValue>>

export interface OptionsFormProps {
  readonly model: ProviderModel
  readonly values: Values
  readonly onChange: (values: Values) => void
}

/** What a model takes besides, from its JSON Schema. What is left as it is, is not sent. */
export function OptionsForm({ model, values, onChange }: OptionsFormProps) {
  const { t } = useTranslation()
  const fields = optionFields(model)
  if (fields.length === 0) return null
  const set = (name: string, value: OptionValue | null): void => {
    const { [name]: _before, ...rest } = values
    onChange(value === null ? rest : { ...rest, [name]: value })
  }
  return (
    <Disclosure title={t('maker.options', { model: model.id })} now={Object.keys(values).join(', ')}>
      {fields.map((field) => (
        <OptionInput key={field.name} field={field} value={values[field.name] ?? null} onChange={(value) => set(field.name, value)} />
      ))}
    </Disclosure>
  )
}

interface OptionInputProps {
  readonly field: OptionField
  readonly value: OptionValue | null
  readonly onChange: (value: OptionValue | null) => void
}

function OptionInput({ field, value, onChange }: OptionInputProps) {
  const { t } = useTranslation()
  const id = useId()
  const hint = field.description === null ? {} : { hint: field.description }
  const aside = field.standard === null ? {} : { aside: t('maker.optionDefault', { value: `${field.standard}` }) }
  if (field.kind === 'switch' || field.kind === 'choice') {
    const offered: readonly OptionValue[] = field.kind === 'switch' ? [true, false] : field.values
    const words = (each: OptionValue): string => (each === true ? t('settings.on') : each === false ? t('settings.off') : `${each}`)
    return (
      <Field title={field.name} {...aside} {...hint}>
        <Chips
          label={field.name}
          value={value === null ? '' : `${value}`}
          options={[{ value: '', label: t('maker.optionNone') }, ...offered.map((each) => ({ value: `${each}`, label: words(each) }))]}
          onChange={(chosen) => onChange(offered.find((each) => `${each}` === chosen) ?? null)}
        />
      </Field>
    )
  }
  const wrong = value !== null && !takes(field, value)
  const bounded = field.kind === 'number' && field.minimum !== null && field.maximum !== null
  return (
    <Field title={field.name} htmlFor={id} {...aside} {...hint}>
      <input
        id={id}
        value={value === null ? '' : `${value}`}
        inputMode={field.kind === 'number' ? 'decimal' : 'text'}
        autoComplete="off"
        aria-invalid={wrong}
        aria-describedby={bounded ? `${id}-range` : undefined}
        onChange={(event) => onChange(valueOf(field, event.target.value))}
        className={INPUT_LOOK}
      />
      {bounded ? (
        <p id={`${id}-range`} className={wrong ? 'text-xs text-danger' : 'text-xs text-muted'}>
          {t('maker.optionNumber', { minimum: field.minimum, maximum: field.maximum })}
        </p>
      ) : null}
    </Field>
  )
}

/** What was typed; words in the place of a number stay words, so that they can be shown as wrong. */
function valueOf(field: OptionField, text: string): OptionValue | null {
  if (text === '') return null
  const number = Number(text.replace(',', '.'))
  return field.kind === 'number' && text.trim() !== '' && !Number.isNaN(number) && !/[.,]$/.test(text) ? number : text
}
