import { describe, expect, it } from 'vitest'
import { motionSpec } from './engine-spec.ts'
import { resolveClip } from './resolve-clip.ts'

describe('what the engine is asked for', () => {
  const asked = (providerOptions?: Record<string, string | number | boolean>) =>
    motionSpec(
      resolveClip({ kind: 'clip', prompt: 'Now 20 % off', ...(providerOptions && { providerOptions }) }, null, () => 7),
      null,
      { output: 'clip.mp4', sideBySide: false },
    )

  it('follows the options of the request', () => {
    expect(asked({ template: 'offer', overlay: 'hearts', parallax: 'off', lightingStrength: 0.2, bars: true })).toMatchObject({
      title: { text: 'Now 20 % off', template: 'offer' },
      overlay: 'hearts',
      parallax: false,
      lightingStrength: 0.2,
      bars: true,
    })
  })

  it('sets other words than those of the prompt where there are any', () => {
    const request = { kind: 'clip', prompt: 'wide shot, room for words', titleText: 'Light' } as const
    const titleOf = (image?: string) =>
      motionSpec(resolveClip({ ...request, ...(image !== undefined && { image }) }, null), null, { output: 'clip.mp4', sideBySide: false })
        .title
    expect([titleOf()?.text, titleOf('ast_1')]).toEqual(['Light', null])
  })

  it('leaves to the engine what the request does not say', () => {
    expect(asked()).toMatchObject({ title: { template: null }, overlay: null, parallax: true, lightingStrength: 0.6, bars: false })
  })
})
