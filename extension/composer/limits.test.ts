import {
  CAMERA_PATH,
  CLIP_RESOLUTIONS,
  clipRequest,
  DURATION as WIRE_DURATION,
  FRAME_RATES as WIRE_RATES,
  PROMPT_LENGTH,
  SMOOTHINGS as WIRE_SMOOTHINGS,
} from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { DEFAULT_FORM } from './form.ts'
import { DURATION, FRAME_RATES, nearestFrameRate, PATH, PROMPT, RESOLUTIONS, SEED_MAXIMUM, SMOOTHINGS } from './limits.ts'
import { EMBEDDED_REACH } from './maker/reach.ts'
import { toRequest, toRestyle } from './to-request.ts'

describe('limits', () => {
  it('are those of the wire', () => {
    expect(PROMPT).toEqual(PROMPT_LENGTH)
    expect(DURATION).toEqual(WIRE_DURATION)
    expect(FRAME_RATES).toEqual(WIRE_RATES)
    expect(RESOLUTIONS).toEqual(CLIP_RESOLUTIONS)
    expect(SMOOTHINGS).toEqual(WIRE_SMOOTHINGS)
    expect(PATH).toEqual(CAMERA_PATH)
    expect([23.976, 25, 29.97, 50, 120].map(nearestFrameRate)).toEqual([24, 24, 30, 60, 60])
    const seeded = (seed: number): boolean => clipRequest.safeParse({ kind: 'clip', image: 'ast_1', seed }).success
    expect([seeded(SEED_MAXIMUM), seeded(SEED_MAXIMUM + 1)]).toEqual([true, false])
  })

  it.each([
    ['a prompt alone', { ...DEFAULT_FORM, prompt: '  Slow dolly over the table  ' }, null],
    ['a picture alone', { ...DEFAULT_FORM }, { width: 1200, height: 1600 }],
    ['both, framed by hand', { ...DEFAULT_FORM, prompt: 'Slow dolly over it', fit: 'rectangle' as const }, { width: 4000, height: 1000 }],
    [
      'everything there is',
      {
        ...DEFAULT_FORM,
        prompt: 'Now 20 % off',
        camera: 'path' as const,
        style: 'cinematic' as const,
        lighting: 'golden_hour' as const,
        lightingStrength: 0.5,
        mood: 40,
        platform: 'shorts' as const,
        resolution: '4k' as const,
        template: 'offer' as const,
        overlay: 'hearts' as const,
        bars: true,
        parallax: false,
      },
      { width: 4000, height: 1000 },
    ],
  ])('let every form of %s through', (_, form, picture) => {
    const request = toRequest(form, picture, null, EMBEDDED_REACH)
    const sent = { ...request, ...(picture === null ? {} : { image: 'ast_1' }) }
    expect(clipRequest.safeParse(sent).error).toBeUndefined()
  })

  it('let a clip through that is restyled', () => {
    const form = { ...DEFAULT_FORM, style: '3d' as const, smoothing: 'motion' as const, bars: true, lightingStrength: 1 }
    const clip = { assetId: 'ast_1', posterId: 'ast_2', width: 16, height: 9, duration: 5, frameRate: 30, prompt: null, origin: null }
    expect(clipRequest.safeParse(toRestyle(form, clip, EMBEDDED_REACH)).error).toBeUndefined()
  })
})
