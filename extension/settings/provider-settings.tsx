import { useTranslation } from 'react-i18next'
import { failureText, Notice, NotSetUp, ProviderHeading, Skeleton, useWatched } from '../ui/index.ts'
import type { SettingsPorts } from './ports.ts'

/** Which providers can be used, and what to set for the others. Keys are set at the backend, never here. */
export function ProviderSettings({ providers }: { readonly providers: SettingsPorts['providers'] }) {
  const { t } = useTranslation()
  const { value, failure } = useWatched(providers)
  if (value === null) {
    return failure === null ? (
      <Skeleton className="h-24" />
    ) : (
      <Notice tone="warning">{t('maker.unread', { reason: failureText(t, failure) })}</Notice>
    )
  }
  const keyless = value.items.filter(({ status }) => status === 'unconfigured')
  return (
    <>
      {value.recommendation === '' ? null : <p className="text-xs text-muted">{value.recommendation}</p>}
      <ul className="flex flex-col gap-1.5">
        {value.items
          .filter(({ status }) => status !== 'unconfigured')
          .map((provider) => (
            <li key={provider.id}>
              <ProviderHeading provider={provider} />
            </li>
          ))}
      </ul>
      {keyless.length === 0 ? null : <NotSetUp providers={keyless} />}
    </>
  )
}
