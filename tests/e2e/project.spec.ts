import { openAsBlob } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFlashClip } from '../harness/film.ts'
import { otioTimeline } from '../harness/otio.ts'
import { probe } from '../harness/probe.ts'
import type { RunningServer } from '../harness/server.ts'
import { unzip } from '../harness/zip.ts'
import { expectAccessible } from './accessible.ts'
import { type Browser, expect, test } from './fixtures.ts'
import { ask, segments } from './reel-page.ts'

const SLOW_MS = 90_000

test('a story leaves as a project and a time line, its film as WebM, and the project opens again', async ({ browser_, server }) => {
  test.setTimeout(420_000)
  const storyId = await storyWithFilm(server)
  await browser_.pair(server)
  const page = await browser_.context.newPage()
  await page.setViewportSize({ width: 360, height: 900 })
  await page.goto(`chrome-extension://${browser_.extensionId}/sidepanel.html?view=reels&story=${storyId}`)
  await expect(segments(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Film', exact: true }).click()

  await test.step('the film is downloaded in another format, which is made first', async () => {
    await page.getByRole('combobox', { name: 'File format' }).selectOption('WebM')
    await page.getByRole('button', { name: 'Download WebM' }).click()
    await expect(page.getByText('WebM is made first. The download begins by itself.').first()).toBeVisible()
    expect(await probe(await downloaded(browser_, 1))).toMatchObject({ codec_name: 'vp9', nb_read_frames: '72' })
  })

  let archive = ''
  await test.step('both exports of the story itself are made and saved', async () => {
    await page.getByRole('button', { name: 'Make OpenTimelineIO' }).click()
    await page.getByRole('button', { name: 'Save OpenTimelineIO' }).click({ timeout: SLOW_MS })
    otioTimeline.parse(JSON.parse(await readFile(await downloaded(browser_, 2), 'utf8')))
    await page.getByRole('button', { name: 'Make Project' }).click()
    await page.getByRole('button', { name: 'Save Project' }).click({ timeout: SLOW_MS })
    archive = await downloaded(browser_, 3)
    expect([...(await unzip(archive)).keys()]).toEqual(
      expect.arrayContaining(['manifest.json', 'content.otio', 'media/segments-01-take-01.mp4']),
    )
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('the project opens beside the stories, and what is none is told', async () => {
    await page.getByRole('button', { name: 'All reels' }).click()
    await expectAccessible(page, 'the stories')
    await page
      .getByLabel('Project archive')
      .setInputFiles({ name: 'other.zip', mimeType: 'application/zip', buffer: Buffer.from('PK nothing') })
    await expect(page.getByText('Choose a project archive.').first()).toBeVisible()
    await page
      .getByLabel('Project archive')
      .setInputFiles({ name: 'oil.zip', mimeType: 'application/zip', buffer: await readFile(archive) })
    await expect(page.getByText('Opened: Oil').first()).toBeVisible()
    await expect(segments(page)).toHaveCount(1)
    const { items } = await ask<{ items: { id: string; segments: { takes: unknown[] }[] }[] }>(server, 'GET', '/api/storyboards')
    expect(items).toHaveLength(2)
    expect(items[0]?.segments[0]?.takes).toHaveLength(1)
  })
  // The browser itself tells of every refused request, here of the file that is no project.
  expect(browser_.complaints).toEqual([expect.stringContaining('a status of 422')])
})

/** A story of one clip that exists, and its film. */
async function storyWithFilm(server: RunningServer): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pagereel-project-'))
  const path = await writeFlashClip(join(directory, 'clip.mp4'), { width: 720, height: 720, frameRate: 24, seconds: 3, number: 1 })
  const added = await fetch(`${server.base}/api/assets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'video/mp4' },
    body: await openAsBlob(path),
  })
  await rm(directory, { recursive: true, force: true })
  const { id: assetId } = (await added.json()) as { id: string }
  const settings = { aspectRatio: '1:1', resolution: '720p', frameRate: 24 }
  const story = await ask<{ id: string; segments: { id: string }[] }>(server, 'POST', '/api/storyboards', {
    title: 'Oil',
    settings,
    segments: [{ prompt: 'oil drips', duration: 3 }],
  })
  await ask(server, 'POST', `/api/storyboards/${story.id}/segments/${story.segments[0]?.id}/takes`, { assetId }, { 'if-match': '*' })
  const reel = { kind: 'reel', storyboardId: story.id }
  const { status } = await ask<{ status: string }>(server, 'POST', '/api/jobs', reel, { prefer: 'wait=60' })
  expect(status).toBe('completed')
  return story.id
}

/** The file that was saved last, once there are so many. */
async function downloaded({ worker }: Browser, count: number): Promise<string> {
  const saved = () => worker.evaluate(async () => await chrome.downloads.search({ state: 'complete', orderBy: ['-startTime'] }))
  await expect.poll(async () => (await saved()).length, { timeout: SLOW_MS }).toBe(count)
  return (await saved())[0]?.filename ?? ''
}
