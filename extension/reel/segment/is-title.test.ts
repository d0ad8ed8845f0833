import { describe, expect, it } from 'vitest'
import { exampleSegment, exampleSettings } from '../examples.ts'
import { isTitle } from './is-title.ts'

const local = { id: 'local', status: 'ready', models: [{ kind: 'clip', capabilities: {} }] } as const
const keyed = { id: 'runway', status: 'ready', models: [{ kind: 'clip', capabilities: { native: {} } }] } as const
const unset = { ...keyed, id: 'fal', status: 'unconfigured' } as const
const words = exampleSegment('one')

describe('isTitle', () => {
  it('is so where only the engine can make the segment and there is no picture', () => {
    expect(isTitle(words, undefined, exampleSettings, null)).toBe(true)
    expect(isTitle(words, undefined, exampleSettings, [local, unset])).toBe(true)
    expect(isTitle(exampleSegment('two', { image: 'asset_1' }), undefined, exampleSettings, [local])).toBe(false)
  })

  it('is not so where it goes on from the clip before it', () => {
    const before = (kind: string) => exampleSegment('zero', { boundary: { kind, seconds: 0 } })
    expect(isTitle(words, before('continuous'), exampleSettings, [local])).toBe(false)
    expect(isTitle(words, before('cut'), exampleSettings, [local])).toBe(true)
  })

  it('goes by whom the segment names, then by whom the story names', () => {
    expect(isTitle(words, undefined, exampleSettings, [local, keyed])).toBe(false)
    expect(isTitle(words, undefined, { ...exampleSettings, provider: 'local' }, [local, keyed])).toBe(true)
    expect(
      isTitle(exampleSegment('two', { provider: 'runway' }), undefined, { ...exampleSettings, provider: 'local' }, [local, keyed]),
    ).toBe(false)
  })
})
