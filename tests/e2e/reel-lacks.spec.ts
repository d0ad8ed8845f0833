import type { Storyboard } from 'shared/wire'
import type { RunningServer } from '../harness/server.ts'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './fixtures.ts'
import { ask, onlyStory, openStory, segments } from './reel-page.ts'

const story = (server: RunningServer) => onlyStory<Storyboard>(server)

test('a segment that has no picture shows words, which are edited apart from what happens', async ({ browser_, server, shop }) => {
  const page = await openStory(browser_, server, {
    picture: await shop.picture('oil-900.jpg'),
    settings: { aspectRatio: '9:16', resolution: '720p' },
    segments: [{ image: null, prompt: 'wide shot, room for words', titleText: 'A small oak lamp' }, { prompt: 'in use' }],
  })
  const shown = async () => (await story(server)).segments[0]
  const title = page.getByRole('textbox', { name: 'What stands on the screen' })
  await expect(title).toHaveValue('A small oak lamp')
  await expect(page.locator('span', { hasText: /^A small oak lamp$/ }).last()).toBeVisible()
  await expectAccessible(page, 'a segment of words')
  await title.fill('Light to take along')
  await title.blur()
  await expect.poll(shown).toMatchObject({ prompt: 'wide shot, room for words', titleText: 'Light to take along' })
  await page.getByRole('textbox', { name: 'What happens' }).fill('A lamp that folds flat')
  await expect.poll(shown).toMatchObject({ prompt: 'A lamp that folds flat', titleText: null })
  await expect(title).toHaveValue('')
  await expect(title).toHaveAttribute('placeholder', 'A lamp that folds flat')
  await segments(page).nth(1).click()
  await expect(page.getByRole('textbox', { name: 'What happens' })).toHaveValue('in use')
  await expect(title).toHaveCount(0)
  await page.getByRole('button', { name: 'Add a segment after it' }).click()
  await segments(page).nth(0).click()
  await page.getByRole('button', { name: 'Segment 3 needs words or a picture' }).click()
  await page.getByRole('textbox', { name: 'What stands on the screen' }).fill('Now')
  await expect(page.getByText('3 segments to make, free')).toBeVisible()
  expect(browser_.complaints).toEqual([])
})

test('a film that could not be made says what of it failed and why, and keeps the rest', async ({ browser_, server, shop }) => {
  const page = await openStory(browser_, server, {
    picture: await shop.picture('oil-900.jpg'),
    settings: { aspectRatio: '9:16', resolution: '720p' },
    segments: [{ prompt: 'first', narration: 'こんにちは。', duration: 2 }],
  })
  const { id } = await story(server)
  const voice = { asset: null, voice: null, provider: 'local', language: null, speed: 1, gain: 0 }
  await ask(server, 'PATCH', `/api/storyboards/${id}`, { soundtrack: { voice } }, { 'if-match': '*' })
  await page.getByRole('button', { name: 'Make film' }).click()
  await expect(page.getByText('Segment 1: The draft voice speaks English only.')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('What was made is kept')).toBeVisible()
  await expectAccessible(page, 'a film that failed')
})
