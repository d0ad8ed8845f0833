import { Clapperboard, Film, Settings, Sparkles } from 'lucide-react'
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Composer, type HandedJob } from '../../composer/index.ts'
import { ClipDetails, GalleryRoom, type JoinedClip, PriceConfirmation, RecentJobs, useGalleryState } from '../../gallery/index.ts'
import { joinClips, PageReel, type ReelPorts, ReelRoom } from '../../reel/index.ts'
import { PairingScreen, type SettingsPart, SettingsRoom, UnclearNotice } from '../../settings/index.ts'
import {
  applyTheme,
  chooseLanguage,
  classes,
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
import { reelPorts } from './reel-ports.tsx'
import { composerPorts, hasQualities, type PanelServices, settingsPorts } from './services.ts'
import { useFreshness } from './use-freshness.ts'
import { useStored } from './use-stored.ts'

export interface PanelProps {
  readonly services: PanelServices
  /** Where the panel was sent: `view` and `job` of its address. */
  readonly address: URLSearchParams
}

const ROOMS = ['create', 'gallery', 'reels'] as const
type Room = (typeof ROOMS)[number]

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
  const [room, setRoom] = useState<Room>(ROOMS.find((each) => each === address.get('view')) ?? 'create')
  const [opened, setOpened] = useState<string | null>(address.get('job'))
  const [story, setStory] = useState<string | null>(address.get('story'))
  const [pageReel, setPageReel] = useState(false)
  const [handed, setHanded] = useState<HandedJob | null>(null)
  const [settings, setSettings] = useState<SettingsPart | null>(null)
  const { gallery } = services
  const { connection: state } = useGalleryState(gallery)
  const connection = useStored(services.connection)
  const preferences = useStored(services.preferences)
  const ports = useMemo(() => composerPorts(services), [services])
  const reels = useMemo(() => reelPorts(services, ports), [services, ports])
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

  const openStory = useCallback((id: string | null) => {
    setPageReel(false)
    setStory(id)
    setRoom('reels')
    scrollTo({ top: 0 })
  }, [])
  const askForPage = useCallback(() => setPageReel(true), [])
  const join = useJoin(reels, openStory)
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
        { value: 'reels', label: t('shell.reels'), icon: <Film aria-hidden className="size-4" /> },
      ]}
      end={
        <>
          <ConnectionDot state={state} />
          <IconButton label={t('shell.settings')} icon={<Settings aria-hidden className="size-4" />} onClick={() => setSettings('panel')} />
        </>
      }
    >
      <main className={classes('mx-auto flex w-full grow flex-col', room === 'reels' && story !== null ? 'max-w-6xl' : 'max-w-3xl')}>
        <ConnectionBanner state={state} />
        <TabPanel value="create" keep>
          <ErrorBoundary>
            <Suspense fallback={wait}>
              {setup === null ? (
                wait
              ) : state === 'unpaired' || setup.connection.token === null ? (
                <PairingScreen ports={setup} />
              ) : (
                <Composer
                  ports={ports}
                  connection={state}
                  active={room === 'create'}
                  handed={handed}
                  onTaken={onTaken}
                  onReel={openStory}
                  onPageReel={askForPage}
                  onMoney={showMoney}
                >
                  <RecentJobs gallery={gallery} onOpen={setOpened} onShowAll={() => setRoom('gallery')} onMoney={showMoney} />
                </Composer>
              )}
            </Suspense>
          </ErrorBoundary>
        </TabPanel>
        <TabPanel value="gallery">
          <ErrorBoundary>
            <Suspense fallback={wait}>
              <GalleryRoom gallery={gallery} onOpen={setOpened} onCreate={() => setRoom('create')} onJoin={join}>
                <UnclearNotice unclear={services.unclear} onOpen={showMoney} />
              </GalleryRoom>
            </Suspense>
          </ErrorBoundary>
        </TabPanel>
        <TabPanel value="reels">
          <ErrorBoundary>
            <Suspense fallback={wait}>
              <ReelRoom ports={reels} opened={story} onOpen={openStory} onPageReel={askForPage} onMoney={showMoney} />
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
        {pageReel ? <PageReel ports={reels} onClose={() => setPageReel(false)} onMade={openStory} /> : null}
        <PriceConfirmation gallery={gallery} />
      </Suspense>
    </Tabs>
  )
}

/** Makes a story of clips and opens it. */
function useJoin(ports: ReelPorts, open: (storyId: string) => void): (clips: readonly JoinedClip[]) => void {
  const { t } = useTranslation()
  const toast = useToast()
  return useCallback(
    (clips) => {
      void (async () => {
        const reply = await joinClips(clips, t('join.title'), ports.stories)
        if (reply.kind === 'ok') open(reply.value.id)
        else toast({ tone: 'danger', text: failureText(t, reply) })
      })()
    },
    [ports, open, toast, t],
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
