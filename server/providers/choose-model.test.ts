import { resolvedClip } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { rankModels } from './index.ts'
import { LOCAL } from './local/catalog.ts'
import { request, market, end, cheap, all, namesOf } from './testing/market.ts'

describe('choosing a model', () => {
  it('goes by the tier, then by price, and leaves free work to those who ask for it', () => {
    expect(namesOf(request)).toEqual(['penny', 'gold'])
    expect(namesOf({ ...request, quality: 'standard' })).toEqual(['gold', 'penny'])
    expect(namesOf({ ...request, quality: 'master' })).toEqual(['gold', 'penny'])
    expect(namesOf({ ...request, provider: 'local' })).toEqual(['motion-1'])
    expect(namesOf(request, market(all.catalog, ['cheap', 'dear']))).toEqual(['motion-1'])
    expect(namesOf({ ...request, camera: { path: [end(0), end(1)] } })).toEqual(['motion-1'])
  })

  it('puts those that are down last', () => {
    expect(namesOf(request, { ...all, status: (id) => (id === 'cheap' ? 'down' : 'available') })).toEqual(['gold', 'penny'])
  })

  it('refuses what nobody can do, naming the option and what would do', () => {
    const problem = { code: 'unsupported_option', issues: [{ path: 'provider', allowed: ['local', 'cheap', 'dear'] }] }
    expect(rankModels({ ...request, provider: 'runway' }, all)).toMatchObject({ ok: false, problem })
    expect(rankModels({ ...request, model: 'gen9' }, all)).toMatchObject({ ok: false, problem: { issues: [{ path: 'model' }] } })
    const { prompt: _prompt, ...speechless } = request
    const refused = (change: object) =>
      rankModels(resolvedClip.parse({ ...speechless, prompt: 'a slow look', provider: 'cheap', ...change }), all)
    for (const [change, issue] of [
      [{ resolution: '4k' }, { path: 'resolution', allowed: ['720p', '1080p'] }],
      [{ duration: 9 }, { path: 'duration', range: { maximum: 8 } }],
      [{ negativePrompt: 'no rain' }, { path: 'negativePrompt' }],
      [{ audio: true }, { path: 'audio' }],
      [{ image: 'ast_1', lastImage: 'ast_2' }, { path: 'lastImage' }],
      [{ references: ['ast_1'] }, { path: 'references' }],
      [{ video: 'ast_1', videoMode: 'extend' }, { path: 'videoMode' }],
      [{ image: 'ast_1', prompt: undefined }, { path: 'prompt' }],
      [{ prompt: 'x'.repeat(101) }, { path: 'prompt', range: { maximum: 100 } }],
      [{ camera: { path: [end(0), end(1)] } }, { path: 'camera' }],
      [{ providerOptions: { steps: 4 } }, { path: 'providerOptions.steps' }],
    ] as const) {
      expect(refused(change), issue.path).toMatchObject({
        ok: false,
        problem: { code: 'unsupported_option', params: { option: issue.path } },
      })
      const { ok, ...rest } = refused(change)
      expect(ok).toBe(false)
      expect(rest).toMatchObject({ problem: { issues: expect.arrayContaining([expect.objectContaining(issue)]) } })
    }
  })

  it('says what to set where only a provider that is not set up could', () => {
    const without = market([LOCAL, cheap], ['cheap'])
    expect(rankModels({ ...request, provider: 'cheap' }, without)).toMatchObject({
      problem: { action: 'add_key', params: { provider: 'cheap' } },
    })
  })

  it('refuses options that the engine does not take, each by its path', () => {
    const refused = (providerOptions: object) => rankModels({ ...request, provider: 'local', providerOptions: { ...providerOptions } }, all)
    expect(refused({ template: 'quote', overlay: 'hearts', parallax: 'off', lightingStrength: 0.5, bars: true }).ok).toBe(true)
    expect(refused({ template: 'poster' })).toMatchObject({
      problem: { code: 'unsupported_option', issues: [{ path: 'providerOptions.template', allowed: expect.arrayContaining(['quote']) }] },
    })
    const overlays = ['confetti', 'sparkles', 'hearts', 'snow']
    expect(overlays.map((overlay) => refused({ overlay }).ok)).toEqual([true, true, true, true])
    expect(refused({ overlay: 'fog' })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.overlay', allowed: overlays }] } })
    expect(refused({ lightingStrength: 2 })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.lightingStrength' }] } })
    expect(refused({ bars: 'yes' })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.bars' }] } })
  })

  it('of the engine goes by what it can restyle and how long', () => {
    expect(namesOf({ ...request, provider: 'local', video: 'ast_1', videoMode: 'restyle', duration: 7.3 })).toEqual(['motion-1'])
    expect(namesOf({ ...request, provider: 'local', duration: 7.3 })).toEqual(['unsupported_option'])
  })
})
