import { expect, it } from 'vitest'
import { equalHash, hashToken, newToken } from './tokens.ts'

it('makes tokens of 256 bits that never repeat', () => {
  const tokens = Array.from({ length: 1000 }, newToken)
  expect(new Set(tokens).size).toBe(1000)
  for (const token of tokens) expect(Buffer.from(token.replace('pgr_', ''), 'base64url').length).toBe(32)
})

it('hashes with sha256 and compares hashes', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(equalHash(hashToken('a'), hashToken('a'))).toBe(true)
  expect(equalHash(hashToken('a'), hashToken('b'))).toBe(false)
  expect(equalHash(hashToken('a'), '')).toBe(false)
})
