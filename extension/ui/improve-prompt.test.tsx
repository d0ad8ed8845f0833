// @vitest-environment happy-dom
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTranslator } from './i18n/index.ts'
import { ImprovePrompt, type PromptReply } from './improve-prompt.tsx'
import { ToastScope } from './toast.tsx'

afterEach(() => document.body.replaceChildren())

const rules = (prompt: string, note: string | null = null): PromptReply => ({
  kind: 'ok',
  value: { prompt, by: 'rules', model: null, note },
})

/** A prompt with the offer below it, whose answers are given by hand. */
async function show(first: string) {
  const answers: PromiseWithResolvers<PromptReply>[] = []
  const ask = vi.fn<(prompt: string) => Promise<PromptReply>>(() => {
    const answer = Promise.withResolvers<PromptReply>()
    answers.push(answer)
    return answer.promise
  })
  let write: (value: string) => void = () => undefined
  function Prompt() {
    const [value, setValue] = useState(first)
    write = setValue
    return (
      <>
        <p data-value>{value}</p>
        <ImprovePrompt value={value} offline={false} ask={ask} onChange={setValue} />
      </>
    )
  }
  const translator = await createTranslator('en')
  const place = document.body.appendChild(document.createElement('div'))
  createRoot(place).render(
    <I18nextProvider i18n={translator}>
      <ToastScope>
        <Prompt />
      </ToastScope>
    </I18nextProvider>,
  )
  await vi.waitFor(() => expect(place.querySelector('button')).not.toBeNull())
  const button = (name: string) => [...place.querySelectorAll('button')].find(({ textContent }) => textContent === name) ?? null
  return {
    ask,
    write: (value: string) => write(value),
    button,
    press: (name: string) => button(name)?.click(),
    answer: (reply: PromptReply) => answers.shift()?.resolve(reply),
    value: () => place.querySelector('[data-value]')?.textContent,
    said: () => place.querySelector('output')?.textContent,
  }
}

describe('ImprovePrompt', () => {
  it('puts better words in place, says whose they are, and takes them back', async () => {
    const prompt = await show('a kettle sings ')
    prompt.press('Improve the prompt')
    expect(prompt.ask).toHaveBeenCalledWith('a kettle sings')
    prompt.answer({ kind: 'ok', value: { prompt: 'A brass kettle sings.', by: 'language_model', model: 'own', note: null } })
    await vi.waitFor(() => expect(prompt.value()).toBe('A brass kettle sings.'))
    expect(prompt.said()).toBe('Reworded by own.')
    prompt.press('Take it back')
    await vi.waitFor(() => expect(prompt.value()).toBe('a kettle sings '))
    expect([prompt.said(), prompt.button('Take it back')]).toEqual(['', null])
  })

  it('says why rules wrote what a model should have, and that nothing is to be added', async () => {
    const prompt = await show('a kettle sings')
    prompt.press('Improve the prompt')
    prompt.answer(rules('a kettle sings. One shot.', 'It cannot be reached.'))
    await vi.waitFor(() => expect(prompt.said()).toMatch(/^Completed by fixed rules, as .*It cannot be reached\.$/))
    prompt.press('Improve the prompt')
    prompt.answer(rules('a kettle sings. One shot.'))
    await vi.waitFor(() => expect(prompt.said()).toBe('There is nothing to add.'))
    prompt.press('Take it back')
    await vi.waitFor(() => expect(prompt.value()).toBe('a kettle sings'))
  })

  it('leaves alone what was written meanwhile, and cannot be asked about too little or too much', async () => {
    const prompt = await show('a kettle sings')
    prompt.press('Improve the prompt')
    prompt.write('a kettle is silent')
    await vi.waitFor(() => expect(prompt.value()).toBe('a kettle is silent'))
    prompt.answer(rules('a kettle sings. One shot.'))
    await vi.waitFor(() => expect(prompt.button('Improve the prompt')?.getAttribute('aria-busy')).toBeNull())
    expect([prompt.value(), prompt.said()]).toEqual(['a kettle is silent', ''])
    for (const words of ['ab', 'so '.repeat(170)]) {
      prompt.write(words)
      await vi.waitFor(() => expect(prompt.button('Improve the prompt')?.disabled).toBe(true))
    }
  })
})
