import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, Field, INPUT_LOOK } from '../ui/index.ts'
import { PROMPT } from './limits.ts'
import type { Reach } from './maker/reach.ts'
import { judgePrompt } from './prompt.ts'

export interface PromptFieldProps {
  readonly value: string
  readonly hasPicture: boolean
  readonly reach: Pick<Reach, 'embedded' | 'promptMaximum'>
  readonly onChange: (value: string) => void
  /** What can be done with the words. */
  readonly children?: ReactNode
}

/** The prompt with its counter; says what is wrong while it is written, and why. */
export function PromptField({ value, hasPicture, reach, onChange, children }: PromptFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const maximum = reach.promptMaximum
  const verdict = judgePrompt(value, maximum)
  const wrong = verdict.kind === 'too-short' || verdict.kind === 'too-long'
  const hint =
    verdict.kind === 'too-short'
      ? t('composer.promptTooShort', { count: verdict.missing, minimum: PROMPT.minimum })
      : verdict.kind === 'too-long'
        ? t('composer.promptTooLong', { count: verdict.excess, maximum })
        : hasPicture
          ? verdict.kind === 'empty'
            ? t('composer.promptWithPicture')
            : null
          : verdict.kind === 'empty'
            ? t('composer.promptNeeded')
            : reach.embedded
              ? t('composer.titleCard')
              : null
  return (
    <Field
      title={t('composer.prompt')}
      htmlFor={id}
      aside={
        <span className={wrong ? 'font-semibold text-danger' : ''}>{t('composer.promptCount', { count: verdict.count, maximum })}</span>
      }
    >
      <textarea
        id={id}
        value={value}
        rows={3}
        placeholder={t('composer.promptPlaceholder')}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
        className={classes(INPUT_LOOK, 'field-sizing-content max-h-48 min-h-20 resize-none leading-relaxed')}
      />
      <p id={`${id}-hint`} aria-live="polite" className={classes('min-h-4 text-xs', wrong ? 'text-danger' : 'text-muted')}>
        {hint}
      </p>
      {children}
    </Field>
  )
}
