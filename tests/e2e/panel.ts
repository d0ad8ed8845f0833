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

  /** Opens a tab of the panel. */
  async open(tab: 'Create' | 'Gallery' | 'Reels'): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click()
  }
}
