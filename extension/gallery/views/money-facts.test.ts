import { makeProblem } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { createTranslator } from '../../ui/index.ts'
import { exampleJob } from '../data/simulated-backend.ts'
import { moneyText, requestAgain, requestInQuality } from './money-facts.ts'

const { t } = await createTranslator('en')
const cost = (estimatedUsdMicros: number, heldUsdMicros: number, settledUsdMicros: number | null) => ({
  cost: { estimatedUsdMicros, heldUsdMicros, settledUsdMicros },
})
const attempt = { provider: 'runway', model: 'gen4.5', status: 'unknown', costUsdMicros: 600_000 } as const

describe('what became of the money', () => {
  it.each([
    ['held while it runs', { status: 'processing', ...cost(250_000, 250_000, null) }, '$0.25 is held until it is done.'],
    ['of no question for a free clip', { status: 'completed', ...cost(0, 0, 0) }, null],
    ['nothing, for a free clip that failed', { status: 'failed', ...cost(0, 0, 0) }, 'Nothing was charged.'],
    ['charged', { status: 'completed', ...cost(250_000, 0, 250_000) }, '$0.25 was charged.'],
    ['charged above the estimate', { status: 'completed', ...cost(250_000, 0, 300_000) }, '$0.30 was charged. $0.05 more than estimated.'],
    ['released', { status: 'failed', ...cost(250_000, 0, 0) }, 'Nothing was charged; $0.25 was released.'],
    [
      'unclear, for what its open attempts may cost',
      { status: 'failed', ...cost(250_000, 0, 0), attempts: [attempt] },
      'Whether $0.60 was charged is not known; it counts against the budget until it is.',
    ],
    [
      'unclear by what the server says',
      { status: 'failed', ...cost(250_000, 0, 0), error: makeProblem('outcome_unknown', 'Lost.', { params: { money: 'unknown' } }) },
      'Whether $0.25 was charged is not known; it counts against the budget until it is.',
    ],
  ] as const)('is %s', (_, job, text) => {
    expect(moneyText(t, { error: null, ...job, attempts: 'attempts' in job ? [...job.attempts] : [] })).toBe(text)
  })
})

describe('a request again', () => {
  const { request } = exampleJob('job_1')
  const made = { ...request, provider: 'runway', model: 'gen4.5', providerOptions: { moderation: 'low' }, asked: ['prompt', 'kind'] }

  it('is the same but for what only a job has', () => {
    const { asked: _asked, ...same } = made
    expect(requestAgain({ request: made }, null)).toEqual(same)
    expect(requestAgain({ request: made }, 'runway')).toEqual(same)
  })

  it('leaves the model to another provider', () => {
    const elsewhere = requestAgain({ request: made }, 'fal')
    expect(elsewhere).toMatchObject({ provider: 'fal', seed: request.seed })
    expect(elsewhere).not.toHaveProperty('model')
  })

  it('leaves all of the maker to another quality', () => {
    expect(requestInQuality({ request: made }, 'high')).toEqual({ ...request, quality: 'high' })
  })
})
