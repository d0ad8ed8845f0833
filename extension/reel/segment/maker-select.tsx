import { useTranslation } from 'react-i18next'
import type { ProviderModel } from 'shared/wire'
import { Field, useWatched } from '../../ui/index.ts'
import { Select } from '../select.tsx'
import { usePorts } from '../use-reel.ts'

export interface MakerSelectProps {
  readonly kind: ProviderModel['kind']
  readonly title: string
  /** What it means that none is chosen. */
  readonly inherited: string
  readonly provider: string | null
  /** Null for any model of the provider; undefined where only the provider can be chosen. */
  readonly model?: string | null
  readonly onChange: (provider: string | null, model: string | null) => void
}

const ANY = ''
const PART = '\n'

/** Who makes something, by name; those that are not set up are shown but cannot be chosen. */
export function MakerSelect({ kind, title, inherited, provider, model, onChange }: MakerSelectProps) {
  const { t } = useTranslation()
  const list = useWatched(usePorts().providers).value
  const makers = (list?.items ?? []).filter(({ models }) => models.some((each) => each.kind === kind))
  const options = makers.flatMap(({ id, name, status, models }) => {
    const ready = status !== 'unconfigured'
    const whole = { value: id, label: ready ? name : t('segment.makerNotSetUp', { name }), disabled: !ready }
    if (model === undefined || !ready) return [whole]
    const each = models
      .filter((of) => of.kind === kind)
      .map((of) => ({ value: `${id}${PART}${of.id}`, label: t('segment.makerModel', { name, model: of.id }) }))
    return each.length === 1 ? each : [whole, ...each]
  })
  const value = provider === null ? ANY : typeof model === 'string' ? `${provider}${PART}${model}` : provider
  return (
    <Field title={title}>
      <Select
        label={title}
        value={value}
        options={[{ value: ANY, label: inherited }, ...options]}
        onChange={(chosen) => {
          const [id = ANY, named] = chosen.split(PART)
          onChange(id === ANY ? null : id, named ?? null)
        }}
      />
    </Field>
  )
}
