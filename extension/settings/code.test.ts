import { describe, expect, it } from 'vitest'
import { digitsOf, isComplete } from './code.ts'

describe('digitsOf', () => {
  it('takes what the terminal showed, however it was copied', () => {
    expect(digitsOf('123456')).toBe('123456')
    expect(digitsOf(' 123 456\n')).toBe('123456')
    expect(digitsOf('code: 12-34-56 (valid 5 minutes)')).toBe('123456')
    expect(digitsOf('１２３４５６')).toBe('123456')
    expect(digitsOf('abc')).toBe('')
  })

  it('knows when all are there', () => {
    expect(isComplete('12345')).toBe(false)
    expect(isComplete('123456')).toBe(true)
  })
})
