import { defineBackground } from 'wxt/utils/define-background'
import { connectionStore, createBackend, lockStorage, preferencesStore } from '../api/index.ts'
import { createGallery, setupNotificationClicks, setupReconcile } from '../gallery/index.ts'
import { intentStore, setupCommands, setupContextMenus, setupToolbar } from '../page/index.ts'

/** Everything is registered in the first turn of the event loop: the event that woke the worker is lost to listeners that come later. */
export default defineBackground(() => {
  const browser = chrome
  const text = (name: string): string => browser.i18n.getMessage(name)
  const connection = connectionStore(browser.storage.local)
  const backend = createBackend({ connection })
  const intents = intentStore(browser.storage.session)
  const menuTitles = { picture: text('animatePicture'), point: text('animatePoint') }

  setupToolbar({ browser })
  setupCommands({ browser, intents, menuTitles })
  setupContextMenus({ browser, intents, menuTitles })
  setupNotificationClicks({ browser })
  setupReconcile({
    browser,
    gallery: () => createGallery({ backend, connection, downloads: browser.downloads }),
    preferences: preferencesStore(browser.storage.local),
    isPaired: async () => (await connection.get()).token !== null,
    texts: { completed: text('clipReady'), failed: text('clipFailed'), untitled: text('untitledClip') },
  })
  void lockStorage(browser.storage)
})
