import { describe, expect, it } from 'vitest'
import { OVERLAY_PLACES } from 'shared/wire'
import { stack } from './places.ts'

const ZONE = { x: 100, y: 200, width: 800, height: 1000 }
const BOX = { width: 200, height: 100 }
const ALWAYS = { start: 0, end: 10 }

describe('places of overlays', () => {
  it('are nine of the zone', () => {
    const corners = OVERLAY_PLACES.map((place) => stack(ZONE, null).find(place, BOX, ALWAYS, 10))
    expect(new Set(corners.map((corner) => JSON.stringify(corner))).size).toBe(9)
    expect(corners[0]).toEqual({ x: 100, y: 200 })
    expect(corners.at(-1)).toEqual({ x: 700, y: 1100 })
  })

  it('are taken one after the other, away from the edge, where times meet', () => {
    const places = stack(ZONE, null)
    expect(places.find('bottom', BOX, ALWAYS, 10)?.y).toBe(1100)
    expect(places.find('bottom', BOX, { start: 5, end: 6 }, 10)?.y).toBe(990)
    expect(places.find('bottom', BOX, { start: 10, end: 12 }, 10)?.y).toBe(1100)
    expect(places.find('top', BOX, ALWAYS, 10)?.y).toBe(200)
    expect(places.find('top', BOX, ALWAYS, 10)?.y).toBe(310)
  })

  it('leave free what captions may cover, above it or else below', () => {
    const captions = { x: 100, y: 1000, width: 800, height: 300 }
    expect(stack(ZONE, captions).find('bottom_left', BOX, ALWAYS, 10)?.y).toBe(890)
    const middle = { x: 100, y: 650, width: 800, height: 520 }
    expect(stack(ZONE, middle).find('middle', BOX, ALWAYS, 10)?.y).toBe(540)
  })

  it('are none where the zone is full', () => {
    expect(stack(ZONE, { x: 0, y: 0, width: 2000, height: 2000 }).find('top', BOX, ALWAYS, 10)).toBeNull()
    expect(stack(ZONE, null).find('top', { width: 900, height: 10 }, ALWAYS, 10)).toBeNull()
  })
})
