/** The ways into the panel from outside of it: toolbar icon, keyboard, context menu. */
import type { IntentStore } from './intents.ts'
import type { PageIntent } from './types.ts'

interface Listened<Arguments extends readonly unknown[]> {
  addListener(listener: (...given: Arguments) => void): void
}

interface ClickedTab {
  readonly id?: number | undefined
  readonly windowId: number
}

interface ClickInfo {
  readonly menuItemId: string | number
  readonly srcUrl?: string | undefined
  readonly linkUrl?: string | undefined
  readonly mediaType?: string | undefined
  readonly pageUrl?: string | undefined
  readonly frameId?: number | undefined
}

type MenuContext = 'image' | 'page' | 'link' | 'video'

/** The part of the browser that the entrances need. */
export interface EntranceBrowser {
  readonly action: { readonly onClicked: Listened<[tab: ClickedTab]> }
  readonly commands: { readonly onCommand: Listened<[command: string, tab?: ClickedTab]> }
  readonly contextMenus: {
    readonly onClicked: Listened<[info: ClickInfo, tab?: ClickedTab]>
    create(item: { id: string; title: string; contexts: [MenuContext, ...MenuContext[]]; documentUrlPatterns: string[] }): unknown
    removeAll(): Promise<void>
  }
  readonly sidePanel: { open(options: { windowId: number }): Promise<void> }
  readonly runtime: { readonly onInstalled: Listened<[]> }
}

export interface EntranceOptions {
  readonly browser: EntranceBrowser
  readonly intents: Pick<IntentStore, 'put'>
  readonly menuTitles: { readonly picture: string; readonly point: string }
  readonly now?: () => number
}

const PICTURE_ITEM = 'animate-picture'
const POINT_ITEM = 'animate-point'
const PAGES = ['http://*/*', 'https://*/*', 'file:///*']

/**
 * Opens the panel on a click on the toolbar icon. Not by `openPanelOnActionClick`, which would not grant activeTab; and first of all,
 * since the browser opens a panel only while the click is being handled.
 */
export function setupToolbar({ browser }: Pick<EntranceOptions, 'browser'>): void {
  browser.action.onClicked.addListener((tab) => open(browser, tab))
}

/** Opens the panel in pick mode by the keyboard. */
export function setupCommands({ browser, intents, now = Date.now }: EntranceOptions): void {
  browser.commands.onCommand.addListener((command, tab) => {
    if (command !== 'pick-picture' || tab === undefined) return
    open(browser, tab)
    if (tab.id !== undefined) void intents.put({ kind: 'pick', tabId: tab.id, at: now() })
  })
}

/** Puts "Animate this image" into the context menu, and hands what was clicked to the panel. */
export function setupContextMenus({ browser, intents, menuTitles, now = Date.now }: EntranceOptions): void {
  browser.runtime.onInstalled.addListener(() => {
    void browser.contextMenus.removeAll().then(() => {
      const documentUrlPatterns = [...PAGES]
      browser.contextMenus.create({ id: PICTURE_ITEM, title: menuTitles.picture, contexts: ['image'], documentUrlPatterns })
      browser.contextMenus.create({ id: POINT_ITEM, title: menuTitles.point, contexts: ['page', 'link', 'video'], documentUrlPatterns })
    })
  })
  browser.contextMenus.onClicked.addListener((info, tab) => {
    if (tab === undefined || (info.menuItemId !== PICTURE_ITEM && info.menuItemId !== POINT_ITEM)) return
    open(browser, tab)
    const intent = intentOf(info, tab, now())
    if (intent !== null) void intents.put(intent)
  })
}

function open(browser: EntranceBrowser, tab: ClickedTab): void {
  // Refused where the browser does not count this as the person's act; the intent then waits for the panel to be opened by hand.
  browser.sidePanel.open({ windowId: tab.windowId }).catch(() => {})
}

function intentOf(info: ClickInfo, tab: ClickedTab, at: number): PageIntent | null {
  if (tab.id === undefined) return null
  const where = { tabId: tab.id, frameId: info.frameId ?? 0, at }
  if (info.menuItemId === PICTURE_ITEM && info.srcUrl !== undefined) {
    return { kind: 'picture', ...where, srcUrl: info.srcUrl, pageUrl: info.pageUrl ?? '' }
  }
  return { kind: 'point', ...where, linkUrl: info.linkUrl ?? null, mediaUrl: info.mediaType === 'video' ? (info.srcUrl ?? null) : null }
}
