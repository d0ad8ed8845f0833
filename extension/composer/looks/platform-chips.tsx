import { useTranslation } from 'react-i18next'
import { type Platform, PLATFORM_RULES, PLATFORMS } from 'shared/strategy'
import { Chips, Field, formatNumber } from '../../ui/index.ts'
import type { ComposerForm } from '../form.ts'

export interface PlatformChipsProps {
  readonly value: Platform | null
  readonly onChange: (part: Partial<ComposerForm>) => void
}

const NONE = 'none'
const CHOICES = [NONE, ...PLATFORMS] as const

/** Where the clip will be shown: sets its shape and length, and the safe zone over the preview. */
export function PlatformChips({ value, onChange }: PlatformChipsProps) {
  const { t, i18n } = useTranslation()
  const rule = value === null ? null : PLATFORM_RULES[value]
  const choose = (chosen: Platform | typeof NONE): void => {
    if (chosen === NONE) return onChange({ platform: null, aspectRatio: null })
    const { aspectRatio, duration } = PLATFORM_RULES[chosen]
    return onChange({ platform: chosen, aspectRatio, duration })
  }
  return (
    <Field
      title={t('platform.title')}
      aside={
        rule === null ? undefined : t('platform.set', { aspect: rule.aspectRatio, duration: formatNumber(rule.duration, i18n.language) })
      }
      {...(value === null ? {} : { hint: t('platform.safe', { platform: t(`platforms.${value}`) }) })}
    >
      <Chips<Platform | typeof NONE>
        label={t('platform.title')}
        value={value ?? NONE}
        onChange={choose}
        options={CHOICES.map((each) => ({ value: each, label: t(`platforms.${each}`) }))}
      />
    </Field>
  )
}
