import { describe } from 'vitest'
import { describeAtOnceCases } from './providers/at-once-cases.ts'
import { useBench } from './providers/bench.ts'
import { describeControl } from './providers/control-cases.ts'
import { describeDrops } from './providers/drop-cases.ts'
import { describeDeliver } from './providers/deliver-cases.ts'
import { describeObserve } from './providers/observe-cases.ts'
import { describeStart } from './providers/start-cases.ts'
import type { AtOnceUnderTest, ProviderUnderTest } from './providers/under-test.ts'

/**
 * What every adapter of a provider must do alike, over real HTTP against its simulator: one paid call at most, a sure word of what
 * became of it, and no word of the provider in a problem. What a provider cannot do is asserted to be answered so.
 */
export function describeProvider(under: ProviderUnderTest): void {
  describe(under.name, () => {
    const bench = useBench(under)
    describeStart(under, bench)
    describeObserve(under, bench)
    describeDeliver(under, bench)
    describeControl(under, bench)
    describeDrops(under, bench)
  })
}

/** The same for adapters of providers that answer the paid call with the result. */
export function describeAtOnce(under: AtOnceUnderTest): void {
  describe(under.name, () => {
    const bench = useBench(under)
    describeStart(under, bench)
    describeAtOnceCases(under, bench)
    describeDrops(under, bench)
  })
}
