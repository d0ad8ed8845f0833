import { describe, expect, it } from 'vitest'
import { listProviders, percentile } from './index.ts'
import { LOCAL } from './local/catalog.ts'
import { market, cheap, dear } from './testing/market.ts'

describe('the list of providers', () => {
  it('tells typical times from three runs on, and recommends one', () => {
    expect(percentile([1, 2], 0.5)).toBeNull()
    const list = listProviders(() => [4, 1, 3, 2], market([LOCAL]))
    expect(list.items[0]?.models[0]?.typicalSeconds).toEqual({ p50: 2, p90: 4 })
    expect(list.items[0]?.models[0]?.providerOptions).toMatchObject({ type: 'object', properties: { parallax: { enum: ['auto', 'off'] } } })
    expect(list.recommendation).toMatch(/this computer/)
  })

  it('says what to set, and recommends among what is set up', () => {
    const list = listProviders(() => [], market([LOCAL, cheap, dear], ['cheap']))
    expect(list.items.map(({ status }) => status)).toEqual(['available', 'unconfigured', 'available'])
    expect(list.items[1]).toMatchObject({
      configure: 'CHEAP_KEY',
      pricesOf: '2026-11-01',
      models: [{ typicalSeconds: { p50: 60, p90: null } }],
    })
    expect(list.recommendation).toBe('DEAR: Tests.')
  })
})
