import type { Outcome } from 'shared/wire'
import type { ZodType } from 'zod'
import type { Call } from '../port.ts'

/** What a language model is asked. */
export interface Question<Answer> {
  /** Instructions; never holds words of a page or a person. */
  readonly system: string
  /** A JSON object: data, among it words of pages and persons. */
  readonly user: string
  /** What its answer must fit. */
  readonly schema: ZodType<Answer>
}

export interface Answered<Answer> {
  readonly answer: Answer
  /** Who answered. */
  readonly model: string
}

/** The language model that the operator has named. What it costs is the operator's. */
export interface Language {
  readonly model: string
  /**
   * Asks for JSON that fits a schema, and once more where what came does not. Takes 30 s at most. Problems: `provider_failed` for an answer
   * that does not fit, `content_policy`, `rate_limited` (the model's own limit or that of this server), `provider_rejected`,
   * `provider_unavailable`, `timeout`, `cancelled`.
   */
  complete<Answer>(question: Question<Answer>, call: Call): Promise<Outcome<Answered<Answer>>>
}

/** One turn of what is sent to a model. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** Asks a model once, in its service's own way, for text that is JSON. */
export type AskModel = (
  asked: { readonly system: string; readonly turns: readonly Turn[]; readonly schema: JsonSchema },
  signal: AbortSignal,
) => Promise<Outcome<string>>

/** JSON Schema, of the few words that every service knows. */
export type JsonSchema = { readonly [word: string]: unknown }
