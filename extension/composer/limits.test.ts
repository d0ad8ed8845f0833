import { CLIP_RESOLUTIONS, clipRequest, DURATION as WIRE_DURATION, FRAME_RATES as WIRE_RATES, PROMPT_LENGTH } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { DEFAULT_FORM, toRequest } from './form.ts'
import { DURATION, FRAME_RATES, PROMPT, RESOLUTIONS, SEED_MAXIMUM } from './limits.ts'

describe('limits', () => {
  it('are those of the wire', () => {
    expect(PROMPT).toEqual(PROMPT_LENGTH)
    expect(DURATION).toEqual(WIRE_DURATION)
    expect(FRAME_RATES).toEqual(WIRE_RATES)
    expect(RESOLUTIONS).toEqual(CLIP_RESOLUTIONS)
    const seeded = (seed: number): boolean => clipRequest.safeParse({ kind: 'clip', image: 'ast_1', seed }).success
    expect([seeded(SEED_MAXIMUM), seeded(SEED_MAXIMUM + 1)]).toEqual([true, false])
  })

  it.each([
    ['a prompt alone', { ...DEFAULT_FORM, prompt: '  Slow dolly over the table  ' }, null],
    ['a picture alone', { ...DEFAULT_FORM }, { width: 1200, height: 1600 }],
    ['both, framed by hand', { ...DEFAULT_FORM, prompt: 'Slow dolly over it', fit: 'rectangle' as const }, { width: 4000, height: 1000 }],
  ])('let every form of %s through', (_, form, picture) => {
    const request = toRequest(form, picture, null)
    const sent = { ...request, ...(picture === null ? {} : { image: 'ast_1' }) }
    expect(clipRequest.safeParse(sent).error).toBeUndefined()
  })
})
