import { ChevronUp, PiggyBank, Sparkles } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Budget, Estimate, ProviderList, User } from 'shared/wire'
import { BudgetBar, budgetLevel, Button, classes, failureText, formatPrice, missingFor } from '../ui/index.ts'
import { cheaperMaker } from './maker/cheaper.ts'
import { isEmbedded, type Maker } from './maker/reach.ts'
import { estimateIn, type PriceState } from './use-estimate.ts'

export interface GenerateBarProps {
  readonly price: PriceState
  readonly providers: ProviderList | null
  readonly budget: Budget | null
  readonly user: User | null
  /** The backend is away: what is asked for is kept. */
  readonly offline: boolean
  readonly ready: boolean
  readonly sending: boolean
  /** Of a reel; null for one clip. */
  readonly segments: number | null
  /** Why it cannot be pressed yet. */
  readonly reason: string | null
  readonly onGenerate: () => void
  readonly onMaker: (maker: Maker) => void
  /** The person wants to see to the budget. */
  readonly onMoney: () => void
}

const IS_MAC = /mac/i.test(navigator.platform)

/** What it will cost and of what that is made, what could be saved, and the button. Stays in sight at the panel's foot. */
export function GenerateBar(props: GenerateBarProps) {
  const { t } = useTranslation()
  const { price, offline, ready, sending, segments, reason, onGenerate } = props
  const estimate = offline || reason !== null ? null : estimateIn(price)
  const paid = estimate !== null && estimate.usdMicros > 0
  return (
    <div className="sticky inset-be-0 z-20 -mx-3 flex flex-col gap-2 border-bs border-line bg-canvas/80 px-3 py-2.5 backdrop-blur-xl">
      {paid ? <Money {...props} estimate={estimate} /> : null}
      <div className="flex items-center gap-3">
        <div className="min-w-0 grow">
          <p className="text-[11px] text-muted">
            {t('composer.price')}
            {segments === null ? null : ` · ${t('long.count', { count: segments })}`}
          </p>
          <output aria-busy={price.kind === 'asking'} className="block text-xs font-medium text-ink">
            <PriceText {...props} />
          </output>
        </div>
        <Button
          look="primary"
          size="large"
          disabled={!ready}
          busy={sending}
          icon={<Sparkles aria-hidden className="size-4" />}
          aria-keyshortcuts={IS_MAC ? 'Meta+Enter' : 'Control+Enter'}
          title={t('composer.shortcut', { key: IS_MAC ? '⌘' : 'Ctrl' })}
          onClick={onGenerate}
        >
          {offline ? t('composer.queue') : t('composer.generate')}
        </Button>
      </div>
    </div>
  )
}

function PriceText({ price, offline, reason, providers }: GenerateBarProps) {
  const { t } = useTranslation()
  if (reason !== null) return reason
  if (offline) return t('composer.priceOffline')
  if (price.kind === 'failed') return <span className="text-danger">{failureText(t, price.failure)}</span>
  const estimate = estimateIn(price)
  if (estimate === null) return t('composer.estimating')
  const { usdMicros, provider, model } = estimate
  const found = providers?.items.find(({ id }) => id === provider)
  const isOurs = found?.models.find(({ id }) => id === model)
  const name = found?.name ?? provider
  return (
    <span className={classes('tabular-nums', price.kind === 'asking' && 'opacity-50', usdMicros === 0 && 'text-success')}>
      {usdMicros > 0
        ? t('composer.priceOf', { price: formatPrice(usdMicros) ?? '', provider: name })
        : isOurs?.kind !== 'clip' || isEmbedded(isOurs)
          ? t('composer.priceFree')
          : t('composer.priceFreeWith', { provider: name })}
    </span>
  )
}

function Money({ estimate, providers, budget, user, onMaker, onMoney }: GenerateBarProps & { readonly estimate: Estimate }) {
  const { t } = useTranslation()
  const missing = budget === null ? 0 : missingFor(estimate.usdMicros, budget)
  const credits = user?.creditsUsdMicros ?? null
  const short = credits === null ? 0 : Math.max(0, estimate.usdMicros - credits)
  const { savingsTip: tip } = estimate
  const cheaper = cheaperMaker(estimate)
  const nameOf = (id: string): string => providers?.items.find((each) => each.id === id)?.name ?? id
  const near = budget !== null && budget.monthlyUsdMicros !== null && budgetLevel(budget) !== 'fine'
  return (
    <>
      <Items estimate={estimate} nameOf={nameOf} />
      {tip === undefined || cheaper === null ? null : (
        <div className="flex items-center gap-2 text-xs text-success">
          <PiggyBank aria-hidden className="size-4 shrink-0" />
          <span className="min-w-0 grow">
            {t('price.tip', { saved: formatPrice(tip.usdMicros) ?? '', provider: nameOf(tip.provider) })}
          </span>
          <Button size="small" onClick={() => onMaker(cheaper)}>
            {t('price.take')}
          </Button>
        </div>
      )}
      {near && missing === 0 ? <BudgetBar budget={budget} /> : null}
      {missing === 0 && short === 0 ? null : (
        <div className="flex items-center gap-2 text-xs text-warning">
          <span className="min-w-0 grow">
            {missing > 0
              ? t('price.missing', { missing: formatPrice(missing) ?? '' })
              : t('price.missingCredits', { missing: formatPrice(short) ?? '' })}
          </span>
          {missing > 0 ? (
            <Button size="small" onClick={onMoney}>
              {t('budget.raise')}
            </Button>
          ) : null}
        </div>
      )}
    </>
  )
}

function Items({ estimate, nameOf }: { readonly estimate: Estimate; readonly nameOf: (id: string) => string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="text-xs">
      <ul id={id} hidden={!open} className="flex flex-col gap-1 pbe-1.5">
        {estimate.items.map((item) => (
          <li key={`${item.label} ${item.provider}`} className="flex items-baseline gap-2">
            <span className="min-w-0 grow text-ink">
              {item.label}
              <span className="block text-[11px] text-muted tabular-nums">
                {nameOf(item.provider)} · {t('price.item', { count: item.count, unit: formatPrice(item.unitUsdMicros) ?? '' })}
              </span>
            </span>
            <span className="font-semibold text-ink tabular-nums">{formatPrice(item.usdMicros)}</span>
          </li>
        ))}
        <li className="flex gap-2 border-bs border-line pbs-1 font-semibold text-ink">
          <span className="grow">{t('price.total')}</span>
          <span className="tabular-nums">{formatPrice(estimate.usdMicros)}</span>
        </li>
      </ul>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 items-center gap-1 rounded-md text-[11px] text-muted hover:text-ink"
      >
        {t('price.details')}
        <ChevronUp aria-hidden className={classes('size-3.5 transition', open && 'rotate-180')} />
      </button>
    </div>
  )
}
