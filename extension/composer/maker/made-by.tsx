import { useTranslation } from 'react-i18next'
import type { ProviderList } from 'shared/wire'
import type { Heard } from '../../api/index.ts'
import { ChoiceRows, Disclosure, failureText, Field, Notice, Switch } from '../../ui/index.ts'
import { Faulty } from '../field-faults.tsx'
import type { ComposerForm } from '../form.ts'
import { QUALITIES } from '../limits.ts'
import { estimateIn, type PriceState } from '../use-estimate.ts'
import { engineOf, formOf, makerRows, rowOf } from './maker-rows.tsx'
import { ModelPicker } from './model-picker.tsx'
import { OptionsForm } from './options-form.tsx'
import { candidatesFor, clipModels, isEmbedded } from './reach.ts'
import type { TierPrices } from './use-tier-prices.ts'

export interface MadeByProps {
  readonly form: Pick<ComposerForm, 'quality' | 'maker' | 'modelOptions' | 'fallback'>
  readonly providers: Heard<ProviderList>
  readonly price: PriceState
  readonly tiers: TierPrices
  readonly onChange: (part: Partial<ComposerForm>) => void
}

/** Who makes the clip: by quality, each with the model it goes to and its price for this very request, on this machine, or by name. */
export function MadeBy({ form, providers, price, tiers, onChange }: MadeByProps) {
  const { t } = useTranslation()
  const { value: list, failure } = providers
  if (list === null) {
    return failure?.kind === 'problem' ? <Notice tone="warning">{t('maker.unread', { reason: failureText(t, failure) })}</Notice> : null
  }
  const models = clipModels(list)
  const [named] = form.maker === null ? [] : candidatesFor(form.maker, models)
  const choosable = candidatesFor(null, models).some(({ model }) => !isEmbedded(model))
  const change = (part: Partial<ComposerForm>): void => onChange({ ...part, modelOptions: {} })
  const row = rowOf(form, models)
  const own = row === 'own' ? (named?.model.id ?? form.maker?.model ?? '') : t('maker.pickNow')
  const known = [price, ...QUALITIES.map((quality) => tiers[quality])].map(estimateIn).find((each) => each !== null)
  return (
    <Faulty of={['quality', 'provider', 'model']}>
      {choosable ? (
        <Field title={t('maker.title')}>
          <ChoiceRows
            label={t('maker.title')}
            value={row}
            options={makerRows({ t, form, models, price, tiers })}
            onChange={(next) => {
              const part = formOf(next, models)
              if (part !== null) change(part)
            }}
          />
        </Field>
      ) : null}
      <Disclosure title={choosable ? t('maker.pick') : t('maker.title')} now={choosable ? own : t('maker.machine')}>
        {choosable || engineOf(models) === undefined ? null : <p className="text-xs text-muted">{t('maker.keyless')}</p>}
        <ModelPicker models={models} maker={form.maker} estimate={known ?? null} onChoose={(maker) => change({ maker })} />
      </Disclosure>
      {choosable && row !== 'machine' ? (
        <Switch
          label={t('maker.fallback')}
          hint={t('maker.fallbackHint')}
          checked={form.fallback}
          onChange={(fallback) => onChange({ fallback })}
        />
      ) : null}
      {row === 'own' && named !== undefined ? (
        <Faulty of={['providerOptions']}>
          <OptionsForm model={named.model} values={form.modelOptions} onChange={(modelOptions) => onChange({ modelOptions })} />
        </Faulty>
      ) : null}
    </Faulty>
  )
}
