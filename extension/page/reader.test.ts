import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest'
import { createPageReader } from './reader.ts'

const TAB = { id: 7, windowId: 1, url: 'https://shop.test/', title: 'Shop', active: true }

describe('a page that goes away between two questions to it', () => {
  let executeScript: Mock<() => Promise<never[]>>
  beforeEach(() => {
    executeScript = vi.fn<() => Promise<never[]>>().mockResolvedValueOnce([]).mockRejectedValue(new Error('Frame with ID 0 was removed.'))
    vi.stubGlobal('chrome', { tabs: { query: async () => [TAB], get: async () => TAB }, scripting: { executeScript } })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it.each(['scan', 'facts'] as const)('is said to be gone by %s', async (question) => {
    const reader = createPageReader({ browser: chrome, texts: { pickHint: '' } })
    expect(await reader[question]()).toEqual({ ok: false, reason: 'no-tab' })
    expect(executeScript).toHaveBeenCalledTimes(2)
  })

  it('is said to be gone where its picture was asked for', async () => {
    const reader = createPageReader({ browser: chrome, texts: { pickHint: '' } })
    const intent = { kind: 'picture', tabId: 7, frameId: 0, at: 0, srcUrl: 'https://shop.test/a.png', pageUrl: TAB.url } as const
    expect(await reader.resolveIntent(intent)).toEqual({ ok: false, reason: 'no-tab' })
    expect(executeScript).toHaveBeenCalledTimes(2)
  })
})
