import { describe, expect, it } from 'vitest'
import { bestSize, thumbnailSources } from './candidate-files.ts'

describe('bestSize', () => {
  it('tells the larger of what is declared and what was measured', () => {
    expect(bestSize({ declaredSize: { width: 1200, height: 1600 }, measuredSize: { width: 400, height: 533 } })?.width).toBe(1200)
    expect(bestSize({ declaredSize: null, measuredSize: { width: 400, height: 533 } })?.width).toBe(400)
    expect(bestSize({ declaredSize: null, measuredSize: null })).toBeNull()
  })
})

describe('thumbnailSources', () => {
  const alternate = (url: string, width: number | null) => ({
    url,
    kind: 'srcset' as const,
    size: width === null ? null : { width, height: width },
  })

  it('starts with the lightest file that is large enough and falls back to the others', () => {
    const alternates = [alternate('https://a/800', 800), alternate('https://a/300', 300), alternate('https://a/60', 60)]
    const sources = thumbnailSources({ url: 'https://a/2000', alternates })
    expect(sources).toEqual(['https://a/300', 'https://a/800', 'https://a/2000', 'https://a/60'])
  })

  it('leaves out what only the page itself can show', () => {
    expect(thumbnailSources({ url: 'blob:https://a/1', alternates: [alternate('https://a/x', null)] })).toEqual(['https://a/x'])
  })
})
