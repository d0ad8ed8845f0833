import { asset } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { CATALOG } from '../providers/index.ts'
import { adjustmentsFor } from './adjustments.ts'
import { resolveClip, workPixels } from './resolve-clip.ts'

const model = CATALOG.flatMap(({ models }) => models)[0]
if (model?.kind !== 'clip') throw new Error('no model')
const at = '2026-01-01T00:00:00.000Z'
const stored = (measured: object) =>
  asset.parse({
    id: 'ast_1',
    mime: '',
    bytes: 1,
    ...measured,
    sha256: '',
    url: '/',
    tags: [],
    metadata: {},
    sourceType: 'uploaded',
    sources: [],
    createdAt: at,
    updatedAt: at,
  })
const picture = (width: number, height: number) => stored({ type: 'image', width, height })
const film = (duration: number, frameRate: number) => stored({ type: 'video', width: 1280, height: 720, duration, frameRate })
const codes = (request: Parameters<typeof resolveClip>[0], shown: ReturnType<typeof picture> | null) =>
  adjustmentsFor(
    model,
    resolveClip(request, shown, () => 7),
    shown,
  ).map(({ code }) => code)

describe('a clip request', () => {
  it('gets the defaults of the contract, the shape of its picture, and keeps the seed that was drawn', () => {
    const resolved = resolveClip({ kind: 'clip', image: 'ast_1', maxCostUsdMicros: 5 }, picture(900, 1700), () => 7)
    expect(resolved).toEqual({
      kind: 'clip',
      image: 'ast_1',
      duration: 5,
      aspectRatio: '9:16',
      resolution: '1080p',
      frameRate: 30,
      fit: 'crop',
      seed: 7,
      style: 'realistic',
      motionIntensity: 'medium',
      camera: 'dolly_slow',
      audio: 'auto',
      smoothing: 'none',
      quality: 'draft',
      fallback: true,
      asked: ['image'],
    })
    expect(resolveClip({ kind: 'clip', prompt: 'ten letters' }, null)).toMatchObject({ aspectRatio: '16:9' })
    expect(workPixels(resolved)).toBe(150 * 1080 * 1920)
  })

  it('says what will be otherwise than asked', () => {
    expect(codes({ kind: 'clip', image: 'ast_1' }, picture(4000, 4000))).toEqual([])
    expect(codes({ kind: 'clip', image: 'ast_1', prompt: 'turn around slowly' }, picture(4000, 4000))).toEqual(['prompt_not_steering'])
    expect(codes({ kind: 'clip', prompt: 'a title to show' }, null)).toEqual(['animated_title'])
    expect(codes({ kind: 'clip', prompt: 'a title to show', lighting: 'natural' }, null)).toEqual(['animated_title', 'words_not_lit'])
    expect(codes({ kind: 'clip', image: 'ast_1', lighting: 'natural' }, picture(4000, 4000))).toEqual([])
    expect(codes({ kind: 'clip', image: 'ast_1', quality: 'high' }, picture(500, 500))).toEqual(['single_quality', 'picture_enlarged'])
  })

  it('lets a mood choose camera and lighting, keeps the prompt, and says what the mood stood for', () => {
    const asked = { kind: 'clip', prompt: 'a mug on a desk', mood: 10, seed: 3 } as const
    const resolved = resolveClip(asked, null)
    expect(['bullet_time', 'spiral_zoom', 'through_object']).toContain(resolved.camera)
    expect(['neon_noir', 'volumetric']).toContain(resolved.lighting)
    expect(resolved).toMatchObject({ prompt: asked.prompt, mood: 10, strategy: { category: 'surreal_trip' } })
    expect(resolved.strategy?.prompt).toMatch(/^a mug on a desk\. Dreamlike, abstract, otherworldly\./)
    expect(resolveClip(asked, null)).toEqual(resolved)
    expect(resolveClip({ ...asked, camera: 'orbit', lighting: 'natural' }, null)).toMatchObject({ camera: 'orbit', lighting: 'natural' })
    expect(resolveClip({ kind: 'clip', image: 'ast_1', mood: 80 }, picture(9, 16)).strategy).not.toHaveProperty('prompt')
  })

  it('takes shape and length from the platform where they are left out', () => {
    const asked = { kind: 'clip', prompt: 'a mug on a desk', platform: 'tiktok' } as const
    expect(resolveClip(asked, null)).toMatchObject({ aspectRatio: '9:16', duration: 9, camera: 'dolly_slow' })
    expect(resolveClip(asked, null)).not.toHaveProperty('strategy')
    expect(resolveClip({ ...asked, aspectRatio: '1:1', duration: 3 }, null)).toMatchObject({ aspectRatio: '1:1', duration: 3 })
    expect(resolveClip({ ...asked, image: 'ast_1' }, picture(1600, 900))).toMatchObject({ aspectRatio: '9:16' })
  })

  it('keeps what a clip that is restyled has of its own, as far as a clip can have it', () => {
    const asked = { kind: 'clip', video: 'ast_1', videoMode: 'restyle', platform: 'youtube' } as const
    expect(resolveClip(asked, film(7.3, 29.97))).toMatchObject({
      duration: 7.3,
      frameRate: 30,
      aspectRatio: '16:9',
      resolution: '720p',
    })
    expect(resolveClip(asked, film(60, 23.976))).toMatchObject({ duration: 10, frameRate: 24 })
    expect(resolveClip(asked, film(1, 120))).toMatchObject({ duration: 1, frameRate: 60 })
    expect(codes(asked, film(5, 30))).toEqual([])
    expect(codes({ ...asked, frameRate: 60, resolution: '1080p' }, film(12, 24))).toEqual(['upscaledFrom', 'frameRateFrom', 'clip_cut'])
  })

  it('says that a crop would cut through the subject, and what the blurred fill enlarges', () => {
    const wide = { ...picture(2000, 1000), subject: { x: 0.1, y: 0.3, width: 0.8, height: 0.4 } }
    const asked = { kind: 'clip', image: 'ast_1', aspectRatio: '9:16', resolution: '720p' } as const
    expect(codes(asked, wide)).toEqual(['crop_would_cut'])
    expect(codes({ ...asked, fit: 'blur' }, wide)).toEqual([])
    expect(codes(asked, picture(2000, 1000))).toEqual(['picture_enlarged'])
    expect(codes(asked, { ...wide, subject: { ...wide.subject, width: 0.2 } })).toEqual(['picture_enlarged'])
  })

  it('says that words do not steer a picture, unless they are laid over it', () => {
    const asked = { kind: 'clip', image: 'ast_1', prompt: 'half the price today' } as const
    expect(codes(asked, picture(4000, 4000))).toEqual(['prompt_not_steering'])
    expect(codes({ ...asked, providerOptions: { template: 'offer' } }, picture(4000, 4000))).toEqual([])
  })
})
