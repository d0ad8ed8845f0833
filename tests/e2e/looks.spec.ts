import type { Page } from '@playwright/test'
import type { RunningServer } from '../harness/server.ts'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './fixtures.ts'
import { Panel } from './panel.ts'

test('a clip gets a style, a light, a mood and an own path by keyboard, and is restyled', async ({ paired, browser_, server }) => {
  // Two clips are made, one after the other, each with a style and a light.
  test.setTimeout(180_000)
  const panel = new Panel(paired.panel)
  const { page } = panel
  await panel.choose(/Night Serum.*1600 × 2000/)

  await test.step('what is chosen is offered by pictures, and a mood says what it chooses', async () => {
    await radio(page, 'Style', 'Cinematic').click()
    const thumbnail = radio(page, 'Style', 'Cinematic').locator('img')
    await expect.poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(200)
    await page.getByRole('button', { name: /^Mood/ }).click()
    await page.getByRole('switch', { name: 'Let a mood choose camera and light' }).click()
    await page.getByRole('button', { name: 'High energy' }).click()
    await expect(page.getByText('dynamic, explosive, intense')).toBeVisible()
    await page.getByRole('button', { name: /^Light/ }).click()
    await radio(page, 'Light', 'Golden hour').click()
    await expect(page.getByText('Golden hour (your choice wins)')).toBeVisible()
    await page.getByRole('radio', { name: 'Shorts', exact: true }).click()
    // Where nothing moves, the first and the last frame are shown.
    await expect(page.locator('[data-safe-zone="shorts"]')).toHaveCount(2)
  })

  await test.step('a path is made by keys alone, and a step is taken back', async () => {
    await radio(page, 'Camera', 'Own path').click()
    await page.getByRole('button', { name: 'Keyframe 2 of 2' }).focus()
    for (const key of ['+', '+', '+', '+', 'ArrowUp', 'ArrowUp', ']', ']', ']']) await page.keyboard.press(key)
    await page.getByRole('button', { name: 'Add', exact: true }).press('Enter')
    await expect(page.getByRole('button', { name: 'Keyframe 3 of 3' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo', exact: true }).press('Enter')
    await expect(page.getByRole('button', { name: 'Keyframe 2 of 2' })).toBeVisible()
  })

  await panel.small()
  await expectAccessible(page, 'every setting')

  await panel.generate.click()
  await expect(page.locator('[data-status="completed"]')).toHaveCount(1, { timeout: 90_000 })
  const [made] = await jobs(server)
  expect(made?.request).toMatchObject({
    style: 'cinematic',
    lighting: 'golden_hour',
    mood: 87,
    platform: 'shorts',
    aspectRatio: '9:16',
    resolution: '720p',
    duration: 3,
    frameRate: 24,
    camera: {
      path: [
        { t: 0, zoom: 1 },
        { t: 1, roll: 3 },
      ],
    },
    strategy: { category: 'high_energy' },
  })

  await test.step('its details say all of it, and it is restyled from there', async () => {
    await page.getByRole('button', { name: /^Open / }).click()
    for (const text of ['Cinematic', 'Golden hour', '87, High energy', 'Shorts', 'Own path'])
      await expect(page.getByRole('dialog').getByRole('definition').filter({ hasText: text })).toHaveCount(1)
    await page.getByRole('button', { name: 'Restyle' }).click()
    await radio(page, 'Style', 'Realistic').click()
    await page.getByRole('button', { name: /^Light/ }).click()
    await radio(page, 'Light', 'Neon noir').click()
    await panel.generate.click()
    await expect(page.locator('[data-status="completed"]')).toHaveCount(2, { timeout: 90_000 })
  })

  const restyled = (await jobs(server)).find(({ request }) => request['videoMode'] === 'restyle')
  expect(restyled?.request).toMatchObject({
    style: 'realistic',
    lighting: 'neon_noir',
    aspectRatio: '9:16',
    resolution: '720p',
    duration: 3,
  })
  await page
    .getByRole('button', { name: /^Open / })
    .first()
    .click()
  await expect(page.getByRole('dialog').getByRole('definition').filter({ hasText: 'Neon noir' })).toHaveCount(1)
  const video = page.getByRole('dialog').locator('video')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThanOrEqual(2)
  expect(await video.evaluate((element: HTMLVideoElement) => [element.videoWidth, element.videoHeight])).toEqual([720, 1280])

  await test.step('the settings of the first clip are had again', async () => {
    await page.keyboard.press('Escape')
    await page
      .getByRole('button', { name: /^Open / })
      .last()
      .click()
    await page.getByRole('button', { name: 'Use these settings again' }).click()
    await expect(radio(page, 'Style', 'Cinematic')).toBeChecked()
    await expect(radio(page, 'Camera', 'Own path')).toBeChecked()
    await expect(page.getByRole('radio', { name: 'Shorts', exact: true })).toBeChecked()
    await expect(page.getByRole('button', { name: 'Remove the picture' })).toBeVisible()
  })
  expect(browser_.complaints).toEqual([])
})

function radio(page: Page, group: string, name: string) {
  return page.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name, exact: true })
}

interface JobLike {
  readonly request: Record<string, unknown>
}

async function jobs({ base, token }: RunningServer): Promise<readonly JobLike[]> {
  const answer = await fetch(`${base}/api/jobs`, { headers: { authorization: `Bearer ${token}` } })
  return ((await answer.json()) as { items: JobLike[] }).items
}
