import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import { PROBLEM_CODES, type Problem, type ProblemCode, type ProblemExtras, makeProblem } from 'shared/wire'
import type { Context } from 'hono'
import { refuseInvalid } from './invalid.ts'

/** What the guards in front of a handler leave for it. */
export interface HttpEnv {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    userId: string
    /** The paired client that asks; null when it came with the fixed token. */
    tokenId: string | null
  }
}

export type HttpContext = Context<HttpEnv>

/** An app for one resource; every part refuses invalid requests in the same way. */
export function createRoutes() {
  return new OpenAPIHono<HttpEnv>({ defaultHook: refuseInvalid() })
}

/** Answers with a problem as RFC 9457 has it, with the headers that its code asks for. */
export function answerProblem(c: HttpContext, problem: Problem) {
  const status = PROBLEM_CODES[problem.code]
  return c.json(problem, status, { 'Content-Type': 'application/problem+json', ...headersFor(problem) })
}

/** Answers with a problem made from its code. */
export function answer(c: HttpContext, code: ProblemCode, detail: string, extras?: ProblemExtras) {
  return answerProblem(c, makeProblem(code, detail, extras))
}

function headersFor(problem: Problem): Record<string, string> {
  if (problem.code === 'unauthorized') return { 'WWW-Authenticate': 'Bearer realm="pagereel"' }
  if (problem.code !== 'rate_limited') return {}
  const seconds = problem.params['retryAfterSeconds']
  return { 'Retry-After': String(typeof seconds === 'number' ? Math.max(1, Math.ceil(seconds)) : 1) }
}
