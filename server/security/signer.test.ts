import { describe, expect, it } from 'vitest'
import { createSigner } from './signer.ts'

const NOON = Date.UTC(2026, 10, 21, 12)
const signer = createSigner(new Uint8Array(32).fill(7))

function parts(signed: string): { path: string; exp: string | null; sig: string | null } {
  const url = new URL(signed, 'http://127.0.0.1')
  return { path: url.pathname, exp: url.searchParams.get('exp'), sig: url.searchParams.get('sig') }
}

describe('signed paths', () => {
  it('are equal all day and end with the next UTC day', () => {
    const morning = signer.sign('/media/ast_1', Date.UTC(2026, 10, 21))
    expect(signer.sign('/media/ast_1', Date.UTC(2026, 10, 21, 23, 59, 59, 999))).toBe(morning)
    expect(signer.sign('/media/ast_1', Date.UTC(2026, 10, 22))).not.toBe(morning)
    expect(parts(morning).exp).toBe(String(Date.UTC(2026, 10, 23) / 1000))
  })

  it('hold until their expiry and not after it', () => {
    const { path, exp, sig } = parts(signer.sign('/media/ast_1', NOON))
    expect(signer.verify(path, exp, sig, NOON)).toBe(true)
    expect(signer.verify(path, exp, sig, Date.UTC(2026, 10, 23) - 1)).toBe(true)
    expect(signer.verify(path, exp, sig, Date.UTC(2026, 10, 23))).toBe(false)
  })

  it('hold for their path, expiry and secret only', () => {
    const { path, exp, sig } = parts(signer.sign('/media/ast_1', NOON))
    expect(signer.verify('/media/ast_2', exp, sig, NOON)).toBe(false)
    expect(signer.verify(path, String(Number(exp) + 1), sig, NOON)).toBe(false)
    expect(signer.verify(path, exp, `${sig?.slice(0, -1)}_`, NOON)).toBe(false)
    expect(signer.verify(path, exp, '', NOON)).toBe(false)
    expect(signer.verify(path, exp, null, NOON)).toBe(false)
    expect(signer.verify(path, null, sig, NOON)).toBe(false)
    expect(signer.verify(path, `0x${exp}`, sig, NOON)).toBe(false)
    expect(createSigner(new Uint8Array(32).fill(8)).verify(path, exp, sig, NOON)).toBe(false)
  })
})
