import { expectAccessible } from './accessible.ts'
import { expect, test } from './fixtures.ts'
import { Panel } from './panel.ts'
import { ask } from './reel-page.ts'

test('every screen is accessible, in light and dark', async ({ paired, browser_ }) => {
  const panel = new Panel(paired.panel)
  await panel.choose(/Night Serum.*1600 × 2000/)
  for (const tab of ['Create', 'Gallery', 'Reels'] as const) {
    await panel.open(tab)
    await expectAccessible(panel.page, tab)
  }
  expect(browser_.complaints).toEqual([])
})

test('nothing overflows at 320 pixels', async ({ browser_, server }) => {
  await browser_.pair(server)
  const page = await browser_.context.newPage()
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto(`chrome-extension://${browser_.extensionId}/sidepanel.html`)
  for (const tab of ['Create', 'Gallery', 'Reels']) {
    await page.getByRole('tab', { name: tab }).click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  }
})

test('a clip is made with the keyboard alone', async ({ paired, browser_ }) => {
  const { panel } = paired
  await panel.getByRole('textbox', { name: 'What should happen?' }).focus()
  await panel.keyboard.type('Ten drops before sleep, in a bottle to keep')
  const open = panel.getByRole('button', { name: /^Open / })
  await test.step('a prompt without a picture becomes an animated title', async () => {
    await expect(panel.getByText('turns your words into an animated title')).toBeVisible()
    await panel.keyboard.press('Control+Enter')
    await expect(open).toBeVisible({ timeout: 150_000 })
  })
  await open.focus()
  await panel.keyboard.press('Enter')
  const video = panel.locator('video')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThanOrEqual(2)
  await panel.getByRole('slider', { name: 'Position' }).focus()
  const before = await video.evaluate((element: HTMLVideoElement) => element.paused)
  await panel.keyboard.press('k')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(!before)
  expect(browser_.complaints).toEqual([])
})

test('the draft survives the closing of the panel', async ({ paired, browser_, server }) => {
  const panel = new Panel(paired.panel)
  await panel.choose(/Night Serum.*1600 × 2000/)
  await panel.page.getByRole('textbox', { name: 'What should happen?' }).fill('A slow dolly towards the bottle')
  await panel.page.getByRole('radio', { name: 'Crane up' }).click()
  await panel.page.waitForTimeout(700)
  await panel.page.reload()
  await expect(panel.page.getByRole('textbox', { name: 'What should happen?' })).toHaveValue('A slow dolly towards the bottle')
  await expect(panel.page.getByRole('radio', { name: 'Crane up' })).toBeChecked()
  await expect(panel.page.getByRole('button', { name: 'Remove the picture' })).toBeVisible()
  await expect(panel.generate).toBeEnabled()
  await test.step('a quarter of a minute is a reel by the same button, its segments and price shown before', async () => {
    await panel.page.getByRole('radiogroup', { name: 'Longer, as a reel' }).getByRole('radio', { name: '15' }).click()
    await expect(panel.page.getByText(/^Price · 3 segments$/)).toBeVisible()
    await expect(panel.page.getByText('Free, made on this machine')).toBeVisible()
    await panel.generate.click()
    const reels = async () =>
      (await ask<{ items: { id: string; request: { duration?: number } }[] }>(server, 'GET', '/api/jobs?kind=reel')).items
    await expect.poll(async () => (await reels()).map(({ request }) => request.duration)).toEqual([15])
    const [reel] = await reels()
    await ask(server, 'POST', `/api/jobs/${reel?.id}/cancel`)
  })
  expect(browser_.complaints).toEqual([])
})

test('a job can be cancelled, retried and deleted with undo', async ({ paired, browser_ }) => {
  const panel = new Panel(paired.panel)
  await panel.choose(/Night Serum.*1600 × 2000/)
  await panel.small()
  await panel.generate.click()
  await panel.page.getByRole('button', { name: 'Cancel' }).click()
  await expect(panel.page.locator('[data-status="cancelled"]')).toBeVisible()
  await panel.page.getByRole('button', { name: 'Retry' }).click()
  await expect(panel.page.locator('[data-status="completed"]')).toBeVisible({ timeout: 150_000 })

  await panel.open('Gallery')
  const clips = panel.page.getByRole('list', { name: 'Clips' }).getByRole('listitem')
  await expect(clips).toHaveCount(2)
  await clips
    .first()
    .getByRole('button', { name: /^Open / })
    .click()
  await panel.page.getByRole('button', { name: 'Delete' }).click()
  await expect(clips).toHaveCount(1)
  await panel.page.getByRole('button', { name: 'Undo' }).click()
  await expect(clips).toHaveCount(2)
  expect(browser_.complaints).toEqual([])
})

test('pairing by the six digits that the backend prints', async ({ browser_, server, shop }) => {
  const page = await browser_.context.newPage()
  await page.goto(shop.page('product'))
  await browser_.worker.evaluate(async (base) => {
    await chrome.storage.local.set({ connection: { version: 1, value: { base, token: null, feedId: null } } })
  }, server.base)
  const panel = await browser_.openPanel(page)
  await panel.getByRole('button', { name: 'Get a code' }).click()
  await expect.poll(() => /\(id (pai_\w+),/.exec(server.logs())?.[1]).toBeTruthy()
  const code = await server.pairingCode(/\(id (pai_\w+),/.exec(server.logs())?.[1] ?? '')
  await panel.getByRole('textbox').first().focus()
  await panel.keyboard.type(code)
  await expect(panel.getByRole('tab', { name: 'Create' })).toBeVisible()
  expect(browser_.complaints).toEqual([])
})
