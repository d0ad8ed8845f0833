import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Estimate } from 'shared/wire'
import { Button, ChoiceRows, formatNumber, formatPrice, formatSpan, NotSetUp, ProviderHeading, type RowOption } from '../../ui/index.ts'
import type { Candidate, Maker } from './reach.ts'

export interface ModelPickerProps {
  readonly models: readonly Candidate[]
  readonly maker: Maker | null
  /** What every model would ask for the request and what it cannot do of it; null while nothing is known. */
  readonly estimate: Estimate | null
  readonly onChoose: (maker: Maker | null) => void
}

/** Every model by its provider, with its price for the request; what it cannot do, and what to set where a provider is not set up. */
export function ModelPicker({ models, maker, estimate, onChoose }: ModelPickerProps) {
  const { t, i18n } = useTranslation()
  const providers = [...new Set(models.map(({ provider }) => provider))]
  const ready = providers.filter(({ status }) => status !== 'unconfigured')
  const keyless = providers.filter(({ status }) => status === 'unconfigured')
  const chosen = maker === null ? '' : nameOf(maker.provider, maker.model ?? '')
  return (
    <div className="flex flex-col gap-3">
      {ready.map((provider) => (
        <section key={provider.id} aria-label={provider.name} className="flex flex-col gap-1.5">
          <ProviderHeading provider={provider} />
          <ChoiceRows
            label={provider.name}
            value={chosen}
            options={ablestFirst(
              models.filter((each) => each.provider === provider),
              estimate,
            ).map((each) => rowFor(t, i18n.language, each, estimate))}
            onChange={(value) => {
              const found = models.find((each) => each.provider === provider && nameOf(provider.id, each.model.id) === value)
              if (found !== undefined) onChoose({ provider: provider.id, model: found.model.id })
            }}
          />
        </section>
      ))}
      {maker === null ? null : (
        <Button size="small" className="self-start" onClick={() => onChoose(null)}>
          {t('maker.letTier')}
        </Button>
      )}
      {keyless.length === 0 ? null : <NotSetUp providers={keyless} />}
    </div>
  )
}

/** The models in their order, but those that cannot do the request last. */
function ablestFirst(models: readonly Candidate[], estimate: Estimate | null): readonly Candidate[] {
  const cannot = (candidate: Candidate): boolean => askedOf(candidate, estimate)?.available === false
  return [...models.filter((each) => !cannot(each)), ...models.filter(cannot)]
}

function askedOf({ provider, model }: Candidate, estimate: Estimate | null): Estimate['byProvider'][number] | undefined {
  return estimate?.byProvider.find((each) => each.provider === provider.id && each.model === model.id)
}

function nameOf(provider: string, model: string): string {
  return `${provider}/${model}`
}

function rowFor(t: TFunction, language: string, candidate: Candidate, estimate: Estimate | null): RowOption<string> {
  const { provider, model } = candidate
  const asked = askedOf(candidate, estimate)
  const typical = model.typicalSeconds.p50
  const facts = [
    t('maker.upTo', { seconds: formatNumber(model.maxDuration, language) }),
    ...(typical === null ? [] : [t('maker.typical', { time: formatSpan(typical) })]),
    model.recommendedFor,
  ]
  const cannot = asked?.available === false ? (asked.reason ?? t('maker.cannot')) : null
  return {
    value: nameOf(provider.id, model.id),
    label: model.id,
    hint: facts.filter((fact) => fact !== '').join(' · '),
    ...(cannot === null
      ? {}
      : {
          more: <span className="text-[11px] leading-tight break-words text-warning">{t('maker.cannotBecause', { reason: cannot })}</span>,
        }),
    aside: asked === undefined ? null : asked.usdMicros === 0 ? t('common.free') : formatPrice(asked.usdMicros),
  }
}
