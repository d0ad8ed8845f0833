import { describe, expect, it } from 'vitest'
import { reviveNames } from './index.ts'
import { cheap, dear, request } from './testing/market.ts'

describe('a name that is gone', () => {
  const gone = { id: 'old', retiredOn: '2026-09-24', successor: 'dear/gold', why: 'its maker has ended it' }
  const catalog = [cheap, { ...dear, retired: [gone] }]

  it('goes to what does its work now, and says so', () => {
    expect(reviveNames({ ...request, model: 'old' }, catalog)).toMatchObject({
      value: {
        request: { provider: 'dear', model: 'gold' },
        adjustments: [{ field: 'model', asked: 'old', got: 'dear/gold', code: 'model_retired' }],
      },
    })
    expect(reviveNames({ ...request, provider: 'old' }, catalog)).toMatchObject({ value: { adjustments: [{ field: 'provider' }] } })
    expect(reviveNames(request, catalog)).toMatchObject({ value: { request, adjustments: [] } })
  })

  it('is refused where nothing may take its place', () => {
    const refused = reviveNames({ ...request, model: 'old', fallback: false }, catalog)
    expect(refused).toMatchObject({ problem: { code: 'unsupported_option', issues: [{ path: 'model', allowed: ['dear/gold'] }] } })
    expect(refused.ok ? '' : refused.problem.detail).toContain('2026-09-24')
  })
})
