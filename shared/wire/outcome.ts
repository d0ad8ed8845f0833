import { makeProblem, type Problem, type ProblemCode, type ProblemExtras } from './problem.ts'

/** An expected failure is a value: a problem that can be shown, never an exception. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export function succeed<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function refuse(code: ProblemCode, detail: string, extras?: ProblemExtras): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: makeProblem(code, detail, extras) }
}
