import { expect, type Locator, type Page } from '@playwright/test'

/** The side panel as a person uses it. */
export class Panel {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The pictures the panel found on the page, by their accessible names. */
  picture(name: RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  get generate(): Locator {
    return this.page.getByRole('button', { name: 'Generate' })
  }

  /** Takes a picture of the page and waits until its bytes are here. */
  async choose(name: RegExp): Promise<void> {
    await this.picture(name).click()
    await expect(this.page.getByRole('button', { name: 'Remove the picture' })).toBeVisible()
  }

  async shape(name: RegExp): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'Shape' }).getByRole('radio', { name }).click()
  }

  /** Asks for the least that can be asked for, where the clip itself is not what is looked at: 3 s of 720p at 24 frames a second. */
  async small(): Promise<void> {
    await this.page.getByRole('button', { name: /^More settings/ }).click()
    for (const [group, name] of Object.entries({ Resolution: '720p', 'Frames per second': '24' }))
      await this.page.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name, exact: true }).click()
    await this.page.getByRole('slider', { name: 'Duration' }).press('Home')
  }

  /** Opens a tab of the panel. */
  async open(tab: 'Create' | 'Gallery' | 'Reels'): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click()
  }
}
