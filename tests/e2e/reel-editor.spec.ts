import type { Page } from '@playwright/test'
import type { RunningServer } from '../harness/server.ts'
import type { Shop } from '../harness/shop.ts'
import { expectAccessible } from './accessible.ts'
import { type Browser, expect, test } from './fixtures.ts'
import { ask, onlyStory, openStory, part, segments } from './reel-page.ts'

test('segments are put in order and joined by keys alone, and edits are taken back', async ({ browser_, server, shop }) => {
  const page = await openThree(browser_, server, shop)
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
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await page.getByRole('figure', { name: 'How the two go together' }).getByRole('button', { name: 'Pause' }).click()
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

  await test.step('better words are offered, with whose they are, and taken back', async () => {
    await segments(page).first().click()
    const prompt = page.getByRole('textbox', { name: 'What happens' })
    await page.getByRole('button', { name: 'Improve the prompt' }).press('Enter')
    await expect(prompt).toHaveValue('second. One unbroken shot. Natural, continuous motion.')
    await expect(page.getByText('Completed by fixed rules, without a language model.')).toBeVisible()
    await expect.poll(async () => (await order())[0]).toBe('second. One unbroken shot. Natural, continuous motion.')
    await page.getByRole('button', { name: 'Take it back' }).press('Enter')
    await expect(page.getByRole('button', { name: 'Improve the prompt' })).toBeFocused()
    await expect.poll(async () => (await order())[0]).toBe('second')
  })
  expect(browser_.complaints).toEqual([])
})

test('what is edited while the backend is away waits, and what was changed elsewhere meanwhile is told', async ({
  browser_,
  server,
  shop,
}) => {
  const page = await openThree(browser_, server, shop)
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
  const page = await openThree(browser_, server, shop)
  await page.setViewportSize({ width: 320, height: 800 })
  await expectAccessible(page, 'a segment')
  await page.getByRole('button', { name: /^From segment 1 to 2/ }).click()
  await page.getByRole('radio', { name: 'Dissolve' }).click()
  await expectAccessible(page, 'a boundary')
  for (const name of ['Sound', 'Captions', 'Overlays', 'Settings']) {
    await part(page, name).click()
    if (name === 'Sound') for (const add of ['Add music', 'Add a voice']) await page.getByRole('button', { name: add }).click()
    if (name === 'Captions') await page.getByRole('radio', { name: 'Burned in' }).click()
    if (name === 'Overlays')
      for (const kind of ['Text', 'Logo', 'Price tag', 'End card']) await page.getByRole('button', { name: kind, exact: true }).click()
    if (name === 'Settings') await page.getByRole('button', { name: /^Cast/ }).click()
    await expectAccessible(page, name)
  }
  await page.getByRole('button', { name: 'Play what there is' }).click()
  await expectAccessible(page, 'the preview', 'dialog')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'All reels' }).click()
  await expectAccessible(page, 'all reels')
  expect(browser_.complaints).toEqual([])
})

test('frames are looked at before anything is made of them: drawn again, changed by a sentence, replaced', async ({
  browser_,
  server,
  shop,
}) => {
  test.setTimeout(600_000)
  const page = await openStory(browser_, server, {
    picture: await shop.picture('oil-900.jpg'),
    settings: { aspectRatio: '9:16', resolution: '720p', flow: 'continuous', frames: 'predicted', checkFrames: true },
    segments: [
      { prompt: 'first', duration: 2 },
      { prompt: 'second', duration: 2, image: null },
    ],
  })
  const framed = async () => (await story(server)).segments.map(({ startFrame, startFrameChosen }) => ({ startFrame, startFrameChosen }))
  await page.getByRole('button', { name: 'Make film' }).click()
  const check = page.getByRole('region', { name: 'Check the frames' })
  await expect(check.getByRole('article')).toHaveCount(2, { timeout: 240_000 })
  await page.setViewportSize({ width: 320, height: 800 })
  await page.getByRole('button', { name: 'Look', exact: true }).press('Enter')
  await expect(check).toBeFocused()
  await expectAccessible(page, 'the frames')
  const frame = check.getByRole('article', { name: 'First frame of segment 2' })
  for (const sentence of [null, 'The bottle stands further left']) {
    const [, before] = await framed()
    if (sentence === null) await frame.getByRole('button', { name: 'Draw again' }).press('Enter')
    else {
      await frame.getByRole('button', { name: 'Change it' }).press('Enter')
      await frame.getByRole('textbox', { name: 'What should be different?' }).fill(sentence)
      await page.keyboard.press('Enter')
    }
    await expect.poll(async () => (await framed())[1]?.startFrame?.id, { timeout: 240_000 }).not.toBe(before?.startFrame?.id)
    expect((await framed())[1]?.startFrameChosen).toBe(true)
  }
  await frame.getByRole('button', { name: 'Replace' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Choose a picture' })
  await expectAccessible(page, 'the pictures', 'dialog')
  const [, drawn] = await framed()
  await dialog.getByRole('list', { name: 'Your pictures' }).getByRole('button').last().press('Enter')
  await expect.poll(async () => (await framed())[1]?.startFrame?.id).not.toBe(drawn?.startFrame?.id)
  await page.getByRole('button', { name: 'Cancel the film' }).click()
  await expect(check).toBeHidden()
  expect(browser_.complaints).toEqual([])
})

interface StoryLike {
  readonly id: string
  readonly version: number
  readonly segments: readonly {
    readonly prompt: string
    readonly boundary: { readonly kind: string; readonly seconds: number }
    readonly startFrame: { readonly id: string } | null
    readonly startFrameChosen: boolean
  }[]
}

const story = (server: RunningServer) => onlyStory<StoryLike>(server)

/** The editor of a story of three segments. */
async function openThree(browser: Browser, server: RunningServer, shop: Shop): Promise<Page> {
  return await openStory(browser, server, {
    picture: await shop.picture('oil-900.jpg'),
    settings: { aspectRatio: '9:16', resolution: '720p' },
    segments: ['first', 'second', 'third'].map((prompt) => ({ prompt, duration: 2, boundary: { kind: 'cut', seconds: 0 } })),
  })
}
