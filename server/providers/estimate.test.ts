import { describe, expect, it } from 'vitest'
import { estimateOf, rankModels } from './index.ts'
import { request, far, provider, market, all } from './testing/market.ts'

describe('an estimate', () => {
  const estimated = (change: Partial<typeof request>) => {
    const asked = { ...request, ...change }
    const ranked = rankModels(asked, all)
    const [choice] = ranked.ok ? ranked.value : []
    if (choice === undefined) throw new Error('nobody can')
    return estimateOf(asked, choice, all)
  }

  it('is the exact price of what is bought, item by item and for every model', () => {
    expect(estimated({ quality: 'standard' })).toMatchObject({
      usdMicros: 199_998,
      provider: 'dear',
      model: 'gold',
      items: [{ count: 6, unitUsdMicros: 33_333, usdMicros: 199_998 }],
      byProvider: [
        { provider: 'local', usdMicros: 0, available: true },
        { provider: 'cheap', usdMicros: 60_000, available: true },
        { provider: 'dear', usdMicros: 199_998, available: true },
      ],
      savingsTip: { text: 'Save $0.139998 by using CHEAP penny instead of DEAR gold', usdMicros: 139_998, provider: 'cheap' },
    })
    expect(estimated({})).not.toHaveProperty('savingsTip')
  })

  it('says why a model cannot', () => {
    const { byProvider } = estimated({ resolution: '4k' })
    expect(byProvider).toMatchObject([
      { available: true },
      { available: false, reason: expect.stringContaining('enlarged') },
      { available: false },
    ])
  })

  it('counts the least that a run costs', () => {
    const asked = { ...request, provider: 'least' }
    const least = market([provider('least', far('run', 10, { native: { minimumUsdMicros: 500 } }))])
    expect(rankModels(asked, least)).toMatchObject({ value: [{ usdMicros: 500 }] })
  })
})
