import type { Backend, Connection, Preferences, Reply, Stored } from '../../api/index.ts'
import type { ComposerPorts } from '../../composer/index.ts'
import type { Gallery } from '../../gallery/index.ts'
import type { IntentStore, PageReader } from '../../page/index.ts'
import type { SettingsPorts } from '../../settings/index.ts'

/** Everything that the panel is made of besides its looks. */
export interface PanelServices extends Pick<ComposerPorts, 'fromTransfer' | 'fromAddress' | 'checkPicture'> {
  readonly backend: Pick<Backend, 'uploadPicture' | 'estimate' | 'openPairing'>
  readonly gallery: Gallery
  readonly reader: PageReader
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
}: PanelServices): ComposerPorts {
  return {
    reader,
    takeIntent: () => intents.take(),
    onIntent: (listener) => intents.onArrive(listener),
    fromTransfer,
    fromAddress,
    checkPicture,
    upload: (blob, upload) => backend.uploadPicture(blob, upload),
    async media(assetId) {
      const asset = await gallery.asset(assetId)
      if (asset === null) return null
      const media = await gallery.media(asset)
      return { asset, url: media.url, release: () => media.release() }
    },
    estimate: (request, signal) => backend.estimate(request, { signal }),
    submit: (wish, picture, shownUsdMicros) => gallery.submit(wish, picture, shownUsdMicros),
    async loadDraft() {
      const draft = await gallery.loadDraft(DRAFT)
      return draft === null ? null : { version: draft.version, value: draft.value, picture: draft.picture }
    },
    saveDraft: (draft) => gallery.saveDraft({ key: DRAFT, ...draft, updatedAt: Date.now() }),
  }
}

/** The settings' view of the services, with what is stored now. */
export function settingsPorts(services: PanelServices, connection: Connection, preferences: Preferences): SettingsPorts {
  return {
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
