import { mulberry32 } from 'shared/camera'
import { LIGHTINGS, STYLES } from 'shared/strategy'
import { describe, expect, it } from 'vitest'
import { hex, type Rgb, toOklab, toRgb } from './colour.ts'
import { cubeText } from './cube.ts'
import { chain, gradeOf } from './grade.ts'
import { LIGHTING_GRADES } from './lighting-grades.ts'
import { lookGrade } from './look-grade.ts'
import { STYLE_GRADES } from './style-grades.ts'

const random = mulberry32(5)
const COLOURS: readonly Rgb[] = Array.from({ length: 200 }, () => [random(), random(), random()])
const GREYS: readonly Rgb[] = Array.from({ length: 65 }, (_, index) => [index / 64, index / 64, index / 64])

function expectNear(one: Rgb, other: Rgb, distance: number): void {
  one.forEach((channel, index) => expect(Math.abs(channel - (other[index] ?? Number.NaN))).toBeLessThan(distance))
}

describe('a grade', () => {
  it('without settings leaves every colour', () => {
    for (const colour of COLOURS) expectNear(gradeOf({})(colour), colour, 1e-4)
  })

  it.each(LIGHTINGS)('of %s keeps to sRGB and keeps the order of greys', (lighting) => {
    const grade = gradeOf(LIGHTING_GRADES[lighting])
    for (const colour of COLOURS) for (const channel of grade(colour)) expect(channel >= 0 && channel <= 1).toBe(true)
    const lightness = GREYS.map((grey) => toOklab(grade(grey))[0])
    lightness.slice(1).forEach((level, index) => expect(level).toBeGreaterThanOrEqual((lightness[index] ?? 0) - 1e-6))
  })

  it('rolls highlights off instead of clipping them', () => {
    const [dimmer, brighter] = [gradeOf({ exposure: 0.7 })([0.85, 0.85, 0.85]), gradeOf({ exposure: 0.7 })([0.95, 0.95, 0.95])]
    expect(dimmer[0]).toBeGreaterThan(0.87)
    expect(brighter[0]).toBeGreaterThan(dimmer[0] + 0.01)
    expect(brighter[0]).toBeLessThan(1)
  })

  it('warms, contrasts and tints in the direction it is told', () => {
    const grey: Rgb = [0.5, 0.5, 0.5]
    const [r, , b] = gradeOf({ warmth: 0.5 })(grey)
    expect(r - b).toBeGreaterThan(0.05)
    const steep = gradeOf({ contrast: 1.4 })
    expect(steep([0.2, 0.2, 0.2])[0]).toBeLessThan(0.2)
    expect(steep([0.8, 0.8, 0.8])[0]).toBeGreaterThan(0.8)
    const [shadowR, , shadowB] = gradeOf({ shadows: { colour: hex('#2020ff'), amount: 0.4 } })([0.2, 0.2, 0.2])
    expect(shadowB - shadowR).toBeGreaterThan(0.05)
  })

  it('can be weakened to nothing, strengthened and chained', () => {
    const grade = gradeOf(LIGHTING_GRADES.neon_noir)
    const [colour = [0, 0, 0]] = COLOURS
    expectNear(gradeOf(LIGHTING_GRADES.neon_noir, 0)(colour), colour, 1e-4)
    expectNear(gradeOf(LIGHTING_GRADES.neon_noir, 0.9999)(colour), grade(colour), 1e-3)
    const lightness = [0.5, 1, 1.5].map((strength) => toOklab(gradeOf(LIGHTING_GRADES.neon_noir, strength)([0.8, 0.8, 0.8]))[0])
    expect(lightness).toEqual([...lightness].sort((one, other) => other - one))
    expectNear(chain(grade, grade)(colour), grade(grade(colour)), 1e-9)
  })

  it('is null for the realistic style without lighting, and for no other look', () => {
    const look = { style: 'realistic', lighting: null, strength: 1, intensity: 1, bars: false, seed: 1 } as const
    expect(lookGrade(look)).toBeNull()
    expect(lookGrade({ ...look, lighting: 'natural' })).not.toBeNull()
    for (const style of STYLES.slice(1)) expect(lookGrade({ ...look, style })).not.toBeNull()
  })

  it('of the poster prints few inks', () => {
    const printed = COLOURS.map((colour) => STYLE_GRADES['motion-graphics']?.(colour) ?? colour)
    const inks = ['#1b1240', '#7a1f6b', '#f0486a', '#ff9a4d', '#ffe7b8', '#3a2fae', '#6d6bff', '#6fd3ff', '#f1f5ff'].map((ink) =>
      toOklab(hex(ink)),
    )
    const near = printed.filter((colour) => {
      const [l, a, b] = toOklab(colour)
      return inks.some((ink) => Math.hypot(l - ink[0], a - ink[1], b - ink[2]) < 0.06)
    })
    expect(near.length / printed.length).toBeGreaterThan(0.7)
  })

  it('brings what sRGB has not into it by chroma alone', () => {
    const [l, a, b] = toOklab(toRgb([0.6, 0.5, -0.1]))
    expect(l).toBeCloseTo(0.6, 2)
    expect(Math.atan2(b, a)).toBeCloseTo(Math.atan2(-0.1, 0.5), 2)
  })
})

describe('the text of a cube', () => {
  it('has every sample, red fastest', () => {
    const [header, ...lines] = cubeText((colour) => colour, 3)
      .trimEnd()
      .split('\n')
    expect(header).toBe('LUT_3D_SIZE 3')
    expect(lines).toHaveLength(27)
    expect(lines[1]).toBe('0.50000 0.00000 0.00000')
    expect(lines[3]).toBe('0.00000 0.50000 0.00000')
    expect(lines[26]).toBe('1.00000 1.00000 1.00000')
  })
})
