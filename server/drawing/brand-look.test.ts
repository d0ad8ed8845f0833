import { describe, expect, it } from 'vitest'
import { brandLook } from './brand-look.ts'
import { contrast, INK, READABLE_CONTRAST, wordsOn } from './colours.ts'
import { fontFor } from './text/fonts.ts'

const brand = { colours: [], headingFont: null, bodyFont: null, logo: null }

describe('the look of a brand', () => {
  it.each(['Inter', 'open-sans', ' Roboto', 'MONTSERRAT', 'Oswald', 'Lora', 'Playfair Display', 'Anton', 'Unbounded', 'Fredoka'])(
    'finds %s among the typefaces that ship, and words are set in it',
    (name) => {
      const { heading, adjustments } = brandLook({ ...brand, headingFont: name })
      expect(adjustments).toEqual([])
      if (heading === null) throw new Error('no face')
      const { families } = fontFor('Now', { face: heading, weight: 700, tracking: 0 })
      expect(families).toContain(name.trim().toLowerCase().replaceAll(' ', '-'))
    },
  )

  it('tells of a typeface that does not ship', () => {
    expect(brandLook({ ...brand, bodyFont: 'Futura' })).toMatchObject({
      body: null,
      adjustments: [{ field: 'brand.bodyFont', asked: 'Futura' }],
    })
  })

  it('makes an accent of every colour that reads on dark, and words on the colour itself readable', () => {
    for (const colour of ['#000000', '#0b1a66', '#808080', '#7b61ff', '#fff3b0', '#c8102e', '#ffffff']) {
      const look = brandLook({ ...brand, colours: [colour] })
      expect(look.colour).toBe(colour)
      expect(contrast(look.accent, INK)).toBeGreaterThanOrEqual(READABLE_CONTRAST)
      expect(contrast(wordsOn(look.colour), look.colour)).toBeGreaterThan(4.4)
    }
  })

  it('takes no colour that is none', () => {
    expect(brandLook({ ...brand, colours: ['red'] }).colour).toBe(brandLook(brand).colour)
  })
})
