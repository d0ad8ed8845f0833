import { clipRequest } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { judgePrompt, promptSuffices } from './prompt.ts'

describe('judgePrompt', () => {
  it('counts as the backend does: trimmed, 10 to 500', () => {
    for (const length of [1, 9, 10, 11, 499, 500, 501]) {
      const prompt = ` ${'a'.repeat(length)}\n`
      const accepted = clipRequest.safeParse({ kind: 'clip', prompt }).success
      expect(judgePrompt(prompt).kind === 'fine', `length ${length}`).toBe(accepted)
    }
  })

  it('says how many characters are missing or too many', () => {
    expect(judgePrompt('  sneaker ')).toEqual({ kind: 'too-short', count: 7, missing: 3 })
    expect(judgePrompt('a'.repeat(512))).toEqual({ kind: 'too-long', count: 512, excess: 12 })
    expect(judgePrompt('   ')).toEqual({ kind: 'empty', count: 0 })
  })
})

describe('promptSuffices', () => {
  it('lets the prompt stay empty with a picture only', () => {
    expect(promptSuffices('', true)).toBe(true)
    expect(promptSuffices('', false)).toBe(false)
    expect(promptSuffices('short', true)).toBe(false)
  })
})
