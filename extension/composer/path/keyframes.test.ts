import { camera, type PathKeyframe, project } from 'shared/camera'
import { describe, expect, it } from 'vitest'
import { PATH } from '../limits.ts'
import { readPath } from '../read-form.ts'
import { addAfter, change, FIRST_PATH, keyToPath, type Path, reachOf, removeAt, retime, rollTo, settle, swap, zoomTo } from './keyframes.ts'

const ASPECT = 9 / 16
const three: Path = [
  { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 },
  { t: 0.5, x: 0.3, y: 0.6, zoom: 2.5, roll: 10 },
  { t: 1, x: 0.6, y: 0.4, zoom: 2, roll: 0 },
]

describe('settle', () => {
  it.each([9 / 16, 1, 16 / 9])('keeps everything that is shown inside the picture, at %d to 1', (aspect) => {
    for (const roll of [-45, -20, 0, 3, 45])
      for (const zoom of [0.2, 1, 2.7, 40])
        for (const [x, y] of [
          [0, 0],
          [0.5, 0.5],
          [1, 0.2],
        ] as const) {
          const settled = settle({ t: 0, x, y, zoom, roll }, aspect)
          const { width, height } = reachOf(settled, aspect)
          expect(settled.x - width / 2).toBeGreaterThanOrEqual(-1e-4)
          expect(settled.x + width / 2).toBeLessThanOrEqual(1 + 1e-4)
          expect(settled.y - height / 2).toBeGreaterThanOrEqual(-1e-4)
          expect(settled.y + height / 2).toBeLessThanOrEqual(1 + 1e-4)
          expect(settled.zoom).toBeLessThanOrEqual(PATH.zoom.maximum)
        }
  })

  it('leaves alone what is inside', () => {
    expect(settle({ t: 0.5, x: 0.4, y: 0.45, zoom: 3, roll: 5 }, ASPECT)).toEqual({ t: 0.5, x: 0.4, y: 0.45, zoom: 3, roll: 5 })
  })

  it('draws the box that the camera then shows', () => {
    for (const keyframe of [three[1], { t: 0.5, x: 0.9, y: 0.1, zoom: 4, roll: -30 }]) {
      const drawn = settle(keyframe ?? FIRST_PATH[0] ?? { t: 0.5, x: 0, y: 0, zoom: 1, roll: 0 }, ASPECT)
      const path: readonly PathKeyframe[] = [{ ...drawn, t: 0 }, { ...drawn }, { ...drawn, t: 1 }]
      const [layer] = camera({ path }, 0.5, { seed: 1, intensity: 1, aspect: ASPECT, seconds: 5, depths: [1] }).layers
      if (layer === undefined) throw new Error('no layer')
      const middle = project(layer.view, { x: 0.5, y: 0.5 })
      expect([middle.x, middle.y]).toEqual([expect.closeTo(drawn.x, 2), expect.closeTo(drawn.y, 2)])
      // The box is turned clockwise by its roll, in frame heights.
      const angle = (drawn.roll * Math.PI) / 180
      const [across, down] = [ASPECT / 2 / drawn.zoom, 0.5 / drawn.zoom]
      const corner = project(layer.view, { x: 1, y: 1 })
      expect((corner.x - drawn.x) * ASPECT).toBeCloseTo(across * Math.cos(angle) - down * Math.sin(angle), 2)
      expect(corner.y - drawn.y).toBeCloseTo(across * Math.sin(angle) + down * Math.cos(angle), 2)
    }
  })
})

describe('a path', () => {
  it('stays one that can be asked for, whatever is done to it', () => {
    let path: Path = FIRST_PATH
    for (let step = 0; step < 30; step++) {
      const at = (step * 7) % path.length
      path =
        [addAfter(path, at, ASPECT), removeAt(path, at), swap(path, at, step % 2 === 0 ? 1 : -1), retime(path, at, step / 30)][step % 4] ??
        path
      path = change(path, at % path.length, { x: step / 30, zoom: 1 + step, roll: step * 3 - 45 }, ASPECT)
      expect(readPath(path), JSON.stringify(path)).toEqual(path)
    }
  })

  it('gets new keyframes between two others or behind the last, up to as many as there may be', () => {
    const between = addAfter(three, 1, ASPECT)
    expect(between).toHaveLength(4)
    expect(between[2]?.x).toBeGreaterThan(0.3)
    expect(between[2]?.x).toBeLessThan(0.6)
    expect(between.map(({ t }) => t)).toEqual([0, 0.3333, 0.6667, 1])
    expect(addAfter(three, 2, ASPECT)[3]?.zoom).toBe(2.5)
    let path: Path = three
    for (let count = 0; count < 20; count++) path = addAfter(path, 0, ASPECT)
    expect(path).toHaveLength(PATH.keyframes.maximum)
  })

  it('keeps two keyframes', () => {
    expect(removeAt(three, 1)).toEqual([three[0], three[2]])
    expect(removeAt(FIRST_PATH, 0)).toBe(FIRST_PATH)
  })

  it('changes the order of its keyframes but not its times', () => {
    const swapped = swap(three, 1, 1)
    expect(swapped.map(({ zoom }) => zoom)).toEqual([1, 2, 2.5])
    expect(swapped.map(({ t }) => t)).toEqual([0, 0.5, 1])
    expect(swap(three, 2, 1)).toBe(three)
  })

  it('takes times between the neighbours’, and none for its ends', () => {
    expect(retime(three, 1, 0.7)[1]?.t).toBe(0.7)
    expect([retime(three, 1, 0)[1]?.t, retime(three, 1, 1)[1]?.t]).toEqual([0.02, 0.98])
    expect(retime(three, 0, 0.4)).toBe(three)
  })
})

describe('keys and grips', () => {
  const press = (key: string, shiftKey = false): PathKeyframe | undefined => keyToPath(three, 1, { key, shiftKey }, ASPECT)?.[1]

  it('move, zoom, turn and remove', () => {
    expect(press('ArrowRight')?.x).toBe(0.32)
    expect(press('ArrowUp', true)?.y).toBe(0.595)
    expect(press('+')?.zoom).toBe(2.625)
    expect(press('-')?.zoom).toBe(2.381)
    expect([press(']')?.roll, press('[')?.roll, press('.')?.roll, press(',')?.roll]).toEqual([11, 9, 11, 9])
    expect(keyToPath(three, 1, { key: 'Delete', shiftKey: false }, ASPECT)).toHaveLength(2)
    expect(keyToPath(three, 1, { key: 'a', shiftKey: false }, ASPECT)).toBeNull()
  })

  it('reach what the pointer is at', () => {
    const keyframe = { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 }
    expect(zoomTo(keyframe, { x: 1, y: 1 }, ASPECT)).toBeCloseTo(1)
    expect(zoomTo(keyframe, { x: 0.75, y: 0.75 }, ASPECT)).toBeCloseTo(2)
    expect(rollTo(keyframe, { x: 0.5, y: 0 }, ASPECT)).toBe(0)
    expect(rollTo(keyframe, { x: 0.5 + 0.2 / ASPECT, y: 0.3 }, ASPECT)).toBeCloseTo(45)
  })
})
