// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useTyped } from './use-typed.ts'

let root: Root
let kept: string[]
const step = (work: () => void): void => {
  // Not returned: act takes what is not void for a promise.
  act(() => {
    work()
  })
}
const place = (): HTMLInputElement => {
  const field = document.querySelector('input')
  if (field === null) throw new Error('no field')
  return field
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  kept = []
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  step(() => root.unmount())
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function Field({ value }: { readonly value: string }) {
  const typed = useTyped(value, (text) => kept.push(text))
  return <input value={typed.value} onChange={(event) => typed.onChange(event.target.value)} onBlur={typed.onBlur} />
}

const show = (value: string): void => step(() => root.render(<Field value={value} />))
const type = (text: string): void =>
  step(() => {
    // React remembers what it wrote; a value set past it counts as typed.
    Reflect.set(HTMLInputElement.prototype, 'value', text, place())
    place().dispatchEvent(new Event('input', { bubbles: true }))
  })

it('keeps a text once the person rests, and shows it until the story says so too', () => {
  show('old')
  type('n')
  type('new')
  expect([place().value, kept]).toEqual(['new', []])
  step(() => vi.advanceTimersByTime(900))
  expect([place().value, kept]).toEqual(['new', ['new']])
  show('new')
  show('from elsewhere')
  expect([place().value, kept]).toEqual(['from elsewhere', ['new']])
})

it('keeps it at once when the field is left or goes away, and keeps nothing that was not changed', () => {
  show('old')
  type('left')
  step(() => place().dispatchEvent(new FocusEvent('focusout', { bubbles: true })))
  expect(kept).toEqual(['left'])
  show('left')
  type('gone')
  step(() => root.unmount())
  expect(kept).toEqual(['left', 'gone'])
  root = createRoot(document.body.appendChild(document.createElement('div')))
  document.body.firstElementChild?.remove()
  show('same')
  type('same')
  step(() => vi.advanceTimersByTime(900))
  expect(kept).toEqual(['left', 'gone'])
})
