import { describe, expect, it } from 'vitest'
import { overlayAt, type Overlay } from './scene.ts'

const plane = { address: 0, stride: 0, width: 16, height: 2 }
const overlay: Overlay = {
  luma: plane,
  chroma: plane,
  x: 0,
  y: 100,
  rise: 40,
  appearsAt: 0.5,
  appearsFor: 1,
  colour: { y: 235, u: 128, v: 128 },
}

describe('overlayAt', () => {
  it('shows nothing before its time and all of it, at its place, after', () => {
    expect(overlayAt(overlay, 0.5)).toBeNull()
    expect(overlayAt(overlay, 1.5)).toEqual({ y: 100, opacity: 1 })
    expect(overlayAt(overlay, 9)).toEqual({ y: 100, opacity: 1 })
  })

  it('rises while it appears', () => {
    expect(overlayAt(overlay, 1)).toEqual({ y: 120, opacity: 0.5 })
  })
})
