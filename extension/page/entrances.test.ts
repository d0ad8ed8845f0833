import { describe, expect, it } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { setupCommands, setupContextMenus, setupToolbar, type EntranceBrowser } from './entrances.ts'
import { intentStore } from './intents.ts'
import type { PageIntent } from './types.ts'

/** An event as the browser has them, fired by the test. */
function event<Arguments extends readonly unknown[]>() {
  const listeners: ((...given: Arguments) => void)[] = []
  return {
    addListener: (listener: (...given: Arguments) => void) => void listeners.push(listener),
    fire: (...given: Arguments) => listeners.forEach((listen) => listen(...given)),
  }
}

function setUp(allowed = true) {
  const opened: number[] = []
  const menus: { id: string; contexts: readonly string[] }[] = []
  const intents: PageIntent[] = []
  const action = event<Parameters<Parameters<EntranceBrowser['action']['onClicked']['addListener']>[0]>>()
  const command = event<Parameters<Parameters<EntranceBrowser['commands']['onCommand']['addListener']>[0]>>()
  const menu = event<Parameters<Parameters<EntranceBrowser['contextMenus']['onClicked']['addListener']>[0]>>()
  const installed = event<[]>()
  const browser: EntranceBrowser = {
    action: { onClicked: action },
    commands: { onCommand: command },
    contextMenus: { onClicked: menu, create: (item) => menus.push(item), removeAll: async () => void menus.splice(0) },
    sidePanel: {
      async open({ windowId }) {
        if (!allowed) throw new Error('may only be called in response to a user gesture')
        opened.push(windowId)
      },
    },
    runtime: { onInstalled: installed },
  }
  const options = {
    browser,
    intents: { put: async (intent: PageIntent) => void intents.push(intent) },
    menuTitles: { picture: 'Animate', point: 'Here' },
    now: () => 5,
  }
  setupToolbar(options)
  setupCommands(options)
  setupContextMenus(options)
  return { opened, menus, intents, action, command, menu, installed }
}

describe('the ways into the panel', () => {
  it('opens the panel in the very turn of the click, before anything is awaited', () => {
    const { opened, action } = setUp()
    action.fire({ id: 1, windowId: 7 })
    expect(opened).toEqual([7])
  })

  it('hands the clicked picture to the panel', () => {
    const { opened, intents, menu } = setUp()
    const info = { menuItemId: 'animate-picture', srcUrl: 'https://x.test/a.jpg', pageUrl: 'https://x.test/', frameId: 3 }
    menu.fire(info, { id: 1, windowId: 7 })
    expect(opened).toEqual([7])
    expect(intents).toEqual([{ kind: 'picture', tabId: 1, frameId: 3, srcUrl: 'https://x.test/a.jpg', pageUrl: 'https://x.test/', at: 5 }])
  })

  it('hands over the place where the browser names no picture', () => {
    const { intents, menu } = setUp()
    menu.fire({ menuItemId: 'animate-point', linkUrl: 'https://x.test/l' }, { id: 1, windowId: 7 })
    expect(intents).toEqual([{ kind: 'point', tabId: 1, frameId: 0, linkUrl: 'https://x.test/l', mediaUrl: null, at: 5 }])
  })

  it('keeps the wish where the browser does not let the panel open', () => {
    const { intents, command } = setUp(false)
    command.fire('pick-picture', { id: 1, windowId: 7 })
    expect(intents).toEqual([{ kind: 'pick', tabId: 1, at: 5 }])
  })

  it('leaves clicks of others alone', () => {
    const { opened, command, menu } = setUp()
    command.fire('something-else', { id: 1, windowId: 7 })
    menu.fire({ menuItemId: 'other' }, { id: 1, windowId: 7 })
    expect(opened).toEqual([])
  })

  it('makes its menu items once, also after an update', async () => {
    const { menus, installed } = setUp()
    installed.fire()
    await Promise.resolve()
    installed.fire()
    await new Promise((resolve) => setTimeout(resolve))
    expect(menus.map((item) => item.id)).toEqual(['animate-picture', 'animate-point'])
  })
})

describe('intents', () => {
  const intent: PageIntent = { kind: 'pick', tabId: 1, at: 1000 }

  it('are taken once', async () => {
    const store = intentStore(fakeBrowser.storage.session, () => 1500)
    await store.put(intent)
    expect(await store.take()).toEqual(intent)
    expect(await store.take()).toBeNull()
  })

  it('are forgotten after a minute', async () => {
    const store = intentStore(fakeBrowser.storage.session, () => 70_000)
    await store.put(intent)
    expect(await store.take()).toBeNull()
  })

  it('tell a panel that is open already', async () => {
    const store = intentStore(fakeBrowser.storage.session)
    let arrivals = 0
    const stop = store.onArrive(() => (arrivals += 1))
    await store.put(intent)
    await store.take()
    stop()
    expect(arrivals).toBe(1)
  })
})
