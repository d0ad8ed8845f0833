import { Unlink } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '../api/index.ts'
import { Button, Dialog, Field, LANGUAGES, Notice, Segmented, useToast } from '../ui/index.ts'
import { BackendAddress } from './backend-address.tsx'
import type { SettingsPorts } from './ports.ts'

export interface SettingsRoomProps {
  readonly ports: SettingsPorts
  readonly state: StreamState
  readonly onClose: () => void
}

const THEMES = ['system', 'light', 'dark'] as const
const SYSTEM = 'system'

/** The little that can be set: look, language, notifications, and the backend. */
export function SettingsRoom({ ports, state, onClose }: SettingsRoomProps) {
  const { t } = useTranslation()
  const toast = useToast()
  const { preferences } = ports
  const save = (part: Partial<typeof preferences>): void => void ports.savePreferences({ ...preferences, ...part })
  return (
    <Dialog open onClose={onClose} title={t('shell.settings')} description={t('shell.settingsText')}>
      <div className="flex flex-col gap-5">
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
      </div>
    </Dialog>
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
