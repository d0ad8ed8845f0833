import type { Page } from '@playwright/test'
import { expect, test, type Browser } from './fixtures.ts'
import type { Shop } from '../harness/shop.ts'
import { Panel } from './panel.ts'

test('a picture comes in by the context menu, by picking, by dropping and by pasting', async ({ paired, browser_, shop }) => {
  const panel = new Panel(paired.panel)
  await test.step('the context menu', () => byContextMenu(panel, paired.page, browser_))
  await test.step('pick mode highlights, takes what is clicked, and Escape stops it', () => byPicking(panel, paired.page))
  await test.step('a dropped file and a pasted picture', () => byFile(panel, shop))
  await test.step('a drawing is refused with a reason', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>').toString('base64')
    await hand(panel.page, 'drop', svg, 'image/svg+xml')
    await expect(panel.page.getByText(/not a picture that can be read/)).toBeVisible()
  })
  expect(browser_.complaints).toEqual([])
})

async function byContextMenu(panel: Panel, page: Page, browser: Browser): Promise<void> {
  await expect(panel.picture(/Night Serum/).first()).toBeVisible()
  await clickMenuItem(browser, page, 'animate-picture')
  await expect(panel.page.getByRole('button', { name: 'Remove the picture' })).toBeVisible()
  await expect(panel.generate).toBeEnabled()
  await panel.page.getByRole('button', { name: 'Remove the picture' }).click()
}

async function byPicking(panel: Panel, page: Page): Promise<void> {
  const pick = panel.page.getByRole('button', { name: 'Pick on the page' })
  const highlight = page.locator('html > [popover="manual"]')
  const begin = async (): Promise<void> => {
    await pick.click()
    await expect(panel.page.getByText('Click a picture on the page. Escape stops.')).toBeVisible()
    await expect(highlight).toBeAttached()
  }
  await begin()
  await page.bringToFront()
  await page.keyboard.press('Escape')
  await expect(pick).toBeEnabled()
  await expect(highlight).toHaveCount(0)

  await begin()
  await panel.page.keyboard.press('Escape')
  await expect(pick).toBeEnabled()
  await expect(highlight).toHaveCount(0)

  await begin()
  await page.mouse.move(300, 400)
  await page.mouse.click(300, 400)
  await expect(panel.page.getByRole('button', { name: 'Remove the picture' })).toBeVisible()
  await expect(highlight).toHaveCount(0)
  expect(page.url()).toContain('/product.html')
  await panel.page.getByRole('button', { name: 'Remove the picture' }).click()
}

async function byFile(panel: Panel, shop: Shop): Promise<void> {
  const bytes = (await shop.picture('oil-900.jpg')).toString('base64')
  for (const event of ['drop', 'paste'] as const) {
    await hand(panel.page, event, bytes)
    await expect(panel.page.getByText('900 × 1200')).toBeVisible()
    await panel.page.getByRole('button', { name: 'Remove the picture' }).click()
    await expect(panel.page.getByText('900 × 1200')).toBeHidden()
  }
}

/** The menu itself is drawn by the system and cannot be clicked here; its handler runs as Chromium would run it. */
async function clickMenuItem(browser: Browser, page: Page, menuItemId: string): Promise<void> {
  const srcUrl = await page.locator('#hero').evaluate((image: HTMLImageElement) => image.currentSrc)
  await browser.worker.evaluate(
    async ([item, source, pageUrl]) => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
      const clicked = chrome.contextMenus.onClicked as unknown as { dispatch(info: object, tab?: chrome.tabs.Tab): void }
      clicked.dispatch({ menuItemId: item, srcUrl: source, pageUrl, frameId: 0, mediaType: 'image', editable: false }, tab)
    },
    [menuItemId, srcUrl, page.url()] as const,
  )
}

/** Drops or pastes a file onto the panel, as the browser reports it. */
async function hand(panel: Page, event: 'drop' | 'paste', base64: string, type = 'image/jpeg'): Promise<void> {
  await panel.getByRole('heading', { name: 'Create a clip' }).waitFor({ state: 'attached' })
  await panel.evaluate(
    ([name, data, mime]) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([bytes], 'picture', { type: mime }))
      const target = document.querySelector('main') ?? document.body
      const inner = target.querySelector('h1') ?? target
      if (name === 'paste')
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }))
      else
        for (const step of ['dragenter', 'dragover', 'drop'])
          inner.dispatchEvent(new DragEvent(step, { dataTransfer: transfer, bubbles: true, cancelable: true }))
    },
    [event, base64, type] as const,
  )
}
