import { useTranslation } from 'react-i18next'
import { segmentCount } from 'shared/story'
import { Chips, Field, formatNumber, Slider } from '../ui/index.ts'
import type { ComposerForm } from './form.ts'
import { DURATION, REEL_SECONDS } from './limits.ts'

export interface DurationFieldProps {
  readonly form: Pick<ComposerForm, 'duration' | 'reelSeconds'>
  /** Seconds that one clip can have at most. */
  readonly maximum: number
  readonly onChange: (part: Partial<ComposerForm>) => void
}

/** Lengths of one clip that are chosen most. */
const CLIP_PRESETS = [5, 10] as const
const PRESETS = [...CLIP_PRESETS, ...REEL_SECONDS]

/** How long it is: one clip by the slider, or several segments by a preset, with how many these are. */
export function DurationField({ form, maximum, onChange }: DurationFieldProps) {
  const { t, i18n } = useTranslation()
  const { duration, reelSeconds } = form
  const say = (seconds: number): string => t('composer.durationValue', { value: formatNumber(seconds, i18n.language) })
  const choose = (value: string): void => {
    const reel = REEL_SECONDS.find((seconds) => String(seconds) === value)
    onChange(reel === undefined ? { reelSeconds: null, duration: Number(value) } : { reelSeconds: reel })
  }
  return (
    <Field
      title={t('composer.duration')}
      aside={say(reelSeconds ?? duration)}
      {...(reelSeconds === null ? {} : { hint: t('long.hint', { count: segmentCount(reelSeconds) }) })}
    >
      <Chips
        label={t('long.title')}
        value={String(reelSeconds ?? duration)}
        options={PRESETS.map((seconds) => ({ value: String(seconds), label: say(seconds) }))}
        onChange={choose}
      />
      {reelSeconds === null ? (
        <Slider
          label={t('composer.duration')}
          value={duration}
          minimum={DURATION.minimum}
          maximum={maximum}
          step={DURATION.step}
          valueText={say(duration)}
          onChange={(value) => onChange({ duration: value })}
        />
      ) : null}
    </Field>
  )
}
