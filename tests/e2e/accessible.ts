import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
/** The rules whose outcome the theme decides; all others find the same in both. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * Axe finds nothing wrong, in dark and in light, and nothing is wider than the page.
 * @param within the whole page, or the dialog that is opening: what lies under it is dimmed and cannot be read
 */
export async function expectAccessible(page: Page, what: string, within: 'page' | 'dialog' = 'page'): Promise<void> {
  await expect(page.getByRole('dialog'), what).toHaveCount(within === 'dialog' ? 1 : 0)
  const inside = within === 'dialog' ? '[role="dialog"]' : 'body'
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(settled)
    const axe = new AxeBuilder({ page }).include(inside)
    const { violations } = await (colorScheme === 'dark' ? axe.withTags(STANDARDS) : axe.withRules(OF_COLOURS)).analyze()
    const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))
    expect(found, `${what}, ${colorScheme}`).toEqual([])
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), what).toBeLessThanOrEqual(
    0,
  )
}

/** Waits until what fades in or changes its colours has done so: half-way there, words cannot be read. */
async function settled(): Promise<void> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  await frame()
  await frame()
  const ending = document.getAnimations().filter((animation) => Number(animation.effect?.getComputedTiming().endTime) < Infinity)
  await Promise.allSettled(ending.map(async (animation) => await animation.finished))
}
