import { describe, expect, it } from 'vitest'
import type { ClipModel, NativeModel, NativeSize } from '../../server/providers/catalog.ts'
import { checkCatalog } from '../../server/providers/check-catalog.ts'
import { FAL, PIKA } from '../../server/providers/fal/index.ts'
import { isList, secondsOf } from '../../server/providers/native-seconds.ts'
import type { ClipGeneration, Mode } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { CALL, useFal } from './providers/fal-bench.ts'

interface Bought {
  readonly model: ClipModel
  readonly generation: ClipGeneration
}

/** Every mode and size of every model, and every sound and the ends of every range of lengths at one size of each tier. */
const ALL: readonly Bought[] = [...PIKA.models, ...FAL.models].flatMap((model) => {
  if (model.kind !== 'clip') return []
  const { native } = model
  return native === null ? [] : native.modes.flatMap((mode) => boughtIn(model, native, mode))
})

function boughtIn(model: ClipModel, native: NativeModel, mode: Mode): readonly Bought[] {
  const seconds = secondsOf(native, mode)
  const lengths = isList(seconds) ? seconds : [seconds.minimum, seconds.maximum]
  const sounds = native.audio === 'optional' ? [true, false] : [native.audio === 'always']
  const sizes = native.sizes.filter((size) => (size.modes ?? native.modes).includes(mode))
  const all = sounds.flatMap((audio) => lengths.map((length) => ({ audio, length })))
  return sizes.flatMap((size, index) => {
    const another = sizes.findIndex(({ tier }) => tier === size.tier) !== index
    return (another ? all.slice(0, 1) : all).map(({ audio, length }) => ({
      model,
      generation: generationOf(model, mode, size, audio, length),
    }))
  })
}

function generationOf(
  { id, native }: ClipModel,
  mode: Mode,
  { name, tier, width, height }: NativeSize,
  audio: boolean,
  seconds: number,
): ClipGeneration {
  return {
    kind: 'clip',
    model: id,
    mode,
    prompt: 'a paper boat drifts down a rainy street',
    negativePrompt: native?.negativePrompt === true ? 'rain' : null,
    seconds,
    size: { name, tier, width, height },
    frameRate: native !== null && typeof native.frameRate === 'object' ? (native.frameRate?.at(-1) ?? null) : null,
    audio,
    seed: native?.seed === true ? 7 : null,
    options: {},
  }
}

describe('the models at fal', () => {
  const bench = useFal()

  it('are described without a hole', () => {
    expect(checkCatalog([PIKA, FAL])).toEqual([])
  })

  it('are asked in a way that each understands, and cost what the catalog says', { timeout: 120_000 }, async () => {
    expect(ALL.length).toBeGreaterThan(100)
    for (const { model, generation } of ALL) {
      const { operation } = await bench().started(generation)
      const seen = await bench().adapter.observe(operation, CALL)
      const job = bench().simulator.jobs.at(-1)
      expect({ ...seen, model: model.id, job }).toMatchObject({ kind: 'succeeded', job: { request: { faults: [] } } })
      const { mode, size, audio, seconds, frameRate } = generation
      const made = { seconds, audio, ...(frameRate === null ? {} : { frameRate }) }
      expect(job).toMatchObject({ result: made, usdMicros: priceFor(model, { mode, tier: size.tier, audio, seconds }).total })
    }
    expect(bench().callsOf('start')).toHaveLength(ALL.length)
    expect(bench().simulator.jobs).toHaveLength(ALL.length)
  })

  it('make the pixels that the catalog says', { timeout: 120_000 }, async () => {
    // Seedance alone is told a shape of which the pixels differ from the shorter side that its resolution is called by.
    const sized = ALL.filter(({ model, generation }) => generation.mode === 'text' && model.id !== 'seedance-1.5-pro')
    expect(sized.length).toBeGreaterThan(50)
    for (const { model, generation } of sized) {
      await bench().start(generation)
      const { width, height } = generation.size
      expect({ model: model.id, result: bench().simulator.jobs.at(-1)?.result }).toMatchObject({ result: { width, height } })
    }
  })

  it('are asked with their options as fal names them', async () => {
    const veo = ALL.find(({ model }) => model.id === 'veo-3.1')
    if (veo === undefined) throw new Error('Veo is gone')
    const options = veo.model.options.parse({ auto_fix: false, safety_tolerance: '2' })
    const { operation } = await bench().started({ ...veo.generation, options: { auto_fix: false, safety_tolerance: '2' } })
    expect(bench().simulator.jobs[0]?.request).toMatchObject({ input: options })
    expect(await bench().adapter.observe(operation, CALL)).toMatchObject({ kind: 'succeeded' })
  })
})
