import { Wand } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Lighting, LIGHTINGS } from 'shared/strategy'
import { CardPicture, ChoiceCards, Disclosure, Slider, Switch } from '../../ui/index.ts'
import type { ComposerForm } from '../form.ts'
import type { Reach } from '../maker/reach.ts'

export interface LightSettingsProps {
  readonly form: Pick<ComposerForm, 'lighting' | 'lightingStrength'>
  /** What a mood chooses where the person does not; null without a mood. */
  readonly byMood: Lighting | null
  readonly reach: Pick<Reach, 'options'>
  readonly onChange: (part: Partial<ComposerForm>) => void
}

const NONE = 'none'
/** What the engine takes for a move of medium strength: where an own strength begins. */
const FIRST_STRENGTH = 0.75

/** The light of the clip and its strength. Nothing chosen leaves the picture's own, or what the mood chooses. */
export function LightSettings({ form, byMood, reach, onChange }: LightSettingsProps) {
  const { t } = useTranslation()
  const { lighting, lightingStrength } = form
  const open = byMood === null ? t('look.lightingNone') : t('look.lightingByMood')
  const now =
    lighting !== null
      ? t(`lightings.${lighting}`)
      : byMood === null
        ? t('look.lightingNone')
        : t('look.lightingNow', { lighting: t(`lightings.${byMood}`) })
  return (
    <Disclosure title={t('look.lighting')} now={now}>
      <ChoiceCards<Lighting | typeof NONE>
        label={t('look.lighting')}
        value={lighting ?? NONE}
        onChange={(chosen) => onChange({ lighting: chosen === NONE ? null : chosen })}
        className="grid-cols-3"
        options={[
          {
            value: NONE,
            label: open,
            art:
              byMood === null ? (
                <CardPicture name="style-realistic" />
              ) : (
                <span className="flex aspect-[16/10] w-full items-center justify-center rounded-lg border border-dashed border-control">
                  <Wand aria-hidden className="size-5" />
                </span>
              ),
          },
          ...LIGHTINGS.map((each) => ({ value: each, label: t(`lightings.${each}`), art: <CardPicture name={`light-${each}`} /> })),
        ]}
      />
      {(lighting === null && byMood === null) || !reach.options.has('lightingStrength') ? null : (
        <div className="flex flex-col gap-2">
          <Switch
            label={t('look.strengthOwn')}
            hint={t('look.strengthOwnHint')}
            checked={lightingStrength !== null}
            onChange={(own) => onChange({ lightingStrength: own ? FIRST_STRENGTH : null })}
          />
          {lightingStrength === null ? null : (
            <Slider
              label={t('look.strength')}
              value={lightingStrength}
              minimum={0}
              maximum={1}
              step={0.05}
              valueText={t('common.percent', { value: Math.round(lightingStrength * 100) })}
              onChange={(strength) => onChange({ lightingStrength: strength })}
            />
          )}
        </div>
      )}
    </Disclosure>
  )
}
