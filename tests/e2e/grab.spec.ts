import { expect, test } from './fixtures.ts'
import { Panel } from './panel.ts'

const PAGES = [
  {
    page: 'product',
    what: 'a srcset on another origin without CORS',
    name: /Night Serum.*1600 × 2000/,
    size: /\d+ × \d+/,
    rung: /Screenshot/,
  },
  {
    page: 'background',
    what: 'a CSS background',
    name: /Picture 1|Desk lamp/,
    size: '1200 × 900',
    rung: /Original file, through the page/,
  },
  {
    page: 'background',
    what: 'the background of a pseudo-element',
    name: /Picture 2/,
    size: '900 × 1200',
    rung: /Original file, through the page/,
  },
  {
    page: 'shadow',
    what: 'an open shadow root within another',
    name: /Oil in a bottle.*900 × 1200/,
    size: '900 × 1200',
    rung: /Original file, through the page/,
  },
  {
    page: 'gallery',
    what: 'a lazy attribute that has not loaded yet',
    name: /Tonic two/,
    size: '1000 × 1400',
    rung: /Original file, through the page/,
  },
] as const

test('takes pictures from wherever pages have them, and says so where they have none', async ({ browser_, server, shop }) => {
  test.setTimeout(180_000)
  await browser_.pair(server)
  const page = await browser_.context.newPage()
  const open = async (name: Parameters<typeof shop.page>[0]): Promise<Panel> => {
    await page.goto(shop.page(name))
    return new Panel(await browser_.openPanel(page))
  }
  for (const { page: name, what, name: pictureName, size, rung } of PAGES)
    await test.step(`a picture from ${what}`, async () => {
      const panel = await open(name)
      await panel.choose(pictureName)
      await expect(panel.page.getByText(rung)).toBeVisible()
      await expect(panel.page.getByText(size).first()).toBeVisible()
      await expect(panel.generate).toBeEnabled()
      await panel.page.getByRole('button', { name: 'Remove the picture' }).click()
    })
  await test.step('the original where only a screenshot could be had', async () => {
    const panel = await open('product')
    await panel.choose(/Night Serum.*1600 × 2000/)
    await expect(panel.page.getByRole('button', { name: /Allow cdn\.test:\d+ and get the original/ })).toBeVisible()
    await panel.page.getByRole('button', { name: 'Remove the picture' }).click()
  })
  await test.step('a page without pictures', async () => {
    const panel = await open('empty')
    await expect(panel.page.getByText('No pictures found here')).toBeVisible()
  })
  expect(browser_.complaints).toEqual([])
})

test('asks for access where the toolbar was not clicked', async ({ browser_, server, shop }) => {
  await browser_.pair(server)
  const page = await browser_.context.newPage()
  await page.goto(shop.page('product'))
  const panel = await browser_.openPanel(page)
  await expect(panel.getByRole('button', { name: /Night Serum/ }).first()).toBeVisible()
  const other = await browser_.context.newPage()
  await other.goto(shop.page('shadow').replace('shop.test', 'other.test'))
  await other.bringToFront()
  await expect(panel.getByText('The panel cannot see this page yet')).toBeVisible()
})
