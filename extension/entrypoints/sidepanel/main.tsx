import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { backendBase, connectionStore, createBackend, lockStorage, pair, preferencesStore, watched } from '../../api/index.ts'
import { createGallery } from '../../gallery/index.ts'
import { candidateFromAddress, createPageReader, intentStore, picturesFromTransfer, readPicture } from '../../page/index.ts'
import { chooseLanguage, createTranslator } from '../../ui/index.ts'
import { Panel } from './panel.tsx'

const connection = connectionStore(chrome.storage.local)
const preferences = preferencesStore(chrome.storage.local)
const backend = createBackend({ connection })
await lockStorage(chrome.storage)
const { language } = await preferences.get()
const translator = await createTranslator(chooseLanguage(language, navigator.languages))
const gallery = await createGallery({ backend, connection, downloads: chrome.downloads })

/** Only a page in a tab has one. */
const inTab = (await chrome.tabs.getCurrent()) !== undefined

const root = document.querySelector('#panel')
if (root === null) throw new Error('the page of the panel has no place for it')
createRoot(root).render(
  <I18nextProvider i18n={translator}>
    <Panel
      address={new URLSearchParams(location.search)}
      services={{
        backend,
        gallery,
        connection,
        preferences,
        providers: watched(() => backend.providers()),
        budget: watched(() => backend.budget()),
        user: watched(() => backend.me()),
        unclear: watched(() => backend.unknownOperations()),
        downloads: chrome.downloads,
        openTab: inTab ? null : (path) => void chrome.tabs.create({ url: chrome.runtime.getURL(path) }),
        reader: createPageReader({ browser: chrome, texts: { pickHint: translator.t('picker.picking') } }),
        intents: intentStore(chrome.storage.session),
        pair: (id, code) => pair({ backend, connection }, id, code),
        readBase: backendBase,
        fromTransfer: (transfer) => picturesFromTransfer(transfer),
        fromAddress: candidateFromAddress,
        checkPicture: (blob) => readPicture(blob),
      }}
    />
  </I18nextProvider>,
)
