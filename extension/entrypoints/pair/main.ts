import { connectionStore, createBackend, pairFromLink } from '../../api/index.ts'

/** Pairs by the link that the launcher opened: `pair.html#id=…&code=…&base=…`. */
async function run(): Promise<void> {
  const status = document.querySelector('#status')
  if (status === null) return
  const link = location.hash
  // The code works once only, but has no business in the history either.
  history.replaceState(null, '', location.pathname)
  status.textContent = chrome.i18n.getMessage('pairing')
  document.documentElement.lang = chrome.i18n.getUILanguage()
  const connection = connectionStore(chrome.storage.local)
  const outcome = await pairFromLink({ backend: createBackend({ connection }), connection }, link)
  status.textContent = chrome.i18n.getMessage(MESSAGES[outcome])
}

const MESSAGES = {
  paired: 'paired',
  refused: 'pairingExpired',
  offline: 'pairingOffline',
  incomplete: 'pairingIncomplete',
} as const

void run()
