import { z } from 'zod'

/** Every code a problem can carry, with its HTTP status where a request is answered with it. */
export const PROBLEM_CODES = {
  invalid_request: 400,
  unauthorized: 401,
  insufficient_budget: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  price_changed: 409,
  idempotency_mismatch: 409,
  payload_too_large: 413,
  range_not_satisfiable: 416,
  unsupported_media: 415,
  unsupported_option: 422,
  content_policy: 422,
  rate_limited: 429,
  internal_error: 500,
  provider_unavailable: 503,
  storage_full: 507,
  provider_failed: 502,
  provider_rejected: 502,
  timeout: 504,
  outcome_unknown: 502,
  media_invalid: 422,
  cancelled: 409,
} as const
export type ProblemCode = keyof typeof PROBLEM_CODES

/** What a person can do about a problem. */
export const PROBLEM_ACTIONS = [
  'retry',
  'retry_other_provider',
  'try_local',
  'edit_prompt',
  'change_picture',
  'confirm_price',
  'add_key',
  'raise_budget',
  'top_up',
  'wait',
  'start_backend',
  'pair',
] as const
export type ProblemAction = (typeof PROBLEM_ACTIONS)[number]

const param = z.union([z.string(), z.number(), z.boolean()])

/** One fault of a request: where, what, and what would do. */
export const issue = z
  .object({
    path: z.string().meta({ description: 'Dotted path of the field; empty for the whole body' }),
    message: z.string(),
    allowed: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
    range: z.object({ minimum: z.number().optional(), maximum: z.number().optional() }).optional(),
  })
  .meta({ id: 'Issue' })
export type Issue = z.infer<typeof issue>

/** RFC 9457 problem. `detail` is the English fallback of what `code` and `params` say. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEM_CODES) as [ProblemCode, ...ProblemCode[]]),
    params: z.record(z.string(), param),
    detail: z.string(),
    issues: z.array(issue).optional(),
    retryable: z.boolean(),
    action: z.enum(PROBLEM_ACTIONS).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>

const TITLES: Readonly<Record<ProblemCode, string>> = {
  invalid_request: 'The request is not valid',
  unauthorized: 'Not paired',
  insufficient_budget: 'Not enough budget',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'In conflict with the present state',
  price_changed: 'The price has changed',
  idempotency_mismatch: 'This key was used for another request',
  payload_too_large: 'Too large',
  range_not_satisfiable: 'The range lies outside the file',
  unsupported_media: 'This kind of file is not supported',
  unsupported_option: 'No available provider can do this',
  content_policy: 'Refused by content policy',
  rate_limited: 'Too many requests',
  internal_error: 'Something broke on our side',
  provider_unavailable: 'The provider is not available',
  storage_full: 'The storage is full',
  provider_failed: 'The provider failed',
  provider_rejected: 'The provider refused the request',
  timeout: 'Took too long',
  outcome_unknown: 'The outcome is unknown',
  media_invalid: 'The media could not be read',
  cancelled: 'Cancelled',
}

const RETRYABLE: ReadonlySet<ProblemCode> = new Set([
  'rate_limited',
  'internal_error',
  'provider_unavailable',
  'provider_failed',
  'timeout',
])

export interface ProblemExtras {
  readonly params?: Readonly<Record<string, string | number | boolean>>
  readonly issues?: readonly Issue[]
  readonly action?: ProblemAction
  readonly retryable?: boolean
}

/** Builds a problem from its code; title, status and whether a retry can help follow from the code. */
export function makeProblem(code: ProblemCode, detail: string, extras: ProblemExtras = {}): Problem {
  return {
    type: `https://pagereel.dev/problems/${code.replaceAll('_', '-')}`,
    title: TITLES[code],
    status: PROBLEM_CODES[code],
    code,
    params: { ...extras.params },
    detail,
    retryable: extras.retryable ?? RETRYABLE.has(code),
    ...(extras.issues === undefined ? {} : { issues: [...extras.issues] }),
    ...(extras.action === undefined ? {} : { action: extras.action }),
  }
}
