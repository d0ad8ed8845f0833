import type { Issue } from 'shared/wire'
import type { ZodError, ZodType } from 'zod'

const FIELD = 'providerOptions'

/** What of `providerOptions` a model does not take, each by its path, with what would do. */
export function optionFaults(schema: ZodType, options: Readonly<Record<string, unknown>>): readonly Issue[] {
  const { error } = schema.safeParse(options)
  return error === undefined ? [] : error.issues.flatMap(issuesOf)
}

function issuesOf(issue: ZodError['issues'][number]): readonly Issue[] {
  const path = [FIELD, ...issue.path].map(String).join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: `${path}.${key}`, message: 'is not an option of this model' }))
    case 'invalid_value':
      return [{ path, message: 'is not available; these are', allowed: issue.values.filter(isScalar) }]
    case 'too_small':
      return [{ path, message: issue.message, range: { minimum: Number(issue.minimum) } }]
    case 'too_big':
      return [{ path, message: issue.message, range: { maximum: Number(issue.maximum) } }]
    default:
      return [{ path, message: issue.message }]
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
