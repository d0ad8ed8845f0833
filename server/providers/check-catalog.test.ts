import { providerList } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { CATALOG, checkCatalog, listProviders } from './index.ts'
import { LOCAL, MOTION } from './local/catalog.ts'
import { cheap, far, provider } from './testing/market.ts'

describe('the catalog', () => {
  it('is listed as the wire has it', () => {
    const list = listProviders(() => [], { catalog: CATALOG, status: () => 'unconfigured' })
    expect(providerList.safeParse(list).error?.issues ?? []).toEqual([])
  })

  it('has no holes', () => {
    expect(checkCatalog()).toEqual([])
    expect(CATALOG.flatMap(({ models }) => models).length).toBeGreaterThan(20)
  })

  it('is found out when it has', () => {
    const broken = {
      ...LOCAL,
      models: [{ ...MOTION, prices: [], capabilities: { ...MOTION.capabilities, modes: ['text' as const], cameras: [] } }],
    }
    expect(checkCatalog([broken, LOCAL])).toEqual([
      'provider local is listed twice',
      'local/motion-1 has no cameras',
      'local/motion-1 has 0 prices for text, not one',
    ])
  })

  it('has one price for each way of buying, and says what a model cannot be', () => {
    const sound = far('loud', 1, { native: { audio: 'optional' }, prices: [{ per: 'second', usdMicros: 1, audio: true }] })
    const torn = far('torn', 1, { native: { modes: ['text', 'references', 'extend'], concurrency: 0 } })
    expect(checkCatalog([provider('p', sound), { ...provider('q', torn), pricesOf: null }])).toEqual([
      'p/loud has 0 prices for text at 720p without sound, not one',
      'p/loud has 0 prices for image at 720p without sound, not one',
      'q does not say when its prices were looked up',
      'q/torn contradicts itself about references',
      'q/torn contradicts itself about clips as input',
      'q/torn may run no request at all',
    ])
    const gone = { ...cheap, retired: [{ id: 'old', retiredOn: '2026-01-01', successor: 'dear/none', why: 'it is gone' }] }
    expect(checkCatalog([gone])).toEqual(['old is replaced by dear/none, which is not in the catalog'])
  })
})
