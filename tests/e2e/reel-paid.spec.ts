import { formatUsd, usdMicros } from 'shared/money'
import { productPicture } from '../harness/pictures.ts'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './providers.ts'
import { ask, onlyStory, openStory, segments } from './reel-page.ts'

const SLOW_MS = 240_000

test('what a reel costs is shown before and after, in all and by segment', async ({ browser_, server, runway }) => {
  test.setTimeout(600_000)
  const picture = await productPicture({ width: 720, height: 1280, seed: 3 })
  const page = await openStory(browser_, server, {
    picture,
    settings: { aspectRatio: '9:16', resolution: '720p', frameRate: 24, provider: 'runway', model: 'gen4_turbo' },
    segments: ['the box opens on the table', 'the box turns on the table'].map((prompt) => ({
      prompt,
      duration: 3,
      boundary: { kind: 'cut', seconds: 0 },
    })),
  })
  const { id } = await onlyStory<{ id: string }>(server)
  const price = await ask<{ usdMicros: number }>(server, 'POST', '/api/estimates', { storyboardId: id })
  const [all, each] = [dollars(price.usdMicros), dollars(price.usdMicros / 2)]

  await expect(page.getByText(`To come: ${all}`)).toBeVisible()
  await expect(page.getByText(`to come: ${each}`, { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Make film' }).click()
  await expect(page.getByRole('button', { name: 'Film', exact: true })).toBeVisible({ timeout: SLOW_MS })
  await expect(page.getByText(`Only to be joined, free · so far: ${all}`)).toBeVisible()
  expect(runway.invoiceUsdMicros()).toBe(price.usdMicros)

  await test.step('another take is made only at the price that was agreed to', async () => {
    await segments(page).first().click()
    await expect(page.getByText(`Cost so far: ${each}`)).toBeVisible()
    await page.getByRole('button', { name: 'Regenerate' }).click()
    const dialog = page.getByRole('dialog', { name: 'Make another take?' })
    await expect(dialog.getByRole('button', { name: `Make for ${each}` })).toBeVisible()
    await expectAccessible(page, 'another take', 'dialog')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(runway.jobs).toHaveLength(2)
  })

  expect(browser_.complaints).toEqual([])
})

function dollars(amount: number): string {
  return formatUsd(usdMicros(amount))
}
