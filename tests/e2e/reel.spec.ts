import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSHandle, Page } from '@playwright/test'
import { decodeErrors } from '../harness/media.ts'
import { linkModels } from '../harness/models.ts'
import { probe, startsFast, streamKinds } from '../harness/probe.ts'
import { type RunningServer, startServer } from '../harness/server.ts'
import { type Browser, expect, test as base } from './fixtures.ts'
import { ask, onlyStory, part, segments } from './reel-page.ts'

const FRAME_RATE = 24
/** A machine that others take from may need this long for what takes seconds. */
const SLOW_MS = 240_000

/** A backend that can compose, with no key for anything. */
const test = base.extend({
  server: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-reel-'))
    await linkModels(dataDir, /\.sf3$/)
    const server = await startServer({ dataDir })
    await use(server)
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  },
})

test('a page becomes a reel: a segment is edited and made again, the film plays and is exported upright and square', async ({
  paired,
  browser_,
  server,
}) => {
  test.setTimeout(720_000)
  const { panel } = paired
  await test.step('what the page sells is shown and can be changed before a story is planned of it', async () => {
    await panel.getByRole('button', { name: 'Reel from this page' }).click()
    const sheet = panel.getByRole('dialog')
    await expect(sheet.getByRole('textbox', { name: 'Title' })).toHaveValue('Night Serum')
    await expect(sheet.getByRole('textbox', { name: 'Brand' })).toHaveValue('Lumen')
    await expect(sheet.getByRole('textbox', { name: 'Price' })).toHaveValue('38.00')
    await expect(sheet.getByRole('textbox', { name: 'Currency' })).toHaveValue('EUR')
    await sheet.getByRole('textbox', { name: 'Description' }).fill('Ten drops before sleep.')
    await sheet.getByRole('button', { name: 'Plan 3 segments' }).click()
    await expect(segments(panel)).toHaveCount(3)
  })

  await test.step('it is spoken and captioned, and made small and short', async () => {
    await part(panel, 'Sound').click()
    await panel.getByRole('button', { name: 'Add a voice' }).click()
    await part(panel, 'Captions').click()
    await panel.getByRole('radiogroup', { name: 'Captions' }).getByRole('radio', { name: 'As a track' }).click()
    await part(panel, 'Settings').click()
    await panel.getByRole('button', { name: /^More/ }).click()
    await panel.getByRole('radiogroup', { name: 'Resolution' }).getByRole('radio', { name: '720p' }).click()
    await panel
      .getByRole('radiogroup', { name: 'Frames per second' })
      .getByRole('radio', { name: String(FRAME_RATE) })
      .click()
    for (const index of [0, 1, 2]) {
      await segments(panel).nth(index).click()
      for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await panel.getByRole('slider', { name: 'Duration' }).press(key)
      await expect(segments(panel).nth(index)).toHaveAccessibleName(/, 2 s,/)
    }
    await panel.getByRole('button', { name: /^From segment 1 to 2/ }).click()
    await panel.getByRole('radio', { name: 'Dissolve' }).click()
    await expect.poll(async () => (await story(server)).segments[0]?.boundary.kind).toBe('dissolve')
  })

  await test.step('one segment is made ahead, and what there is can be played before it is joined', async () => {
    await segments(panel).first().click()
    await panel.getByRole('button', { name: 'Generate', exact: true }).click()
    await expect(segments(panel).first()).toHaveAttribute('data-standing', 'ready', { timeout: SLOW_MS })
    await panel.emulateMedia({ reducedMotion: 'no-preference' })
    await panel.getByRole('button', { name: 'Play what there is' }).click()
    const dialog = panel.getByRole('dialog', { name: 'What there is' })
    await expect.poll(() => secondsOf(dialog.locator('video:visible').elementHandle())).toBeGreaterThan(0.2)
    await dialog.getByRole('button', { name: 'Pause' }).click()
    await dialog.getByRole('button', { name: 'Next segment' }).click()
    await expect(dialog.locator('video:visible')).toHaveCount(0)
    await expect(dialog.getByText('2 of 3')).toBeVisible()
    await panel.keyboard.press('Escape')
    await panel.emulateMedia({ reducedMotion: 'reduce' })
  })

  await expect(panel.getByText('2 segments to make, free')).toBeVisible()
  const progress = await watchStrip(panel)
  await makeFilm(panel, server, 1)
  for (const index of [0, 1, 2]) await expect(segments(panel).nth(index)).toHaveAttribute('data-standing', 'ready')
  await test.step('each segment shows how far it is, as it happens', async () => {
    const [ahead, ...others] = Object.values(await progress.jsonValue())
    expect(ahead).toEqual(['ready'])
    for (const seen of others) {
      const percents = seen.flatMap((each) => (each.startsWith('making ') ? [Number(each.split(' ')[1])] : []))
      expect(percents.length, seen.join(', ')).toBeGreaterThan(1)
      expect(percents).toEqual(percents.toSorted((one, other) => one - other))
      expect(seen.at(-1)).toBe('ready')
    }
  })

  await test.step('the film is what the story says, to the frame', async () => {
    await panel.getByRole('button', { name: 'Film', exact: true }).click()
    const video = panel.getByRole('dialog').locator('video')
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThanOrEqual(2)
    await video.evaluate((element: HTMLVideoElement) => element.play())
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0.2)
    await panel.getByRole('button', { name: 'Download MP4' }).click()
    const file = await downloaded(browser_, 1)
    const { duration } = await story(server)
    const frames = Math.round(duration * FRAME_RATE)
    expect(await probe(file)).toMatchObject({ codec_name: 'h264', width: 720, height: 1280, nb_read_frames: String(frames) })
    expect(await startsFast(file)).toBe(true)
    expect(await decodeErrors(file)).toBe('')
    expect(await streamKinds(file)).toEqual(['video', 'audio', 'subtitle'])
    expect(await madeFor(server)).toEqual(expect.arrayContaining(['speech', 'music']))
    await panel.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await expect(panel.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('how two clips go together is played with the clips themselves', async () => {
    await panel.emulateMedia({ reducedMotion: 'no-preference' })
    await panel.getByRole('button', { name: /^From segment 1 to 2/ }).click()
    const side = (name: string) => secondsOf(panel.locator(`[data-side="${name}"] video`).elementHandle())
    await expect.poll(() => side('before')).toBeGreaterThan(1)
    await expect.poll(() => side('after')).toBeGreaterThan(0.2)
    await panel.emulateMedia({ reducedMotion: 'reduce' })
  })

  await test.step('a segment that is edited is stale, is made again only when asked, and is another take then', async () => {
    await segments(panel).nth(1).click()
    await panel.getByRole('textbox', { name: 'What happens' }).fill('Night Serum, the label from close by')
    await panel.getByRole('textbox', { name: 'What is said' }).focus()
    await expect(segments(panel).nth(1)).toHaveAttribute('data-standing', 'stale')
    await panel.getByRole('button', { name: 'Redo this one' }).click()
    await expect(panel.getByRole('button', { name: 'Take 2' })).toHaveAttribute('aria-pressed', 'true', { timeout: SLOW_MS })
    await expect(segments(panel).nth(1)).toHaveAttribute('data-standing', 'ready')
    await expect(panel.getByText('Only to be joined, free')).toBeVisible()
  })

  await makeFilm(panel, server, 2)
  await test.step('it is exported for an upright and for a square place', async () => {
    await panel.getByRole('button', { name: 'Film', exact: true }).click()
    for (const name of ['TikTok', 'Feed 1:1']) await panel.getByRole('button', { name: `Make ${name}` }).click()
    const frames = Math.round((await story(server)).duration * FRAME_RATE)
    for (const [index, { name, width, height }] of [
      { name: 'TikTok', width: 720, height: 1280 },
      { name: 'Feed 1:1', width: 720, height: 720 },
    ].entries()) {
      const save = panel.getByRole('button', { name: `Save ${name}` })
      await expect(save).toBeVisible({ timeout: SLOW_MS })
      await save.click()
      expect(await probe(await downloaded(browser_, index + 2))).toMatchObject({ width, height, nb_read_frames: String(frames) })
    }
  })
  expect(browser_.complaints).toEqual([])
})

interface StoryLike {
  readonly duration: number
  readonly segments: readonly { readonly boundary: { readonly kind: string } }[]
}

const story = (server: RunningServer) => onlyStory<StoryLike>(server)

/** Makes the film and waits for it. */
async function makeFilm(panel: Page, server: RunningServer, films: number): Promise<void> {
  await panel.getByRole('button', { name: 'Make film' }).click()
  const made = async (): Promise<readonly string[]> =>
    (await ask<{ items: { status: string }[] }>(server, 'GET', '/api/jobs?kind=reel')).items.map(({ status }) => status)
  await expect.poll(made, { timeout: SLOW_MS }).toEqual(Array.from({ length: films }, () => 'completed'))
  await expect(panel.getByRole('button', { name: 'Make film' })).not.toHaveAttribute('aria-busy')
}

/** What was made for the one film that there is. */
async function madeFor(server: RunningServer): Promise<readonly string[]> {
  const [reel] = (await ask<{ items: { id: string }[] }>(server, 'GET', '/api/jobs?kind=reel')).items
  const children = await ask<{ items: { kind: string; status: string }[] }>(server, 'GET', `/api/jobs?parentId=${reel?.id ?? ''}`)
  return children.items.filter(({ status }) => status === 'completed').map(({ kind }) => kind)
}

/** What each tile of the strip shows from now on, in the order of the segments: how it stands, with the percent where it is being made. */
async function watchStrip(panel: Page): Promise<JSHandle<Record<string, string[]>>> {
  return await panel.evaluateHandle(() => {
    const seen: Record<string, string[]> = {}
    const look = (): void => {
      for (const tile of document.querySelectorAll<HTMLElement>('[data-segment]')) {
        const { segment = '', standing = '' } = tile.dataset
        const percent = /(\d+) %/.exec(tile.textContent)?.[1]
        const now = standing === 'making' ? `making ${percent}` : standing
        const before = (seen[segment] ??= [])
        if (before.at(-1) !== now) before.push(now)
      }
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    return seen
  })
}

/** Seconds that a video has come to. */
async function secondsOf(video: Promise<JSHandle | null>): Promise<number> {
  return (await (await video)?.evaluate((element) => (element instanceof HTMLVideoElement ? element.currentTime : 0))) ?? 0
}

/** The file that was saved last, once as many are. */
async function downloaded({ worker }: Browser, count: number): Promise<string> {
  const saved = () => worker.evaluate(async () => await chrome.downloads.search({ state: 'complete', orderBy: ['-startTime'] }))
  await expect.poll(async () => (await saved()).length, { timeout: 20_000 }).toBe(count)
  return (await saved())[0]?.filename ?? ''
}
