import { test as base, chromium, expect, type BrowserContext, type CDPSession, type Page, type Worker } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer, type RunningServer } from '../harness/server.ts'
import { openShop, type Shop } from '../harness/shop.ts'

/** Previews that play all the time, drawn without a graphics card, would take the processors from what is tested. */
const STILL = { reducedMotion: 'reduce' } as const

const EXTENSION = fileURLToPath(new URL('../../.output/chrome-mv3', import.meta.url))

/** A Chromium with the built extension loaded, as a person has it. */
export interface Browser {
  readonly context: BrowserContext
  readonly worker: Worker
  readonly extensionId: string
  /** Pairs the extension through its own pairing page, as the launcher does. */
  pair(server: RunningServer): Promise<void>
  /** Clicks the toolbar icon on a page for real (CDP `Extensions.triggerAction`) and gives the side panel that opens. */
  openPanel(page: Page): Promise<Page>
  /** Every console message of level warning or error, and every uncaught error, of the extension's own pages and its worker. */
  readonly complaints: string[]
}

export interface Fixtures {
  shop: Shop
  server: RunningServer
  browser_: Browser
  /** A panel on the shop's product page, already paired with the backend. */
  paired: { page: Page; panel: Page }
}

export const test = base.extend<Fixtures>({
  shop: async ({}, use) => {
    const shop = await openShop()
    await use(shop)
    await shop.close()
  },
  server: async ({}, use) => {
    const server = await startServer()
    await use(server)
    await server.stop()
  },
  browser_: async ({}, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'pagereel-profile-'))
    const opened = await openBrowser(profile)
    await use(opened)
    await opened.context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  paired: async ({ browser_, server, shop }, use) => {
    await browser_.pair(server)
    const page = await browser_.context.newPage()
    await page.goto(shop.page('product'))
    const panel = await browser_.openPanel(page)
    await use({ page, panel })
  },
})

export { expect }

/** Does what the launcher does: opens a pairing and hands its single-use code to the extension's own page. */
async function pair(context: BrowserContext, extensionId: string, server: RunningServer): Promise<void> {
  const answer = await fetch(`${server.base}/api/pairings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'e2e' }),
  })
  const { id } = (await answer.json()) as { id: string }
  const code = await server.pairingCode(id)
  const page = await context.newPage()
  const fragment = new URLSearchParams({ id, code, base: server.base })
  await page.goto(`chrome-extension://${extensionId}/pair.html#${fragment.toString()}`)
  await expect(page.getByRole('status')).toContainText('Paired')
  await page.close()
}

async function openBrowser(profile: string): Promise<Browser> {
  const executable = process.env['CHROMIUM_PATH'] ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
  const context = await chromium.launchPersistentContext(profile, {
    ...(executable === undefined ? { channel: 'chromium' } : { executablePath: executable }),
    headless: process.env['HEADED'] === undefined,
    viewport: null,
    acceptDownloads: true,
    ...STILL,
    args: [
      `--disable-extensions-except=${EXTENSION}`,
      `--load-extension=${EXTENSION}`,
      '--no-sandbox',
      '--enable-unsafe-extension-debugging',
      '--remote-debugging-port=0',
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      '--window-size=1280,900',
      '--disable-background-networking',
      '--disable-component-update',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  const complaints: string[] = []
  watch(context, complaints)
  worker.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`worker: ${message.text()}`)
  })
  const launched = context.browser()
  if (launched === null) throw new Error('the persistent context has no browser')
  const session = await launched.newBrowserCDPSession()
  // A trigger before the fresh worker has registered its listener is silently lost.
  await expect.poll(() => worker.evaluate(() => chrome.action.onClicked.hasListeners())).toBe(true)
  const extensionId = new URL(worker.url()).host
  const port = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]
  return {
    context,
    worker,
    extensionId,
    complaints,
    pair: (server) => pair(context, extensionId, server),
    openPanel: async (page) => {
      await page.bringToFront()
      await triggerAction(session, extensionId, page)
      await expect
        .poll(() => worker.evaluate(async () => (await chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })).length))
        .toBe(1)
      return await panelOf(`http://127.0.0.1:${port}`, complaints)
    },
  }
}

async function triggerAction(session: CDPSession, id: string, page: Page): Promise<void> {
  const send = session.send.bind(session) as (
    method: string,
    parameters?: object,
  ) => Promise<{ targetInfos: { url: string; targetId: string }[] }>
  const { targetInfos } = await send('Target.getTargets', { filter: [{ type: 'tab' }] })
  const target = targetInfos.find((tab) => tab.url === page.url())
  if (target === undefined) throw new Error(`no tab shows ${page.url()}`)
  await send('Extensions.triggerAction', { id, targetId: target.targetId })
}

/** The panel is among the pages only of a connection made after it was opened. */
async function panelOf(endpoint: string, complaints: string[]): Promise<Page> {
  const isPanel = (page: Page): boolean => page.url().includes('/sidepanel.html')
  const connection = await chromium.connectOverCDP(endpoint)
  const find = (): Page | undefined =>
    connection
      .contexts()
      .flatMap((context) => context.pages())
      .find(isPanel)
  await expect.poll(find).toBeDefined()
  const panel = find()
  if (panel === undefined) throw new Error('the side panel went away')
  listen(panel, complaints)
  await panel.emulateMedia(STILL)
  return panel
}

function watch(context: BrowserContext, complaints: string[]): void {
  for (const page of context.pages()) listen(page, complaints)
  context.on('page', (page) => listen(page, complaints))
}

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (!page.url().startsWith('chrome-extension:')) return
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => {
    if (page.url().startsWith('chrome-extension:')) complaints.push(`${page.url()}: ${error.message}`)
  })
}
