import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Budget } from 'shared/wire'
import {
  BudgetBar,
  budgetLevel,
  Button,
  classes,
  failureText,
  Field,
  formatPrice,
  INPUT_LOOK,
  Notice,
  readDollars,
  Skeleton,
  useToast,
  useWatched,
} from '../ui/index.ts'
import type { SettingsPorts } from './ports.ts'

/** What may be, was and will be spent this month, and the limit to set. */
export function BudgetSettings({ ports }: { readonly ports: Pick<SettingsPorts, 'budget' | 'user' | 'setBudget'> }) {
  const { t } = useTranslation()
  const { value: budget, failure } = useWatched(ports.budget)
  const credits = useWatched(ports.user).value?.creditsUsdMicros ?? null
  if (budget === null) {
    return failure === null ? (
      <Skeleton className="h-24" />
    ) : (
      <Notice tone="warning">{t('budget.unread', { reason: failureText(t, failure) })}</Notice>
    )
  }
  const level = budgetLevel(budget)
  return (
    <>
      <BudgetBar budget={budget} legend />
      {level === 'fine' ? null : (
        <Notice tone={level === 'half' ? 'info' : level === 'near' ? 'warning' : 'danger'} announce="polite">
          {t(`budget.levels.${level}`)}
        </Notice>
      )}
      {credits === null ? null : (
        <Field
          title={t('budget.credits')}
          aside={`${credits < 0 ? '−' : ''}${formatPrice(Math.abs(credits)) ?? ''}`}
          hint={t('budget.creditsHint')}
        >
          {null}
        </Field>
      )}
      <Limit key={budget.monthlyUsdMicros} budget={budget} setBudget={ports.setBudget} />
    </>
  )
}

function Limit({ budget, setBudget }: { readonly budget: Budget; readonly setBudget: SettingsPorts['setBudget'] }) {
  const { t } = useTranslation()
  const toast = useToast()
  const id = useId()
  const before = budget.monthlyUsdMicros === null ? '' : `${budget.monthlyUsdMicros / 1_000_000}`
  const [text, setText] = useState(before)
  const [busy, setBusy] = useState(false)
  const amount = text.trim() === '' ? null : readDollars(text)
  const wrong = text.trim() !== '' && amount === null
  const save = async (): Promise<void> => {
    setBusy(true)
    const reply = await setBudget(amount)
    setBusy(false)
    if (reply.kind === 'ok') toast({ text: t('budget.saved') })
    else toast({ tone: 'danger', text: t('budget.failed', { reason: failureText(t, reply) }) })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong && !busy) void save()
      }}
    >
      <Field title={t('budget.limit')} htmlFor={id}>
        <div className="flex gap-2">
          <input
            id={id}
            value={text}
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={wrong}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setText(event.target.value)}
            className={classes(INPUT_LOOK, 'min-w-0 tabular-nums')}
          />
          <Button type="submit" busy={busy} disabled={wrong || amount === budget.monthlyUsdMicros}>
            {t('budget.save')}
          </Button>
        </div>
        <p id={`${id}-hint`} className={classes('text-xs', wrong ? 'text-danger' : 'text-muted')}>
          {wrong ? t('budget.limitWrong') : t('budget.limitHint')}
        </p>
      </Field>
    </form>
  )
}
