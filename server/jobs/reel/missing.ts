import { type Outcome, refuse } from 'shared/wire'
import type { Step } from './flow.ts'
import type { Look } from './look.ts'

/** The problem of a reel whose segments could not all be made: which they are, and why the first of them failed. What is done is kept. */
export function missingProblem({ story, children }: Look, { segmentIds, sound }: Extract<Step, { do: 'fail' }>): Outcome<never> {
  const missing = story.segments.filter(({ id }) => segmentIds.includes(id))
  const numbers = missing.map(({ index }) => index + 1).join(', ')
  const kinds = [...new Set(sound.map(({ role }) => (role === 'music' ? 'music' : 'narration')))].join(' and ')
  const what = [missing.length === 0 ? '' : `segment${missing.length === 1 ? '' : 's'} ${numbers}`, kinds].filter((text) => text !== '')
  const reason = missing.find(({ error }) => error !== null)?.error?.detail ?? reasonOf(children)
  const kept = story.segments.length - missing.length
  const told = reason === null ? '' : ` ${reason}`
  return refuse(
    'provider_failed',
    `Not everything could be made: ${what.join(', ')}.${told} ${kept} of ${story.segments.length} segments are done and kept.`,
    {
      params: { segments: numbers, kept, total: story.segments.length },
      issues: missing.map(({ index, error }) => ({ path: `segments.${index}`, message: error?.detail ?? 'was not made' })),
      retryable: true,
      action: 'retry',
    },
  )
}

function reasonOf(children: Look['children']): string | null {
  const failed = children.find(({ status, error }) => status === 'failed' && error !== null)
  if (failed === undefined || failed.error === null) return null
  const problem: unknown = JSON.parse(failed.error)
  return typeof problem === 'object' && problem !== null && 'detail' in problem && typeof problem.detail === 'string'
    ? problem.detail
    : null
}
