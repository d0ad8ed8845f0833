import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, Field, INPUT_LOOK } from '../../ui/index.ts'
import { LENGTHS } from '../limits.ts'
import type { PageWords } from './page-draft.ts'

export interface PageFactsFormProps {
  readonly facts: PageWords
  readonly onChange: (part: Partial<PageWords>) => void
}

/** What the page says, to be looked over. */
export function PageFactsForm({ facts, onChange }: PageFactsFormProps) {
  const { t } = useTranslation()
  return (
    <>
      <Line label={t('pageReel.name')} value={facts.title} limit={LENGTHS.title} onChange={(title) => onChange({ title })} />
      <div className="grid grid-cols-[minmax(0,1fr)_5.5rem_4.5rem] gap-2">
        <Line label={t('pageReel.brand')} value={facts.brand} limit={LENGTHS.name} onChange={(brand) => onChange({ brand })} />
        <Line
          label={t('pageReel.price')}
          value={facts.price}
          limit={LENGTHS.short}

          onChange={(price) => onChange({ price })}
        />
        <Line label={t('pageReel.currency')} value={facts.currency} limit={10} onChange={(currency) => onChange({ currency })} />
      </div>
      <Area label={t('pageReel.description')} value={facts.description} rows={3} onChange={(description) => onChange({ description })} />
      <Area
        label={t('pageReel.features')}
        hint={t('pageReel.featuresHint')}
        value={facts.features}
        rows={2}
        onChange={(features) => onChange({ features })}
      />
    </>
  )
}

interface LineProps {
  readonly label: string
  readonly value: string
  readonly limit: number
  readonly onChange: (value: string) => void
}

function Line({ label, value, limit, onChange }: LineProps) {
  const id = useId()
  return (
    <Field title={label} htmlFor={id}>
      <input
        id={id}
        value={value}
        maxLength={limit}
        onChange={(event) => onChange(event.target.value)}
        className={classes(INPUT_LOOK, 'min-w-0')}
      />
    </Field>
  )
}

interface AreaProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly rows: number
  readonly onChange: (value: string) => void
}

function Area({ label, hint, value, rows, onChange }: AreaProps) {
  const id = useId()
  return (
    <Field title={label} htmlFor={id} {...(hint === undefined ? {} : { hint })}>
      <textarea
        id={id}
        rows={rows}
        value={value}
        maxLength={LENGTHS.pageDescription}
        onChange={(event) => onChange(event.target.value)}
        className={classes(INPUT_LOOK, 'field-sizing-content max-h-40 resize-none')}
      />
    </Field>
  )
}
