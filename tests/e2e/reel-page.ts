import { expect, type Locator, type Page } from '@playwright/test'
import type { SegmentInput, StorySettings } from 'shared/wire'
import type { RunningServer } from '../harness/server.ts'
import type { Browser } from './fixtures.ts'

/** As wide as side panels are. */
const PANEL = { width: 360, height: 900 }

/** The segments of the story that is open, in their order. */
export function segments(page: Page): Locator {
  return page.getByRole('region', { name: 'Segments' }).locator('[data-segment]')
}

/** The part of the editor that shows one side of the story. */
export function part(page: Page, name: string): Locator {
  return page.getByRole('radiogroup', { name: 'What to look at' }).getByRole('radio', { name })
}

export interface WantedStory {
  /** What all segments are made of. */
  readonly picture: Buffer
  readonly settings: Partial<StorySettings>
  readonly segments: readonly SegmentInput[]
}

/** Makes a story and opens its editor, in a tab as wide as the panel. */
export async function openStory(browser: Browser, server: RunningServer, wanted: WantedStory): Promise<Page> {
  const picture = await fetch(`${server.base}/api/assets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'image/jpeg' },
    body: new Uint8Array(wanted.picture),
  })
  const { id: image } = (await picture.json()) as { id: string }
  const made = await ask<{ id: string }>(server, 'POST', '/api/storyboards', {
    title: 'Oil',
    settings: wanted.settings,
    segments: wanted.segments.map((segment) => ({ image, ...segment })),
  })
  await browser.pair(server)
  const page = await browser.context.newPage()
  await page.setViewportSize(PANEL)
  await page.goto(`chrome-extension://${browser.extensionId}/sidepanel.html?view=reels&story=${made.id}`)
  await expect(segments(page)).toHaveCount(wanted.segments.length)
  return page
}

/** The one story that there is. */
export async function onlyStory<T>(server: RunningServer): Promise<T> {
  const { items } = await ask<{ items: T[] }>(server, 'GET', '/api/storyboards')
  const [only, ...others] = items
  if (only === undefined || others.length > 0) throw new Error(`there are ${items.length} stories`)
  return only
}

/** Asks the backend past the panel. Throws where it refuses. */
export async function ask<T>(
  { base, token }: RunningServer,
  method: string,
  path: string,
  body?: object,
  headers: object = {},
): Promise<T> {
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}
