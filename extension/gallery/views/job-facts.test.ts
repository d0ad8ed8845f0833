import { makeProblem } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { elapsedSeconds, isRunning, newPriceOf, stageOf, standingKey, workSeconds } from './job-facts.ts'

describe('job facts', () => {
  it('name every stage a job passes through, and stand in for one that is not known yet', () => {
    expect(standingKey({ status: 'queued', stage: null })).toBe('stages.queued')
    expect(standingKey({ status: 'processing', stage: 'generating' })).toBe('stages.generating')
    expect(standingKey({ status: 'processing', stage: null })).toBe('stages.initializing')
    expect(standingKey({ status: 'cancelling', stage: 'encoding' })).toBe('statuses.cancelling')
    expect(stageOf({ status: 'completed', stage: null })).toBe('completed')
  })

  it('count time from the asking to the end', () => {
    const job = { createdAt: '2026-11-21T10:00:00.000Z', finishedAt: null }
    expect(elapsedSeconds(job, Date.parse('2026-11-21T10:01:05.500Z'))).toBe(65.5)
    expect(elapsedSeconds({ ...job, finishedAt: '2026-11-21T10:00:04.000Z' }, Date.now())).toBe(4)
    expect(elapsedSeconds(job, Date.parse('2026-11-21T09:59:00.000Z'))).toBe(0)
  })

  it('take the work from what the server measured', () => {
    const times = { startedAt: '2026-11-21T10:00:00.000Z', finishedAt: '2026-11-21T10:00:04.000Z' }
    expect(workSeconds({ ...times, renderTimeMs: 3210 })).toBe(3.21)
    expect(workSeconds({ ...times, renderTimeMs: null })).toBe(4)
    expect(workSeconds({ ...times, renderTimeMs: null, startedAt: null })).toBeNull()
  })

  it('know the price that a refused request has come to', () => {
    const changed = makeProblem('price_changed', 'Dearer.', { params: { usdMicros: 700_000, shownUsdMicros: 600_000 } })
    expect(newPriceOf({ state: 'refused', problem: changed })).toBe(700_000)
    expect(newPriceOf({ state: 'waiting', problem: changed })).toBeNull()
    const poor = makeProblem('insufficient_budget', 'Short.', { params: { missingUsdMicros: 1, usdMicros: 5 } })
    expect(newPriceOf({ state: 'refused', problem: poor })).toBeNull()
  })

  it('know what is over', () => {
    expect(isRunning({ status: 'cancelling' })).toBe(true)
    expect(isRunning({ status: 'failed' })).toBe(false)
  })
})
