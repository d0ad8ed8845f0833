import type { Context } from 'hono'
import { type Issue, type Problem, makeProblem } from 'shared/wire'
import { type ZodError, type ZodType, z } from 'zod'

/** Values and fields that the contract names and this server cannot do yet. */
export interface Planned {
  readonly values: Readonly<Record<string, readonly (string | number | boolean)[]>>
  readonly fields: readonly string[]
}

type ZodIssue = ZodError['issues'][number]
type Scalar = string | number | boolean
type Range = NonNullable<Issue['range']>

interface Fault extends Issue {
  /** What was asked is in the contract but not built: another code than a mistake. */
  readonly planned: boolean
}

const NOTHING_PLANNED: Planned = { values: {}, fields: [] }
const MOST_ISSUES = 50
const NOT_YET = 'not available yet'

/**
 * A validation hook that answers a request that does not fit its schema with a problem naming every fault.
 * @param options.schema where the whole range of a number is looked up, since a fault knows only the end it broke
 * @param options.planned what is answered with `unsupported_option` when nothing else is wrong
 * @returns a hook that takes no whole `Context`: that would widen the route's path to `string` and hide it from the typed client
 */
export function refuseInvalid(options: { schema?: ZodType; planned?: Planned } = {}) {
  const planned = options.planned ?? NOTHING_PLANNED
  const ranges = options.schema === undefined ? new Map<string, Range>() : rangesOf(options.schema)
  return (result: { success: true } | { success: false; error: ZodError; data?: unknown }, c: Pick<Context, 'json'>) => {
    if (result.success) return undefined
    const problem = problemOfInvalid(result.error, result.data, planned, ranges)
    return c.json(problem, problem.status === 422 ? 422 : 400, { 'Content-Type': 'application/problem+json' })
  }
}

/** Turns what Zod found into a problem with a dotted path for each fault. */
export function problemOfInvalid(
  error: ZodError,
  input: unknown,
  planned: Planned = NOTHING_PLANNED,
  ranges: ReadonlyMap<string, Range> = new Map(),
): Problem {
  const faults = error.issues.flatMap((issue) => faultsOf(issue, input, planned, [])).slice(0, MOST_ISSUES)
  const issues = faults.map((fault) => issueOf(fault, ranges))
  const detail = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  const unsupported = faults.length > 0 && faults.every((fault) => fault.planned)
  return makeProblem(unsupported ? 'unsupported_option' : 'invalid_request', detail.slice(0, 2000), {
    issues,
    ...(unsupported ? { params: { option: faults[0]?.path ?? '' } } : {}),
  })
}

function faultsOf(issue: ZodIssue, input: unknown, planned: Planned, above: readonly PropertyKey[]): readonly Fault[] {
  const keys = [...above, ...issue.path]
  const path = dotted(keys)
  const isPlanned = isPlannedValue(keys, input, planned)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const isField = keys.length === 0 && planned.fields.includes(key)
        return { path: dotted([...keys, key]), message: isField ? NOT_YET : 'unknown field', planned: isField }
      })
    case 'invalid_value': {
      const allowed = issue.values.filter(isScalar)
      return [offer(path, allowed, isPlanned)]
    }
    case 'invalid_union':
      return faultsOfUnion(issue, input, planned, keys)
    case 'too_small':
      return [{ path, message: issue.message, range: { minimum: Number(issue.minimum) }, planned: false }]
    case 'too_big':
      return [{ path, message: issue.message, range: { maximum: Number(issue.maximum) }, planned: false }]
    case 'custom': {
      const { data: given } = z.object({ range: z.object({ minimum: z.number(), maximum: z.number() }) }).safeParse(issue.params)
      return [{ path, message: issue.message, planned: isPlanned, ...given }]
    }
    default:
      return [{ path, message: issue.message, planned: isPlanned }]
  }
}

/** Of a union the branch that the value came nearest to speaks; where none did, the values of all branches are offered. */
function faultsOfUnion(
  issue: Extract<ZodIssue, { code: 'invalid_union' }>,
  input: unknown,
  planned: Planned,
  keys: readonly PropertyKey[],
): readonly Fault[] {
  const branches = issue.errors.map((errors) => errors.flatMap((inner) => faultsOf(inner, input, planned, keys)))
  const path = dotted(keys)
  const fields = isRecord(input) && keys.length === 1 && !Object.hasOwn(input, String(keys[0])) ? Object.keys(input) : []
  const later = fields.filter((field) => planned.fields.includes(field))
  if (later.length > 0) return later.map((field) => ({ path: field, message: NOT_YET, planned: true }))
  const nearest = branches.find((branch) => branch.length > 0 && branch.every((fault) => fault.path !== path))
  if (nearest !== undefined) return nearest
  const allowed = 'options' in issue ? issue.options.filter(isScalar) : branches.flat().flatMap((fault) => fault.allowed ?? [])
  return [offer(path, [...new Set(allowed)], isPlannedValue(keys, input, planned))]
}

function offer(path: string, allowed: Scalar[], planned: boolean): Fault {
  if (allowed.length === 0) return { path, message: planned ? NOT_YET : 'has the wrong type', planned }
  return { path, message: planned ? `${NOT_YET}; available: ${listed(allowed)}` : `must be one of ${listed(allowed)}`, allowed, planned }
}

function isPlannedValue(keys: readonly PropertyKey[], input: unknown, planned: Planned): boolean {
  const [field] = keys
  if (keys.length !== 1 || typeof field !== 'string' || !isRecord(input)) return false
  const value = input[field]
  const values = Object.hasOwn(planned.values, field) ? planned.values[field] : undefined
  if (values === undefined) return false
  return isScalar(value) && values.includes(value)
}

function issueOf({ path, message, allowed, range }: Fault, ranges: ReadonlyMap<string, Range>): Issue {
  if (allowed !== undefined) return { path, message, allowed }
  const isWhole = range?.minimum !== undefined && range.maximum !== undefined
  const known = isWhole ? range : (ranges.get(path) ?? range)
  return known === undefined ? { path, message } : { path, message, range: known }
}

function rangesOf(schema: ZodType): ReadonlyMap<string, Range> {
  const document = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  // A schema with an id stands among the definitions and is only referred to.
  const root = document.properties ?? document.$defs?.[document.$ref?.split('/').at(-1) ?? '']?.properties
  const ranges = new Map<string, Range>()
  for (const [name, property] of Object.entries(root ?? {})) {
    if (typeof property !== 'object') continue
    for (const branch of [property, ...(property.anyOf ?? [])]) {
      if (typeof branch !== 'object') continue
      const minimum = branch.minimum ?? branch.minLength
      const maximum = branch.maximum ?? branch.maxLength
      if (minimum !== undefined && maximum !== undefined) ranges.set(name, { minimum, maximum })
    }
  }
  return ranges
}

function dotted(keys: readonly PropertyKey[]): string {
  return keys.map(String).join('.').slice(0, 200)
}

function listed(values: readonly Scalar[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ')
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
