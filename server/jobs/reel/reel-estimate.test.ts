import { formatUsd, UNCHANGED, usdMicros } from 'shared/money'
import type { Estimate } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import type { PieceRole } from './flow.ts'
import type { PlannedChild } from './planned-child.ts'
import { reelEstimate } from './reel-estimate.ts'

const CENT = 10_000

function piece(role: PieceRole, segmentId: string | null, cents: number, more: Partial<Estimate> = {}): PlannedChild {
  const [provider, model] = ['one', 'a-model']
  const amount = cents * CENT
  return {
    segmentId,
    key: null,
    part: { role, needs: [], anchored: null, basis: null },
    plan: {
      request: { kind: 'music', duration: 5, mood: 50, seed: 1, fallback: true },
      provider,
      model,
      usdMicros: usdMicros(amount),
      estimate: { usdMicros: amount, provider, model, items: [], byProvider: [], ...more },
      pricing: UNCHANGED,
      priced: { kind: role, quality: 'draft', seconds: 5 },
      adjustments: [],
    },
  }
}

/** A start frame once; for each segment the frame it ends with, predicted and drawn, and its clip. */
function film(segments: number): readonly PlannedChild[] {
  const ids = Array.from({ length: segments }, (_, index) => `segment ${index + 1}`)
  const rest = ids.flatMap((id) => [piece('end_frame', id, 5), piece('clip', id, 10)])
  return [piece('start_frame', 'segment 1', 4), ...rest]
}

describe('the estimate of a reel', () => {
  it.each([
    { segments: 2, price: '$0.34' },
    { segments: 6, price: '$0.94' },
    { segments: 12, price: '$1.84' },
  ])('of $segments segments comes to $price, line by line', ({ segments, price }) => {
    const found = reelEstimate(film(segments))
    expect(formatUsd(usdMicros(found.usdMicros))).toBe(price)
    expect(found.items.map(({ label, count, unitUsdMicros }) => [label, count, unitUsdMicros])).toEqual([
      ['Start frame', 1, 4 * CENT],
      ['Next frame', segments, 5 * CENT],
      ['Video', segments, 10 * CENT],
    ])
    expect(found.segments?.map(({ usdMicros: amount }) => amount / CENT)).toEqual([19, ...Array.from({ length: segments - 1 }, () => 15)])
  })

  it('says what others take for all of it, and who cannot do a part', () => {
    const line = (provider: string, cents: number, reason?: string) => ({
      provider,
      model: 'm',
      usdMicros: cents * CENT,
      available: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
    })
    const tip = { text: 'Save $0.02 by using Two m instead of One m', usdMicros: 2 * CENT, provider: 'two' }
    const clips = [
      piece('clip', 'a', 10, { byProvider: [line('one', 10), line('two', 8), line('three', 1)], savingsTip: tip }),
      piece('clip', 'b', 10, { byProvider: [line('one', 10), line('two', 8), line('three', 1, 'knows no last frame')], savingsTip: tip }),
    ]
    const found = reelEstimate([piece('speech', 'a', 1), ...clips])
    expect(found.byProvider).toEqual([
      { provider: 'one', model: 'm', usdMicros: 21 * CENT, available: true },
      { provider: 'two', model: 'm', usdMicros: 17 * CENT, available: true },
      { provider: 'three', model: 'm', usdMicros: 3 * CENT, available: false, reason: 'knows no last frame' },
    ])
    expect(found.savingsTip).toEqual({ text: 'Save $0.04 by using Two m instead of One m', usdMicros: 4 * CENT, provider: 'two' })
    expect(reelEstimate([clips[0] ?? piece('clip', 'a', 1), piece('clip', 'c', 10)]).savingsTip).toBeUndefined()
  })

  it('of a reel that lacks nothing is nothing', () => {
    expect(reelEstimate([])).toMatchObject({ usdMicros: 0, items: [], provider: 'local' })
  })
})
