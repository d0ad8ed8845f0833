import { PROMPT_LENGTH } from 'shared/wire'
import { z } from 'zod'
import type { Question } from '../face.ts'
import { asData, DATA_ONLY } from './data-only.ts'

export const REWRITE_VERSIONS = [1] as const
export type RewriteVersion = (typeof REWRITE_VERSIONS)[number]
/** The wording that prompts are rewritten with. */
export const REWRITE_VERSION: RewriteVersion = 1

export const rewritten = z.strictObject({ prompt: z.string().trim().min(3).max(PROMPT_LENGTH.maximum) })
export type Rewritten = z.infer<typeof rewritten>

/** A prompt of one segment, and what is to become of it. */
export interface RewriteWish {
  readonly prompt: string
  /** What the person wants otherwise; null: only better words. */
  readonly wish: string | null
  /** How the whole film looks; may be empty. */
  readonly style: string
  readonly seconds: number
  /** Names that have to stay as they are. */
  readonly cast: readonly string[]
}

/** The question for another wording of a prompt. A version's words never change. */
export function rewriteQuestion(version: RewriteVersion, wish: RewriteWish): Question<Rewritten> {
  return { system: VERSIONS[version](wish), user: dataOf(wish), schema: rewritten }
}

const VERSIONS: Readonly<Record<RewriteVersion, (wish: RewriteWish) => string>> = { 1: first }

function first({ seconds, wish }: RewriteWish): string {
  return [
    `You rewrite the prompt of one shot of ${seconds} s, so that a video model makes what is meant.`,
    DATA_ONLY,
    wish === null
      ? 'Keep what "prompt" means and say it clearly: who or what is seen, what happens in this time, where, in which framing.'
      : 'Change "prompt" as "wish" asks, and nothing else about it.',
    `At most three sentences and ${PROMPT_LENGTH.maximum - 50} characters, in the language of "prompt". Names under "cast" stay as they are written. Do not speak of the style beyond what "prompt" says; it is added elsewhere.`,
  ].join('\n')
}

function dataOf({ prompt, wish, style, cast }: RewriteWish): string {
  return asData({ prompt, wish, style, cast: cast.length === 0 ? null : cast })
}
