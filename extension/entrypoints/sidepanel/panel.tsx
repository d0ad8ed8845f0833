import { Clapperboard, Settings, Sparkles } from 'lucide-react'
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Composer, type HandedJob } from '../../composer/index.ts'
import { ClipDetails, GalleryRoom, PriceConfirmation, RecentJobs, useGalleryState } from '../../gallery/index.ts'
import { PairingScreen, type SettingsPart, SettingsRoom, UnclearNotice } from '../../settings/index.ts'
import {
  applyTheme,
  chooseLanguage,
  failureText,
  IconButton,
  showLanguage,
  Skeleton,
  TabPanel,
  Tabs,
  ToastScope,
  TooltipScope,
  useToast,
  useWatched,
} from '../../ui/index.ts'
import { ConnectionBanner, ConnectionDot } from './connection-banner.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { composerPorts, hasQualities, type PanelServices, settingsPorts } from './services.ts'
import { useFreshness } from './use-freshness.ts'
import { useStored } from './use-stored.ts'

export interface PanelProps {
  readonly services: PanelServices
  /** Where the panel was sent: `view` and `job` of its address. */
  readonly address: URLSearchParams
}

type Room = 'create' | 'gallery'

/** The whole panel: its rooms, and what connects them. */
export function Panel(props: PanelProps) {
  return (
    <TooltipScope>
      <ToastScope>
        <Rooms {...props} />
      </ToastScope>
    </TooltipScope>
  )
}

function Rooms({ services, address }: PanelProps) {
  const { t } = useTranslation()
  const [room, setRoom] = useState<Room>(address.get('view') === 'gallery' ? 'gallery' : 'create')
  const [opened, setOpened] = useState<string | null>(address.get('job'))
  const [handed, setHanded] = useState<HandedJob | null>(null)
  const [settings, setSettings] = useState<SettingsPart | null>(null)
  const { gallery } = services
  const { connection: state } = useGalleryState(gallery)
  const connection = useStored(services.connection)
  const preferences = useStored(services.preferences)
  const ports = useMemo(() => composerPorts(services), [services])
  useLooks(preferences)
  useRefusals(services)
  useFreshness(services, state)
  useEffect(() => services.intents.onArrive(() => setRoom('create')), [services])
  useEffect(() => gallery.start(), [gallery])

  const onTaken = useCallback(() => setHanded(null), [])
  const hand = (wish: HandedJob['wish'], job: HandedJob['job']): void => {
    setOpened(null)
    setHanded({ wish, job })
    setRoom('create')
    scrollTo({ top: 0 })
  }

  const showMoney = useCallback(() => setSettings('money'), [])

  const remakes = hasQualities(useWatched(services.providers).value)
  const setup = connection === null || preferences === null ? null : settingsPorts(services, connection, preferences)
  const wait = <Skeleton className="m-3 h-64" />
  return (
    <Tabs<Room>
      label={t('shell.rooms')}
      value={room}
      onChange={setRoom}
      tabs={[
        { value: 'create', label: t('shell.create'), icon: <Sparkles aria-hidden className="size-4" /> },
        { value: 'gallery', label: t('shell.gallery'), icon: <Clapperboard aria-hidden className="size-4" /> },
      ]}
      end={
        <>
          <ConnectionDot state={state} />
          <IconButton label={t('shell.settings')} icon={<Settings aria-hidden className="size-4" />} onClick={() => setSettings('panel')} />
        </>
      }
    >
      <main className="mx-auto flex w-full max-w-3xl grow flex-col">
        <ConnectionBanner state={state} />
        <TabPanel value="create" keep>
          <ErrorBoundary>
            <Suspense fallback={wait}>
              {setup === null ? (
                wait
              ) : state === 'unpaired' || setup.connection.token === null ? (
                <PairingScreen ports={setup} />
              ) : (
                <Composer ports={ports} connection={state} active={room === 'create'} handed={handed} onTaken={onTaken} onMoney={showMoney}>
                  <RecentJobs gallery={gallery} onOpen={setOpened} onShowAll={() => setRoom('gallery')} onMoney={showMoney} />
                </Composer>
              )}
            </Suspense>
          </ErrorBoundary>
        </TabPanel>
        <TabPanel value="gallery">
          <ErrorBoundary>
            <Suspense fallback={wait}>
              <GalleryRoom gallery={gallery} onOpen={setOpened} onCreate={() => setRoom('create')}>
                <UnclearNotice unclear={services.unclear} onOpen={showMoney} />
              </GalleryRoom>
            </Suspense>
          </ErrorBoundary>
        </TabPanel>
      </main>
      <Suspense fallback={null}>
        {opened === null ? null : (
          <ClipDetails
            gallery={gallery}
            id={opened}
            onClose={() => setOpened(null)}
            onHand={hand}
            onMoney={() => (setOpened(null), showMoney())}
            remakes={remakes}
          />
        )}
        {settings === null || setup === null ? null : (
          <SettingsRoom key={settings} ports={setup} state={state} part={settings} onClose={() => setSettings(null)} />
        )}
        <PriceConfirmation gallery={gallery} />
      </Suspense>
    </Tabs>
  )
}

function useLooks(preferences: { readonly theme: 'system' | 'light' | 'dark'; readonly language: string | null } | null): void {
  const { i18n } = useTranslation()
  const { theme, language } = preferences ?? { theme: 'system', language: null }
  useEffect(() => applyTheme(theme, document.documentElement), [theme])
  useEffect(() => {
    const shown = chooseLanguage(language, navigator.languages)
    void showLanguage(i18n, shown).then(() => {
      document.documentElement.lang = shown
      document.documentElement.dir = i18n.dir(shown)
    })
  }, [i18n, language])
}

/** Edits that were made while the backend was away and that it then refused are said, because they are taken back. */
function useRefusals({ gallery }: PanelServices): void {
  const { t } = useTranslation()
  const toast = useToast()
  useEffect(
    () => gallery.onRefused((_, failure) => toast({ tone: 'danger', text: t('gallery.editRefused', { reason: failureText(t, failure) }) })),
    [gallery, toast, t],
  )
}
