// @vitest-environment happy-dom
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MotionStage, SEEK_EVENT } from './motion-stage.tsx'
import type { Shot } from './stage.ts'

const SHOT: Shot = {
  picture: null,
  frame: { width: 90, height: 160 },
  fit: 'crop',
  move: 'dolly_slow',
  intensity: 'medium',
  seed: 1,
  duration: 5,
  frameRate: 30,
}

/** The browser's frames, which come when the test says so. */
const waiting = new Map<number, FrameRequestCallback>()
let given = 0

function nextFrame(at: number): void {
  const callbacks = [...waiting.values()]
  waiting.clear()
  for (const callback of callbacks) callback(at)
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    waiting.set(++given, callback)
    return given
  })
  vi.stubGlobal('cancelAnimationFrame', (request: number) => waiting.delete(request))
})
afterEach(() => {
  waiting.clear()
  vi.unstubAllGlobals()
})

it('stays on the frame that was sought while it played, and where it was when it is paused', async () => {
  const root = createRoot(document.body)
  const stage = (): HTMLElement | null => document.querySelector('[data-motion-preview]')
  root.render(<MotionStage shot={SHOT} playing />)
  await vi.waitFor(() => expect(stage()?.dataset['frame']).toBe('0'))
  nextFrame(1000)
  nextFrame(2000)
  expect(stage()?.dataset['frame']).toBe('30')
  stage()?.dispatchEvent(new CustomEvent(SEEK_EVENT, { detail: { frame: 17 } }))
  nextFrame(3000)
  expect(stage()?.dataset['frame']).toBe('17')
  root.render(<MotionStage shot={SHOT} playing={false} />)
  await vi.waitFor(() => expect(waiting.size).toBe(0))
  expect(stage()?.dataset['frame']).toBe('17')
  root.unmount()
})
