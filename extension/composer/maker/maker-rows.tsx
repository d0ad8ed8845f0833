import type { TFunction } from 'i18next'
import { Gem, type LucideIcon, Monitor, PencilLine, SlidersHorizontal, Sparkle, Star } from 'lucide-react'
import { classes, formatPrice, type RowOption } from '../../ui/index.ts'
import type { ComposerForm, FormQuality } from '../form.ts'
import { QUALITIES } from '../limits.ts'
import { estimateIn, type PriceState } from '../use-estimate.ts'
import { type Candidate, candidatesFor, isEmbedded } from './reach.ts'
import type { TierPrices } from './use-tier-prices.ts'

const MACHINE = 'machine' as const
const OWN = 'own' as const
/** A quality, the backend's own engine, or a model by name. */
export type MakerRow = FormQuality | typeof MACHINE | typeof OWN

const ICONS: Readonly<Record<MakerRow, LucideIcon>> = {
  draft: PencilLine,
  standard: Sparkle,
  high: Star,
  master: Gem,
  machine: Monitor,
  own: SlidersHorizontal,
}

export interface MakerRowsOptions {
  readonly t: TFunction
  readonly form: Pick<ComposerForm, 'quality' | 'maker'>
  readonly models: readonly Candidate[]
  readonly price: PriceState
  readonly tiers: TierPrices
}

/** The backend's own engine among the models; undefined where there is none. */
export function engineOf(models: readonly Candidate[]): Candidate | undefined {
  return models.find(({ model }) => isEmbedded(model))
}

/** Which row a form stands for. */
export function rowOf({ quality, maker }: MakerRowsOptions['form'], models: readonly Candidate[]): MakerRow {
  if (maker === null) return quality
  return engineOf(models)?.provider.id === maker.provider ? MACHINE : OWN
}

/** What a form becomes when a row is taken; null where nothing changes. */
export function formOf(
  row: MakerRow,
  models: readonly Candidate[],
): Pick<ComposerForm, 'maker'> | Pick<ComposerForm, 'maker' | 'quality'> | null {
  if (row === OWN) return null
  if (row !== MACHINE) return { quality: row, maker: null }
  const engine = engineOf(models)
  return engine === undefined ? null : { maker: { provider: engine.provider.id, model: engine.model.id } }
}

/** One row for each quality, with the model it goes to and its price; then this machine, and the model that was named. */
export function makerRows(options: MakerRowsOptions): readonly RowOption<MakerRow>[] {
  const { t, form, models, price, tiers } = options
  const machine = {
    value: MACHINE,
    label: t('maker.machine'),
    hint: t('maker.machineHint'),
    art: art(MACHINE),
    aside: t('common.free'),
  } as const
  return [
    ...QUALITIES.map((quality) => ({
      value: quality,
      label: t(`maker.tiers.${quality}.name`),
      art: art(quality),
      ...tierOf(options, quality, tiers[quality]),
    })),
    ...(engineOf(models) === undefined ? [] : [machine]),
    ...(rowOf(form, models) === OWN ? [{ value: OWN, label: t('maker.own'), art: art(OWN), ...ownOf(options, price) }] : []),
  ]
}

function tierOf({ t, models }: MakerRowsOptions, quality: FormQuality, price: PriceState): Pick<RowOption<MakerRow>, 'hint' | 'aside'> {
  const estimate = estimateIn(price)
  if (estimate === null)
    return { hint: price.kind === 'failed' && price.failure.kind === 'problem' ? t('maker.cannot') : t(`maker.tiers.${quality}.hint`) }
  const found = models.find(({ provider, model }) => provider.id === estimate.provider && model.id === estimate.model)
  const hint =
    found !== undefined && isEmbedded(found.model)
      ? t('maker.machine')
      : t('maker.goesTo', { provider: found?.provider.name ?? estimate.provider, model: estimate.model })
  return { hint, aside: figure(t, price) }
}

function ownOf({ t, form, models }: MakerRowsOptions, price: PriceState): Pick<RowOption<MakerRow>, 'hint' | 'aside'> {
  const { maker } = form
  if (maker === null) return {}
  const [first] = candidatesFor(maker, models)
  const provider = first?.provider.name ?? maker.provider
  return { hint: maker.model === null ? provider : t('maker.goesTo', { provider, model: maker.model }), aside: figure(t, price) }
}

function figure(t: TFunction, price: PriceState) {
  const estimate = estimateIn(price)
  if (estimate === null) return null
  const text = estimate.usdMicros === 0 ? t('common.free') : formatPrice(estimate.usdMicros)
  return <span className={classes(price.kind === 'asking' && 'opacity-50')}>{text}</span>
}

function art(row: MakerRow) {
  const Icon = ICONS[row]
  return <Icon aria-hidden className="size-4 shrink-0 text-muted group-data-[state=checked]:text-accent" />
}
