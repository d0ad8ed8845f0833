import { describe, expect, it } from 'vitest'
import { judgeRequest } from './judge-request.ts'

const OURS = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'
const rules = { port: 4747, publicUrl: 'https://reels.example', extensionOrigins: [OURS] }

function verdict(host: string | null, origin: string | null, path = '/api/jobs', own: typeof rules | { publicUrl: null } = rules): string {
  const outcome = judgeRequest({ host, origin, path }, { ...rules, ...own })
  return outcome.ok ? outcome.value : `${outcome.problem.status} ${outcome.problem.params['reason']}`
}

describe('where a request comes from', () => {
  it.each([
    ['127.0.0.1:4747', 'local'],
    ['localhost:4747', '403 host'],
    ['[::1]:4747', '403 host'],
    ['127.0.0.1', '403 host'],
    ['127.0.0.1:4748', '403 host'],
    ['127.0.0.1:4747.attacker.example', '403 host'],
    ['127.0.0.1.nip.io:4747', '403 host'],
    ['attacker.example:4747', '403 host'],
    ['0.0.0.0:4747', '403 host'],
    ['', '403 host'],
    [null, '403 host'],
  ])('by host %s is %s', (host, expected) => {
    expect(verdict(host, null)).toBe(expected)
  })

  it.each([
    [OURS, 'local'],
    ['chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba', '403 origin'],
    ['http://127.0.0.1:4747', '403 origin'],
    ['https://shop.example', '403 origin'],
    ['http://localhost:3000', '403 origin'],
    ['null', '403 origin'],
    ['', '403 origin'],
    ['file://', '403 origin'],
  ])('by origin %s is %s', (origin, expected) => {
    expect(verdict('127.0.0.1:4747', origin)).toBe(expected)
  })

  it.each([
    ['/webhooks/runway', 'public'],
    ['/media/ast_1', 'public'],
    ['/shares/abc', 'public'],
    ['/api/jobs', '403 public_path'],
    ['/api/media/ast_1', '403 public_path'],
    ['/mediation', '403 public_path'],
    ['/docs', '403 public_path'],
    ['/', '403 public_path'],
  ])('by the public name reaching %s is %s', (path, expected) => {
    expect(verdict('reels.example', null, path)).toBe(expected)
    expect(verdict('REELS.example', null, path)).toBe(expected)
    expect(verdict('reels.example', null, path, { publicUrl: null })).toBe('403 host')
  })

  it('lets any extension ask when none is named', () => {
    const outcome = judgeRequest({ host: '127.0.0.1:4747', origin: 'chrome-extension://x', path: '/' }, { ...rules, extensionOrigins: [] })
    expect(outcome.ok).toBe(true)
  })
})
