import { expect, it } from 'vitest'
import { checkStateMachine } from '../chaos/state-machine.ts'

const SEQUENCES = 300

it('a job obeys the model in any order of events, stale runners among them', async () => {
  expect(await checkStateMachine({ sequences: SEQUENCES })).toBeGreaterThan(SEQUENCES / 10)
})
