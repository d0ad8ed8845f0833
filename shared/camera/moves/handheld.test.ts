import { describe, expect, it } from 'vitest'
import { INSTANTS, look, type Seen } from '../measure-views.ts'

describe('a handheld shot', () => {
  it('has its tremor between 0.3 and 4 Hz in every direction, in real time', () => {
    const [rate, seconds] = [12, 40]
    const count = rate * seconds
    for (const value of [({ centre }: Seen) => centre.x, ({ centre }: Seen) => centre.y, ({ roll }: Seen) => roll]) {
      const track = Array.from({ length: count }, (_, index) => value(look('handheld_subtle', index / count, { seconds })))
      const mean = track.reduce((sum, each) => sum + each, 0) / count
      // A Hann window keeps what is inside the band from leaking out of it.
      const windowed = track.map((each, index) => (each - mean) * (1 - Math.cos((2 * Math.PI * index) / count)))
      const power = (hertz: number): number => {
        const angle = (2 * Math.PI * hertz) / rate
        const [real, imaginary] = [Math.cos, Math.sin].map((wave) => windowed.reduce((sum, each, n) => sum + each * wave(angle * n), 0))
        return (real ?? 0) ** 2 + (imaginary ?? 0) ** 2
      }
      const powers = Array.from({ length: count / 2 }, (_, bin) => ({ hertz: bin / seconds, power: power(bin / seconds) }))
      const total = powers.reduce((sum, each) => sum + each.power, 0)
      const inside = powers.filter(({ hertz }) => hertz >= 0.25 && hertz <= 4.05).reduce((sum, each) => sum + each.power, 0)
      expect(inside / total).toBeGreaterThan(0.999)
    }
  })

  it('is subtle', () => {
    for (const t of INSTANTS) {
      const { centre, roll } = look('handheld_subtle', t)
      expect(Math.hypot(centre.x - 0.5, centre.y - 0.5)).toBeLessThan(0.05)
      expect(Math.abs(roll)).toBeLessThan(1)
    }
  })
})
