// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Settled, useSettled } from './use-settled.ts'

let root: Root
let kept: number[]
let shown: Settled<number> | null

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  kept = []
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => {
  step(() => root.unmount())
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

function Slide({ value, onShow }: { readonly value: number; readonly onShow: (settled: Settled<number>) => void }) {
  const settled = useSettled(value, (next) => kept.push(next))
  onShow(settled)
  return <p>{settled.value}</p>
}

const step = (work: () => void): void => {
  // Not returned: act takes what is not void for a promise.
  act(() => {
    work()
  })
}
const says = (value: number): void => step(() => root.render(<Slide value={value} onShow={(settled) => (shown = settled)} />))
const drag = (value: number): void => step(() => shown?.onChange(value))
/** A key of a slider changes and lets go at once. */
const press = (value: number): void =>
  step(() => {
    shown?.onChange(value)
    shown?.onCommit(value)
  })

it('shows what is dragged, keeps it when the person lets go, and shows it until the story says so too', () => {
  says(5)
  drag(3)
  expect([shown?.value, kept]).toEqual([3, []])
  press(2)
  expect([shown?.value, kept]).toEqual([2, [2]])
  says(2)
  says(4)
  expect(shown?.value).toBe(4)
})

it('loses no press where the answers come after later presses', () => {
  says(5)
  press(1)
  press(1.5)
  says(1)
  expect(shown?.value).toBe(1.5)
  press(2)
  says(1.5)
  expect(shown?.value).toBe(2)
  says(2)
  expect([shown?.value, kept]).toEqual([2, [1, 1.5, 2]])
})

it('gives way to what the value is made elsewhere', () => {
  says(5)
  press(1)
  says(8)
  expect(shown?.value).toBe(8)
  press(8)
  expect(kept).toEqual([1])
})
