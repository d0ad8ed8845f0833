import { Unlink } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '../api/index.ts'
import { Button, Dialog, Field, LANGUAGES, Notice, Segmented, useToast } from '../ui/index.ts'
import { BackendAddress } from './backend-address.tsx'
import { BudgetSettings } from './budget-settings.tsx'
import type { SettingsPorts } from './ports.ts'
import { ProviderSettings } from './provider-settings.tsx'
import { UnclearPayments } from './unclear-payments.tsx'

const PARTS = ['panel', 'money', 'providers'] as const
export type SettingsPart = (typeof PARTS)[number]

export interface SettingsRoomProps {
  readonly ports: SettingsPorts
  readonly state: StreamState
  /** What is shown first. */
  readonly part: SettingsPart
  readonly onClose: () => void
}

const THEMES = ['system', 'light', 'dark'] as const
const SYSTEM = 'system'

/** What can be set: the panel and its backend, the budget and its open questions, and which providers there are. */
export function SettingsRoom({ ports, state, part: first, onClose }: SettingsRoomProps) {
  const { t } = useTranslation()
  const [part, setPart] = useState(first)
  return (
    <Dialog open onClose={onClose} title={t('shell.settings')} description={t('shell.settingsText')}>
      <div className="flex flex-col gap-5">
        <Segmented
          label={t('settings.parts')}
          value={part}
          options={PARTS.map((value) => ({ value, label: t(`settings.part.${value}`) }))}
          onChange={setPart}
        />
        {part === 'panel' ? <PanelSettings ports={ports} state={state} onClose={onClose} /> : null}
        {part === 'money' ? (
          <>
            <Group title={t('budget.title')}>
              <BudgetSettings ports={ports} />
            </Group>
            <Group title={t('unclear.title')}>
              <UnclearPayments ports={ports} />
            </Group>
          </>
        ) : null}
        {part === 'providers' ? (
          <Group title={t('settings.part.providers')}>
            <ProviderSettings providers={ports.providers} />
          </Group>
        ) : null}
      </div>
    </Dialog>
  )
}

function PanelSettings({ ports, state, onClose }: Omit<SettingsRoomProps, 'part'>) {
  const { t } = useTranslation()
  const toast = useToast()
  const { preferences } = ports
  const save = (part: Partial<typeof preferences>): void => void ports.savePreferences({ ...preferences, ...part })
  return (
    <>
      <Group title={t('settings.look')}>
        <Field title={t('settings.theme')}>
          <Segmented
            label={t('settings.theme')}
            value={preferences.theme}
            options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
            onChange={(theme) => save({ theme })}
          />
        </Field>
        <Field title={t('settings.language')}>
          <Segmented
            label={t('settings.language')}
            value={preferences.language ?? SYSTEM}
            options={[
              { value: SYSTEM, label: t('settings.languageSystem') },
              ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
            ]}
            onChange={(language) => save({ language: language === SYSTEM ? null : language })}
          />
        </Field>
        <Field title={t('settings.notifications')}>
          <Segmented
            label={t('settings.notifications')}
            value={preferences.notifications ? 'on' : 'off'}
            options={[
              { value: 'on', label: t('settings.on') },
              { value: 'off', label: t('settings.off') },
            ]}
            onChange={(choice) => save({ notifications: choice === 'on' })}
          />
        </Field>
      </Group>
      <Group title={t('settings.backend')}>
        <Field title={t('settings.state')} aside={t(`settings.states.${state}`)}>
          <BackendAddress ports={ports} />
        </Field>
        {ports.connection.token === null ? null : (
          <Unpair
            onUnpair={() => {
              void ports.unpair().then(() => toast({ text: t('settings.unpaired') }))
              onClose()
            }}
          />
        )}
      </Group>
    </>
  )
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="glass flex flex-col gap-4 rounded-card p-3">
      <h2 className="brand-text text-sm font-bold">{title}</h2>
      {children}
    </section>
  )
}

function Unpair({ onUnpair }: { readonly onUnpair: () => void }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button
        look="danger"
        size="small"
        className="self-start"
        icon={<Unlink aria-hidden className="size-3.5" />}
        onClick={() => setAsking(true)}
      >
        {t('settings.unpair')}
      </Button>
    )
  }
  return (
    <Notice
      tone="warning"
      announce="polite"
      title={t('settings.unpair')}
      actions={
        <>
          <Button look="danger" size="small" onClick={onUnpair}>
            {t('settings.unpairConfirm')}
          </Button>
          <Button look="quiet" size="small" onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {t('settings.unpairText')}
    </Notice>
  )
}
