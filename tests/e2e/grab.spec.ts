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

for (const { page: name, what, name: pictureName, size, rung } of PAGES)
  test(`takes a picture from ${what}`, async ({ browser_, server, shop }) => {
    await browser_.pair(server)
    const page = await browser_.context.newPage()
    await page.goto(shop.page(name))
    const panel = new Panel(await browser_.openPanel(page))
    await panel.choose(pictureName)
    await expect(panel.page.getByText(rung)).toBeVisible()
    await expect(panel.page.getByText(size).first()).toBeVisible()
    await expect(panel.generate).toBeEnabled()
    expect(browser_.complaints).toEqual([])
  })

test('offers the original where only a screenshot could be had', async ({ paired }) => {
  const panel = new Panel(paired.panel)
  await panel.choose(/Night Serum.*1600 × 2000/)
  await expect(panel.page.getByRole('button', { name: /Allow cdn\.test:\d+ and get the original/ })).toBeVisible()
})

test('says so when a page has no pictures', async ({ browser_, server, shop }) => {
  await browser_.pair(server)
  const page = await browser_.context.newPage()
  await page.goto(shop.page('empty'))
  const panel = await browser_.openPanel(page)
  await expect(panel.getByText('No pictures found here')).toBeVisible()
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
