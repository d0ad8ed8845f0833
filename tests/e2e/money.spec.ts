import type { Page } from '@playwright/test'
import type { RunningServer } from '../harness/server.ts'
import { expectAccessible } from './accessible.ts'
import type { Browser } from './fixtures.ts'
import { expect, test } from './providers.ts'

const PROMPT = 'Slow dolly towards the sneaker on wet concrete'
const USD = 1_000_000
/** Clips of providers are conformed here, and every screen is looked through by axe; both take their time on a busy machine. */
const SLOW_MS = 300_000
/** What Chrome itself notes of every request that is refused, however well the panel takes it. */
const REFUSED = /Failed to load resource: the server responded with a status of (402|409)/

interface Told {
  readonly items: { id: string; status: string; provider: string; model: string; request: object; cost: object }[]
}
interface Budget {
  readonly spentUsdMicros: number
  readonly heldUsdMicros: number
  readonly exposureUsdMicros: number
}

test('a clip is made by whom the person chose, at the price that was shown, and is charged once', async ({
  browser_,
  server,
  runway,
  fal,
  language,
}) => {
  test.setTimeout(SLOW_MS)
  const page = await openPanel(browser_, server)
  await page.getByRole('textbox', { name: 'What should happen?' }).fill(PROMPT)

  await test.step('better words are a language model’s, and are taken back', async () => {
    const prompt = page.getByRole('textbox', { name: 'What should happen?' })
    const better = 'One slow dolly towards a white sneaker on wet concrete.'
    language.says({ text: JSON.stringify({ prompt: better }) })
    await page.getByRole('button', { name: 'Improve the prompt' }).click()
    await expect(prompt).toHaveValue(better)
    await expect(page.getByText('Reworded by own.')).toBeVisible()
    await page.getByRole('button', { name: 'Take it back' }).click()
    await expect(prompt).toHaveValue(PROMPT)
  })

  await test.step('every quality names its model and its price for this request', async () => {
    for (const [quality, name] of Object.entries({ draft: 'Draft', standard: 'Standard', high: 'High', master: 'Master' })) {
      const { usdMicros, model } = await ask<{ usdMicros: number; model: string }>(server, '/api/estimates', {
        kind: 'clip',
        prompt: PROMPT,
        aspectRatio: '16:9',
        quality,
      })
      await expect(maker(page, new RegExp(`^${name}`))).toContainText(model)
      await expect(maker(page, new RegExp(`^${name}`))).toContainText(dollars(usdMicros))
    }
    await expect(maker(page, /^This machine/)).toContainText('Free')
  })

  await test.step('what could be saved is offered, and taken', async () => {
    const before = await priceShown(page)
    await page.getByRole('button', { name: 'Take it' }).click()
    await expect(maker(page, /^Your own choice/)).toBeChecked()
    await expect.poll(() => priceShown(page)).toBeLessThan(before)
  })

  await test.step('a model is chosen by keys, among those that can and those that say why not', async () => {
    await page.getByRole('button', { name: /^Choose the model/ }).press('Enter')
    const aleph = page.getByRole('radiogroup', { name: 'Runway' }).getByRole('radio', { name: /^aleph2/ })
    await expect(aleph).toContainText('Not this one: aleph2 cannot work from words alone')
    await expect(page.getByRole('region', { name: 'Not set up' })).toContainText('COMFYUI_URL')
    await page.getByRole('radio', { name: /^gen4\.5/ }).press('Space')
    await expect(maker(page, /^Your own choice/)).toContainText('gen4.5')
    await page.getByRole('button', { name: 'What the price is made of' }).click()
    await expect(page.getByText('5 × $0.12')).toBeVisible()
    expect(await priceShown(page)).toBe(0.6 * USD)
    await expectAccessible(page, 'the models')
  })

  await page.keyboard.press('Control+Enter')
  await expect(page.locator('[data-status="completed"]')).toHaveCount(1, { timeout: 150_000 })
  expect([runway.jobs.length, fal.jobs.length]).toEqual([1, 0])
  const { items } = await ask<Told>(server, '/api/jobs')
  expect(items).toMatchObject([{ provider: 'runway', model: 'gen4.5', cost: { settledUsdMicros: 0.6 * USD } }])
  expect(await ask<Budget>(server, '/api/budget')).toMatchObject({ spentUsdMicros: runway.invoiceUsdMicros(), heldUsdMicros: 0 })
  await page.getByRole('button', { name: /^Open / }).click()
  await expect(page.getByRole('dialog').getByText('$0.60 was charged.')).toBeVisible()
  await expectAccessible(page, 'the clip', 'dialog')

  await test.step('the same clip is made in another quality', async () => {
    await page.getByRole('button', { name: 'Make it in another quality' }).click()
    const dialog = page.getByRole('dialog', { name: 'Make it in another quality' })
    await dialog.getByRole('radio', { name: /^Draft/ }).click()
    await expectAccessible(page, 'another quality', 'dialog')
    await dialog.getByRole('button', { name: 'Try again for $0.45' }).click()
    await expect.poll(async () => (await ask<Told>(server, '/api/jobs?status=completed')).items.length, { timeout: 150_000 }).toBe(2)
    const [again, first] = (await ask<Told>(server, '/api/jobs')).items
    expect(again).toMatchObject({ provider: 'pika', derivedFrom: first?.id })
  })
  expect(browser_.complaints).toEqual([])
})

