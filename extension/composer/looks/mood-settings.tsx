import { useTranslation } from 'react-i18next'
import type { CameraChoice } from 'shared/camera'
import { CATEGORIES, MOOD_MATRIX, MOOD_RANGE, moodCategory, type Strategy } from 'shared/strategy'
import { classes, Disclosure, Slider, Switch } from '../../ui/index.ts'
import type { ComposerForm } from '../form.ts'

export interface MoodSettingsProps {
  readonly form: Pick<ComposerForm, 'mood' | 'camera' | 'lighting' | 'prompt'>
  /** What the mood stands for; null without one. */
  readonly plan: Strategy<CameraChoice> | null
  readonly onChange: (part: Partial<ComposerForm>) => void
}

/** In the middle of the calm half. */
const FIRST_MOOD = 60
/** From calm and strange to loud and fast, as on the slider. */
const UPWARDS = CATEGORIES.toReversed()

/** A mood that chooses camera and light, and shows what it chose before anything is made. */
export function MoodSettings({ form, plan, onChange }: MoodSettingsProps) {
  const { t } = useTranslation()
  const { mood } = form
  const named = (value: number): string => t('mood.now', { value, category: t(`categories.${moodCategory(value)}`) })
  return (
    <Disclosure title={t('mood.title')} now={mood === null ? t('mood.off') : named(mood)}>
      <Switch
        label={t('mood.use')}
        hint={t('mood.useHint')}
        checked={mood !== null}
        onChange={(on) => onChange({ mood: on ? FIRST_MOOD : null })}
      />
      {mood === null || plan === null ? null : (
        <>
          <div className="flex flex-col gap-1">
            <Slider
              label={t('mood.slider')}
              value={mood}
              minimum={MOOD_RANGE.minimum}
              maximum={MOOD_RANGE.maximum}
              step={1}
              valueText={named(mood)}
              onChange={(next) => onChange({ mood: next })}
            />
            <div className="grid grid-cols-4 gap-1">
              {UPWARDS.map((category) => (
                <button
                  key={category}
                  type="button"
                  aria-pressed={category === plan.category}
                  onClick={() => onChange({ mood: middleOf(category) })}
                  className={classes(
                    'rounded-lg px-1 py-1.5 text-center text-[11px] leading-tight transition hover:bg-accent-soft',
                    category === plan.category ? 'font-semibold text-accent' : 'text-muted',
                  )}
                >
                  {t(`categories.${category}`)}
                </button>
              ))}
            </div>
          </div>
          <Plan form={form} plan={plan} />
        </>
      )}
    </Disclosure>
  )
}

function middleOf(category: (typeof CATEGORIES)[number]): number {
  return MOOD_MATRIX[category].from + 12
}

function Plan({ form, plan }: { readonly form: MoodSettingsProps['form']; readonly plan: Strategy<CameraChoice> }) {
  const { t } = useTranslation()
  const chosenBy = (own: boolean): string => (own ? t('mood.byYou') : t('mood.byMood'))
  const rows = [
    {
      name: t('mood.camera'),
      value: typeof plan.camera === 'string' ? t(`cameras.${plan.camera}.name`) : t('path.name'),
      note: chosenBy(form.camera !== null),
    },
    { name: t('mood.lighting'), value: t(`lightings.${plan.lighting}`), note: chosenBy(form.lighting !== null) },
    { name: t('mood.keywords'), value: plan.keywords.join(', '), note: null },
  ]
  return (
    <div aria-live="polite" className="flex flex-col gap-1.5 rounded-xl bg-sunken p-2.5 text-xs">
      <p className="font-semibold text-ink">{t('mood.chooses')}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {rows.map(({ name, value, note }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words text-ink">
              {value}
              {note === null ? null : <span className="text-muted"> ({note})</span>}
            </dd>
          </div>
        ))}
        {form.prompt.trim() === '' ? null : (
          <div className="contents">
            <dt className="text-muted">{t('mood.prompt')}</dt>
            <dd className="min-w-0 text-ink">
              <q lang="en" className="break-words italic quotes-none">
                {plan.prompt}
              </q>
              <p className="mbs-0.5 text-[11px] text-muted">{t('mood.promptHint')}</p>
            </dd>
          </div>
        )}
      </dl>
    </div>
  )
}
