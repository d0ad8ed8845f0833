import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { RunningServer } from '../harness/server.ts'
import type { Shop } from '../harness/shop.ts'
import { type Browser, expect, test } from './fixtures.ts'
import { ask, part, segments } from './reel-page.ts'

const WIDTH = 360

test('segments are put in order and joined by keys alone, and edits are taken back', async ({ browser_, server, shop }) => {
  const page = await openStory(browser_, server, shop)
  const order = async () => (await story(server)).segments.map(({ prompt }) => prompt)

  await test.step('Alt with an arrow moves a segment at once, the space bar takes it up', async () => {
    await segments(page).first().focus()
    await page.keyboard.press('Alt+ArrowRight')
    await expect.poll(order).toEqual(['second', 'first', 'third'])
    await segments(page).nth(2).focus()
    await page.keyboard.press('Space')
    await expect(page.getByText('Now at place 3 of 3.')).toBeAttached()
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByText('Now at place 2 of 3.')).toBeAttached()
    await page.keyboard.press('Space')
    await expect.poll(order).toEqual(['second', 'third', 'first'])
  })

  await test.step('every way from one to the next is shown', async () => {
    await page.getByRole('button', { name: 'From segment 1 to 2: Cut' }).press('Enter')
    await page.getByRole('radio', { name: 'Wipe' }).click()
    await page.getByRole('slider', { name: 'Length of the transition' }).press('ArrowRight')
    await expect.poll(async () => (await story(server)).segments[0]?.boundary).toEqual({ kind: 'wipe', seconds: 0.6 })
    await page.getByRole('figure', { name: 'How the two go together' }).getByRole('button').click()
    await page.getByRole('slider', { name: 'Position in the transition' }).press('Home')
    const opacity = (side: string) => page.locator(`[data-side="${side}"]`).evaluate((element: HTMLElement) => element.style.opacity)
    expect([await opacity('before'), await opacity('after')]).toEqual(['1', '0'])
  })

  await test.step('edits are taken back and made again by keys', async () => {
    await page.getByRole('button', { name: 'All reels' }).focus()
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await story(server)).segments[0]?.boundary.seconds).toBe(0.5)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(async () => (await story(server)).segments[0]?.boundary.seconds).toBe(0.6)
  })
  expect(browser_.complaints).toEqual([])
})

test('what is edited while the backend is away waits, and what was changed elsewhere meanwhile is told', async ({
  browser_,
  server,
  shop,
}) => {
  const page = await openStory(browser_, server, shop)
  await page.route('http://127.0.0.1:*/**', (route) => (route.request().method() === 'GET' ? route.fallback() : route.abort()))
  await page.getByRole('textbox', { name: 'What happens' }).fill('changed here')
  await page.getByRole('textbox', { name: 'What is said' }).focus()
  await expect(segments(page).first()).toHaveAccessibleName(/changed here/)
  const before = await story(server)
  expect(before.segments[0]?.prompt).toBe('first')
  await ask(server, 'PATCH', `/api/storyboards/${before.id}`, { title: 'Changed elsewhere' }, { 'if-match': `"${before.version}"` })
  await expect(page.getByRole('textbox', { name: 'Name of the reel' })).toHaveValue('Changed elsewhere')
  await page.unroute('http://127.0.0.1:*/**')
  await page.getByRole('textbox', { name: 'What is said' }).fill('and another')
  await page.getByRole('textbox', { name: 'What happens' }).focus()
  await expect(page.getByRole('region', { name: /Notifications/ }).getByText(/The reel was changed elsewhere/)).toBeVisible()
  await page.getByRole('button', { name: 'Make it' }).click()
  await expect.poll(async () => (await story(server)).segments[0]?.prompt).toBe('changed here')
})

test('every part of the editor is accessible and fits 320 pixels, in light and dark', async ({ browser_, server, shop }) => {
  test.setTimeout(180_000)
  const page = await openStory(browser_, server, shop)
  await page.setViewportSize({ width: 320, height: 800 })
  const looks = async (what: string, inside = 'body'): Promise<void> => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page })
        .include(inside)
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze()
      const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))
      expect(found, `${what}, ${colorScheme}`).toEqual([])
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(320)
  }
  await looks('a segment')
  await page.getByRole('button', { name: /^From segment 1 to 2/ }).click()
  await page.getByRole('radio', { name: 'Dissolve' }).click()
  await looks('a boundary')
  for (const name of ['Sound', 'Captions', 'Overlays', 'Settings']) {
    await part(page, name).click()
    if (name === 'Sound') for (const add of ['Add music', 'Add a voice']) await page.getByRole('button', { name: add }).click()
    if (name === 'Captions') await page.getByRole('radio', { name: 'Burned in' }).click()
    if (name === 'Overlays')
      for (const kind of ['Text', 'Logo', 'Price tag', 'End card']) await page.getByRole('button', { name: kind, exact: true }).click()
    if (name === 'Settings') await page.getByRole('button', { name: /^Cast/ }).click()
    await looks(name)
  }
  await page.getByRole('button', { name: 'Play what there is' }).click()
  await looks('the preview', '[role="dialog"]')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'All reels' }).click()
  await looks('all reels')
  expect(browser_.complaints).toEqual([])
})

interface StoryLike {
  readonly id: string
  readonly version: number
  readonly segments: readonly { readonly prompt: string; readonly boundary: { readonly kind: string; readonly seconds: number } }[]
}

async function story(server: RunningServer): Promise<StoryLike> {
  const [only] = (await ask<{ items: StoryLike[] }>(server, 'GET', '/api/storyboards')).items
  if (only === undefined) throw new Error('there is no story')
  return only
}

/** The editor of a story of three segments, in a tab as wide as the panel. */
async function openStory(browser: Browser, server: RunningServer, shop: Shop): Promise<Page> {
  const picture = await fetch(`${server.base}/api/assets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'image/jpeg' },
    body: new Uint8Array(await shop.picture('oil-900.jpg')),
  })
  const { id: image } = (await picture.json()) as { id: string }
  const made = await ask<StoryLike>(server, 'POST', '/api/storyboards', {
    title: 'Oil',
    settings: { aspectRatio: '9:16', resolution: '720p' },
    segments: ['first', 'second', 'third'].map((prompt) => ({ prompt, image, duration: 2, boundary: { kind: 'cut', seconds: 0 } })),
  })
  await browser.pair(server)
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: WIDTH, height: 900 })
  await page.goto(`chrome-extension://${browser.extensionId}/sidepanel.html?view=reels&story=${made.id}`)
  await expect(segments(page)).toHaveCount(3)
  return page
}
