import type { Outcome } from 'shared/wire'
import type { ZodType } from 'zod'

/** What a language model is asked. */
export interface Question<Answer> {
  /** Instructions; never holds words of a page or a person. */
  readonly system: string
  /** Data, among it words of pages and persons. */
  readonly user: string
  /** What its answer must fit. */
  readonly schema: ZodType<Answer>
}

/** A language model, as far as planning needs one. */
export interface Planner {
  /** Asks for JSON that fits a schema. The problem says why there is no answer. */
  complete<Answer>(
    question: Question<Answer>,
    call: { readonly signal: AbortSignal },
  ): Promise<Outcome<{ readonly answer: Answer; readonly model: string }>>
}
