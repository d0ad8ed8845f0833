import type { Backend, Connection, Preferences, Reply, Stored, StoryBackend, Watched } from '../../api/index.ts'
import type { Budget, OperationList, ProviderList, User } from 'shared/wire'
import type { ComposerPorts } from '../../composer/index.ts'
import type { Gallery } from '../../gallery/index.ts'
import type { IntentStore, PageReader } from '../../page/index.ts'
import type { SettingsPorts } from '../../settings/index.ts'

/** Everything that the panel is made of besides its looks. */
export interface PanelServices extends Pick<ComposerPorts, 'fromTransfer' | 'fromAddress' | 'checkPicture'> {
  readonly backend: Pick<
    Backend,
    | 'uploadPicture'
    | 'getAsset'
    | 'estimate'
    | 'createJob'
    | 'cancelJob'
    | 'download'
    | 'mediaUrl'
    | keyof StoryBackend
    | 'openPairing'
    | 'setBudget'
    | 'adoptOperation'
    | 'releaseOperation'
  >
  readonly providers: Watched<ProviderList>
  readonly budget: Watched<Budget>
  readonly user: Watched<User>
  readonly unclear: Watched<OperationList>
  readonly gallery: Gallery
  readonly reader: PageReader
  readonly downloads: Pick<typeof chrome.downloads, 'download'>
  /** Shows an address of the extension in a tab; null where the panel is one. */
  readonly openTab: ((path: string) => void) | null
  readonly intents: IntentStore
  readonly connection: Stored<Connection>
  readonly preferences: Stored<Preferences>
  readonly pair: (id: string, code: string) => Promise<Reply<null>>
  readBase: SettingsPorts['readBase']
}

const DRAFT = 'composer'

/** The composer's view of the services. */
export function composerPorts({
  backend,
  gallery,
  reader,
  intents,
  fromTransfer,
  fromAddress,
  checkPicture,
  providers,
  budget,
  user,
}: PanelServices): ComposerPorts {
  return {
    reader,
    takeIntent: () => intents.take(),
    onIntent: (listener) => intents.onArrive(listener),
    fromTransfer,
    fromAddress,
    checkPicture,
    providers,
    budget,
    user,
    upload: (blob, upload) => backend.uploadPicture(blob, upload),
    async media(assetId) {
      const asset = (await gallery.asset(assetId)) ?? valueOf(await backend.getAsset(assetId))
      if (asset === null) return null
      const media = await gallery.media(asset)
      return { asset, url: media.url, release: () => media.release() }
    },
    estimate: (request, signal) => backend.estimate(request, { signal }),
    improvePrompt: (request) => backend.improvePrompt(request),
    startReel: (request, idempotencyKey) => backend.createJob(request, { idempotencyKey }),
    submit: (wish, picture, shownUsdMicros) => gallery.submit(wish, picture, shownUsdMicros),
    async loadDraft() {
      const draft = await gallery.loadDraft(DRAFT)
      return draft === null ? null : { version: draft.version, value: draft.value, picture: draft.picture }
    },
    saveDraft: (draft) => gallery.saveDraft({ key: DRAFT, ...draft, updatedAt: Date.now() }),
  }
}

function valueOf<T>(reply: Reply<T>): T | null {
  return reply.kind === 'ok' ? reply.value : null
}

/** The settings' view of the services, with what is stored now. */
export function settingsPorts(services: PanelServices, connection: Connection, preferences: Preferences): SettingsPorts {
  const { backend, gallery, providers, budget, user, unclear } = services
  return {
    providers,
    budget,
    user,
    unclear,
    async job(id) {
      const item = await gallery.item(id)
      return item?.kind === 'job' ? item.job : null
    },
    async setBudget(monthlyUsdMicros) {
      const reply = await backend.setBudget(monthlyUsdMicros)
      if (reply.kind === 'ok') budget.set(reply.value)
      return reply
    },
    async adopt(id, adoption, idempotencyKey) {
      const reply = await backend.adoptOperation(id, adoption, { idempotencyKey })
      await Promise.all([unclear.refresh(), budget.refresh()])
      return reply
    },
    async release(id) {
      const reply = await backend.releaseOperation(id)
      await Promise.all([unclear.refresh(), budget.refresh()])
      return reply
    },
    connection,
    preferences,
    savePreferences: (next) => services.preferences.set(next),
    readBase: services.readBase,
    saveBase: (base) => services.connection.set({ base, token: null, feedId: null }),
    unpair: () => services.connection.set({ ...connection, token: null }),
    openPairing: (name) => services.backend.openPairing(name),
    confirmPairing: (id, code) => services.pair(id, code),
  }
}

/** Whether there is anything but the backend's own engine to choose from. */
export function hasQualities(list: ProviderList | null): boolean {
  const ready = list?.items.filter(({ status }) => status !== 'unconfigured') ?? []
  return ready.some(({ models }) => models.some((model) => model.kind === 'clip' && model.capabilities.native !== undefined))
}
