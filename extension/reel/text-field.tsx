import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, Field, INPUT_LOOK } from '../ui/index.ts'
import { LENGTHS } from './limits.ts'
import { useTyped } from './use-typed.ts'

export interface TextFieldProps {
  readonly title: string
  readonly value: string
  /** Lines; 1 for a line that cannot be broken. */
  readonly rows: number
  readonly placeholder?: string
  readonly limit: keyof typeof LENGTHS
  readonly hint?: string
  readonly onKeep: (value: string) => void
  /** What can be done with the text; told what stands in the field, kept or not, and given a way to replace it. */
  readonly renderTools?: (value: string, replace: (value: string) => void) => ReactNode
}

/** A titled text of a story, kept when the person rests or leaves it. */
export function TextField({ title, value, rows, placeholder, limit, hint, onKeep, renderTools }: TextFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const typed = useTyped(value, onKeep)
  const maximum = LENGTHS[limit]
  const near = typed.value.length > maximum * 0.9
  const common = {
    id,
    value: typed.value,
    maxLength: maximum,
    placeholder: placeholder ?? '',
    onBlur: typed.onBlur,
    onChange: (event: { readonly target: { readonly value: string } }): void => typed.onChange(event.target.value),
  }
  return (
    <Field
      title={title}
      htmlFor={id}
      {...(near ? { aside: t('reel.count', { count: typed.value.length, maximum }) } : {})}
      {...(hint === undefined ? {} : { hint })}
    >
      {rows === 1 ? (
        <input {...common} className={INPUT_LOOK} />
      ) : (
        <textarea {...common} rows={rows} className={classes(INPUT_LOOK, 'field-sizing-content max-h-48 resize-none leading-relaxed')} />
      )}
      {renderTools?.(typed.value, typed.onChange)}
    </Field>
  )
}
