import type { Locator, Page } from '@playwright/test'
import type { RunningServer } from '../harness/server.ts'

/** The segments of the story that is open, in their order. */
export function segments(page: Page): Locator {
  return page.getByRole('region', { name: 'Segments' }).locator('[data-segment]')
}

/** The part of the editor that shows one side of the story. */
export function part(page: Page, name: string): Locator {
  return page.getByRole('radiogroup', { name: 'What to look at' }).getByRole('radio', { name })
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
