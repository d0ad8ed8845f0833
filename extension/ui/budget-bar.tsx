import { useTranslation } from 'react-i18next'
import { budgetLevel, type BudgetParts, committed } from './budget.ts'
import { classes } from './classes.ts'
import { formatPrice } from './format.ts'

const PARTS = [
  { name: 'spent', of: 'spentUsdMicros', look: 'bg-violet' },
  { name: 'held', of: 'heldUsdMicros', look: 'bg-sky' },
  { name: 'exposure', of: 'exposureUsdMicros', look: 'bg-danger' },
] as const

const INK = { fine: 'text-muted', half: 'text-muted', near: 'text-warning', over: 'text-danger' } as const

export interface BudgetBarProps {
  readonly budget: BudgetParts
  /** With what each colour means, and its amount. */
  readonly legend?: boolean
}

/** What of a month's budget is spent, held for running jobs, and open because nobody knows whether it was charged. */
export function BudgetBar({ budget, legend = false }: BudgetBarProps) {
  const { t } = useTranslation()
  const { monthlyUsdMicros: total } = budget
  const used = committed(budget)
  const money = (amount: number): string => formatPrice(amount) ?? ''
  const text = total === null ? t('budget.usedOnly', { used: money(used) }) : t('budget.used', { used: money(used), total: money(total) })
  const scale = Math.max(total ?? 0, used, 1)
  return (
    <div className="flex flex-col gap-1.5">
      <p className={classes('text-[11px] tabular-nums', INK[budgetLevel(budget)])}>{text}</p>
      <meter aria-label={t('budget.title')} aria-valuetext={text} min={0} max={scale} value={used} className="sr-only" />
      <div aria-hidden className="flex h-2 w-full overflow-hidden rounded-full bg-line">
        {total === null
          ? null
          : PARTS.map(({ name, of, look }) => (
              <span
                key={name}
                data-part={name}
                className={classes('h-full transition-all', look)}
                style={{ inlineSize: `${(budget[of] / scale) * 100}%` }}
              />
            ))}
      </div>
      {legend ? (
        <dl className="flex flex-col gap-1 text-xs">
          {PARTS.map(({ name, of, look }) => (
            <div key={name} className="flex items-baseline gap-2">
              <span aria-hidden className={classes('size-2 shrink-0 rounded-full', look)} />
              <dt className="grow text-muted">
                {t(`budget.parts.${name}.name`)}
                <span className="block text-[11px]">{t(`budget.parts.${name}.hint`)}</span>
              </dt>
              <dd className="font-semibold text-ink tabular-nums">{money(budget[of])}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  )
}
