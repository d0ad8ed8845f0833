import { useTranslation } from 'react-i18next'
import type { Provider } from 'shared/wire'
import { classes } from './classes.ts'
import { formatDate } from './format.ts'

const LOOKS: Readonly<Record<Provider['status'], string>> = {
  available: 'bg-success',
  degraded: 'bg-warning',
  down: 'bg-danger',
  unconfigured: 'bg-control',
}

/** A provider by its name, how it stands, and when its prices were looked up. */
export function ProviderHeading({ provider }: { readonly provider: Provider }) {
  const { t, i18n } = useTranslation()
  const { name, status, pricesOf } = provider
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-[11px] text-muted">
      <span aria-hidden className={classes('size-2 shrink-0 self-center rounded-full', LOOKS[status])} />
      <span className="min-w-0 grow text-xs font-semibold text-ink">{name}</span>
      <span>{t(`maker.statuses.${status}`)}</span>
      {typeof pricesOf === 'string' ? <span>{t('maker.pricesOf', { date: formatDate(pricesOf, i18n.language) })}</span> : null}
    </p>
  )
}

/** Providers that lack a key, and what to set. The keys themselves never pass through the panel. */
export function NotSetUp({ providers }: { readonly providers: readonly Provider[] }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('maker.setUpTitle')} className="flex flex-col gap-1.5 rounded-control bg-sunken p-2.5">
      <p className="text-xs font-semibold text-ink">{t('maker.setUpTitle')}</p>
      <p className="text-[11px] text-muted">{t('maker.setUpText')}</p>
      <dl className="flex flex-col gap-1.5 text-xs">
        {providers.map(({ id, name, configure }) => (
          <div key={id}>
            <dt className="font-semibold text-ink">{name}</dt>
            {configure === null ? null : <dd className="break-words text-muted select-text">{configure}</dd>}
          </div>
        ))}
      </dl>
    </section>
  )
}