test('a price that has gone up is asked about, and a budget that is too small is raised', async ({ browser_, server, fal }) => {
  test.setTimeout(SLOW_MS)
  const page = await openPanel(browser_, server)
  await page.getByRole('textbox', { name: 'What should happen?' }).fill(PROMPT)
  await expect.poll(() => priceShown(page)).toBe(0.45 * USD)

  await test.step('what is not confirmed is not sent, and stays in the form', async () => {
    await page.route('**/api/estimates', async (route) => {
      const answer = await route.fetch()
      const estimate: object = await answer.json()
      await route.fulfill({ response: answer, json: { ...estimate, usdMicros: 0.1 * USD } })
    })
    await page.getByRole('slider', { name: 'Duration' }).press('ArrowRight')
    await page.getByRole('slider', { name: 'Duration' }).press('ArrowLeft')
    await expect.poll(() => priceShown(page)).toBe(0.1 * USD)
    await page.getByRole('button', { name: 'Generate' }).click()
    const dialog = page.getByRole('dialog', { name: 'The price has changed' })
    await expect(dialog).toContainText('$0.10')
    await expect(dialog).toContainText('$0.45')
    await expectAccessible(page, 'the price', 'dialog')
    await dialog.getByRole('button', { name: 'Do not send' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('textbox', { name: 'What should happen?' })).toHaveValue(PROMPT)
    expect((await ask<Told>(server, '/api/jobs')).items).toEqual([])
  })

  await test.step('what is confirmed is sent at the new price', async () => {
    await page.getByRole('button', { name: 'Generate' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send for $0.45' }).press('Enter')
    await expect(page.locator('[data-status="completed"]')).toHaveCount(1, { timeout: 150_000 })
    await page.unrouteAll()
    expect(fal.jobs).toHaveLength(1)
  })

  await test.step('the budget is set, what is missing is said before and after, and raising it lets the clip be sent', async () => {
    await page.getByRole('button', { name: 'Settings', exact: true }).click()
    await page.getByRole('radio', { name: 'Money' }).click()
    await expect(page.getByText('$0.45 used, no limit')).toBeVisible()
    await setBudget(page, '0.50')
    await expect(page.getByText('More than 80 % of the budget is used.')).toBeVisible()
    await expectAccessible(page, 'the budget', 'dialog')
    await close(page)
    await page.getByRole('slider', { name: 'Duration' }).press('ArrowLeft')
    await expect(page.getByText('$0.40 more than is left of the budget')).toBeVisible()
    await page.getByRole('button', { name: 'Generate' }).click()
    await expect(page.locator('[data-status="refused"]')).toContainText('$0.40 is missing')
    await page.locator('[data-status="refused"]').getByRole('button', { name: 'Raise the budget' }).click()
    await setBudget(page, '25')
    await close(page)
    await page.locator('[data-status="refused"]').getByRole('button', { name: 'Send now' }).click()
    await expect(page.locator('[data-status="completed"]')).toHaveCount(2, { timeout: 150_000 })
    expect(await ask<Budget>(server, '/api/budget')).toMatchObject({ spentUsdMicros: fal.invoiceUsdMicros(), heldUsdMicros: 0 })
  })
  expect(browser_.complaints.filter((complaint) => !REFUSED.test(complaint))).toEqual([])
})

test('payments of unknown outcome are shown, count, and are decided', async ({ browser_, server, runway }) => {
  test.setTimeout(SLOW_MS)
  const page = await openPanel(browser_, server)
  await page.getByRole('textbox', { name: 'What should happen?' }).fill(PROMPT)
  await page.getByRole('button', { name: /^Choose the model/ }).click()
  await page.getByRole('radio', { name: /^gen4\.5/ }).click()
  await expect.poll(() => priceShown(page)).toBe(0.6 * USD)
  for (const count of [1, 2]) {
    runway.script({ at: 'start', what: 'drop_after' })
    await page.getByRole('button', { name: 'Generate' }).click()
    await expect(page.locator('[data-status="failed"]')).toHaveCount(count, { timeout: 150_000 })
  }
  await expect(page.getByText('Whether $0.60 was charged is not known')).toHaveCount(2)
  expect(await ask<Budget>(server, '/api/budget')).toMatchObject({ exposureUsdMicros: 1.2 * USD, heldUsdMicros: 0 })
  expect(runway.jobs).toHaveLength(2)

  await page.getByRole('tab', { name: 'Gallery' }).click()
  await expect(page.getByText('2 payments are unclear')).toBeVisible()
  await expectAccessible(page, 'unclear payments in the gallery')
  await page.getByRole('button', { name: 'Look and decide' }).press('Enter')
  const payments = page.getByRole('article', { name: 'Runway · gen4.5' })
  await expect(payments).toHaveCount(2)
  await expect(payments.first()).toContainText('May cost $0.60')
  await expectAccessible(page, 'unclear payments', 'dialog')

  await test.step('one is given up, the other taken over by the id that the provider shows', async () => {
    await payments.first().getByRole('button', { name: 'Give it up' }).click()
    await expect(payments).toHaveCount(1)
    await payments.getByRole('textbox').fill(runway.jobs[0]?.id ?? '')
    await payments.getByRole('button', { name: 'Take it over' }).click()
    await expect(page.getByText('Nothing is unclear.')).toBeVisible()
    await close(page)
    await expect(page.getByText('payments are unclear')).toBeHidden()
    await expect.poll(async () => (await ask<Told>(server, '/api/jobs?status=completed')).items.length, { timeout: 150_000 }).toBe(1)
    expect(await ask<Budget>(server, '/api/budget')).toMatchObject({ exposureUsdMicros: 0, heldUsdMicros: 0, spentUsdMicros: 0.6 * USD })
  })
  expect(browser_.complaints).toEqual([])
})

test('what fails is released, and is tried again with another provider at its price', async ({ browser_, server, runway, fal }) => {
  test.setTimeout(SLOW_MS)
  const page = await openPanel(browser_, server)
  await page.getByRole('textbox', { name: 'What should happen?' }).fill(PROMPT)
  await page.getByRole('button', { name: /^Choose the model/ }).click()
  await page.getByRole('radio', { name: /^gen4\.5/ }).click()
  await expect.poll(() => priceShown(page)).toBe(0.6 * USD)
  await page.getByRole('switch', { name: 'If it fails, another may make it' }).click()
  runway.set({ outcome: 'fail' })
  await page.getByRole('button', { name: 'Generate' }).click()
  const failed = page.locator('[data-status="failed"]')
  await expect(failed).toContainText('Nothing was charged; $0.60 was released.', { timeout: 150_000 })
  await failed.getByRole('button', { name: 'Retry' }).click()
  const dialog = page.getByRole('dialog', { name: 'Try again' })
  await dialog.getByRole('radio', { name: 'fal' }).click()
  await expectAccessible(page, 'another provider', 'dialog')
  await dialog.getByRole('button', { name: /^Try again for \$/ }).click()
  await expect(page.locator('[data-status="completed"]')).toHaveCount(1, { timeout: 150_000 })
  expect([runway.invoiceUsdMicros(), fal.jobs.length]).toEqual([0, 1])
  expect(await ask<Budget>(server, '/api/budget')).toMatchObject({ spentUsdMicros: fal.invoiceUsdMicros(), heldUsdMicros: 0 })
  expect(browser_.complaints).toEqual([])
})

/** The panel in a tab of the width that side panels have, paired. */
async function openPanel(browser: Browser, server: RunningServer): Promise<Page> {
  await browser.pair(server)
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: 360, height: 900 })
  await page.goto(`chrome-extension://${browser.extensionId}/sidepanel.html`)
  return page
}

function maker(page: Page, name: RegExp) {
  return page.getByRole('radiogroup', { name: 'Made by' }).getByRole('radio', { name })
}

/** The price beside Generate, in micro-dollars; NaN while there is none. */
async function priceShown(page: Page): Promise<number> {
  const text = (await page.locator('output[aria-busy="false"]').textContent()) ?? ''
  return Math.round(Number(/\$([\d.]+)/.exec(text)?.[1]) * USD)
}

async function setBudget(page: Page, amount: string): Promise<void> {
  await page.getByRole('textbox', { name: 'At most in a month, in dollars' }).fill(amount)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('The budget is saved.').last()).toBeVisible()
}

async function close(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
}

async function ask<T>(server: RunningServer, path: string, json?: object): Promise<T> {
  const answer = await fetch(`${server.base}${path}`, {
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
  })
  return (await answer.json()) as T
}

function dollars(usdMicros: number): string {
  return `$${(usdMicros / USD).toFixed(2)}`
}
