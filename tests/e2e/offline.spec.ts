import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../harness/server.ts'
import { expect, test } from './fixtures.ts'
import { Panel } from './panel.ts'

test('what is asked for while the backend is down waits, and is sent once when it is back', async ({ browser_, shop }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-offline-'))
  const first = await startServer({ dataDir })
  const port = new URL(first.base).port
  await browser_.pair(first)
  const page = await browser_.context.newPage()
  await page.goto(shop.page('product'))
  const panel = new Panel(await browser_.openPanel(page))
  await panel.choose(/Night Serum.*1600 × 2000/)
  await panel.small()

  first.kill('SIGKILL')
  await first.ended
  await expect(panel.page.getByText('The backend is not running')).toBeVisible({ timeout: 30_000 })
  await expect(panel.page.getByText('npm start')).toBeVisible()
  await panel.page.getByRole('button', { name: 'Queue' }).click()
  await expect(panel.page.getByText('Waiting for the backend')).toBeVisible()

  const second = await startServer({ dataDir, env: { PORT: port } })
  await expect(panel.page.getByRole('button', { name: /^Open / })).toBeVisible({ timeout: 150_000 })
  await expect(panel.page.getByText('The backend is not running')).toBeHidden()
  const answer = await fetch(`${second.base}/api/jobs`, { headers: { authorization: `Bearer ${second.token}` } })
  const { items } = (await answer.json()) as { items: unknown[] }
  expect(items).toHaveLength(1)

  await test.step('the gallery is readable offline', async () => {
    second.kill('SIGKILL')
    await second.ended
    await panel.open('Gallery')
    await panel.page.reload()
    await panel.open('Gallery')
    await expect(panel.page.getByRole('list', { name: 'Clips' }).getByRole('listitem')).toHaveCount(1)
  })
  await rm(dataDir, { recursive: true, force: true })
})

test('the panel catches up by itself after the server was killed in the middle of a job', async ({ browser_, shop }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-killed-'))
  const first = await startServer({ dataDir, env: { PAGEREEL_CRASH_AT: 'before_settle' } })
  const port = new URL(first.base).port
  await browser_.pair(first)
  const page = await browser_.context.newPage()
  await page.goto(shop.page('product'))
  const panel = new Panel(await browser_.openPanel(page))
  await panel.choose(/Night Serum.*1600 × 2000/)
  await panel.small()
  await panel.generate.click()
  expect((await first.ended).signal).toBe('SIGKILL')
  const second = await startServer({ dataDir, env: { PORT: port } })
  await expect(panel.page.getByRole('button', { name: /^Open / })).toBeVisible({ timeout: 150_000 })
  await second.stop()
  await rm(dataDir, { recursive: true, force: true })
})
