// @vitest-environment happy-dom
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { afterEach, expect, it, vi } from 'vitest'
import { createTranslator } from '../ui/index.ts'
import { FaultScope, Faulty } from './field-faults.tsx'

afterEach(() => document.body.replaceChildren())

it('says below each field what was refused of it and what would do, and nothing below the others', async () => {
  const translator = await createTranslator('en')
  const place = document.body.appendChild(document.createElement('div'))
  const issues = [
    { path: 'style', message: 'anime is not available; these are', allowed: ['realistic', 'cinematic'] },
    { path: 'providerOptions.template', message: 'needs a prompt to lay out' },
  ]
  const root = createRoot(place)
  root.render(
    <I18nextProvider i18n={translator}>
      <FaultScope issues={issues}>
        <Faulty of={['style']}>style</Faulty>
        <Faulty of={['providerOptions']}>words</Faulty>
        <Faulty of={['lighting']}>light</Faulty>
      </FaultScope>
    </I18nextProvider>,
  )
  await vi.waitFor(() => expect(place.textContent).not.toBe(''))
  expect([...place.querySelectorAll('[data-faults]')].map((list) => [list.getAttribute('data-faults'), list.textContent])).toEqual([
    ['style', 'style: realistic, cinematic'],
    ['providerOptions', 'providerOptions.template: needs a prompt to lay out'],
  ])
  root.unmount()
})
