import type { Stage } from 'shared/progress'
import { describe, expect, it } from 'vitest'
import { createProgressWriter } from './progress-writer.ts'

function record(progress: number, shown: Stage = 'initializing') {
  const time = { now: 0 }
  const writes: { stage: string; progress: number }[] = []
  const writer = createProgressWriter({
    row: { progress, stage: shown, stage_times: '{}' },
    clock: () => time.now,
    write: ({ stage, progress }) => {
      writes.push({ stage, progress })
      return Promise.resolve()
    },
  })
  return { time, writes, writer }
}

describe('the progress writer', () => {
  it('writes at most twice a second, and every new stage', async () => {
    const { time, writes, writer } = record(5)
    for (let step = 0; step <= 100; step += 1) {
      time.now = step * 20
      writer.report('generating', step / 100)
      await Promise.resolve()
      await Promise.resolve()
    }
    writer.report('encoding', 0)
    const times = await writer.finish()
    expect(writes.length).toBeLessThanOrEqual(7)
    expect(writes.at(-1)).toEqual({ stage: 'encoding', progress: 80 })
    expect(times.generating).toBe(2000)
  })

  it.each([
    ['generating', 65, [65, 66, 68.69, 73.5, 80]],
    ['encoding', 80, [80, 80.83, 83.08, 87.08, 92.5]],
  ] as const)('fills what is left of %s after a crash, so that the bar moves and never falls', async (shown, progress, expected) => {
    const { time, writes, writer } = record(progress, shown)
    const work = [
      ['initializing', 0],
      ['initializing', 0.5],
      ['generating', 0.13],
      ['generating', 0.5],
      ['encoding', 0],
    ] as const
    for (const [stage, fraction] of work) {
      time.now += 600
      writer.report(stage, fraction)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await writer.finish()
    expect(writes.map((write) => Math.round(write.progress * 100) / 100)).toEqual(expected)
  })
})
