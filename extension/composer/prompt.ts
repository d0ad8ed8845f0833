import { PROMPT } from './limits.ts'

/** What the rules say about a prompt as it is being written. `count` is of its trimmed characters, as the backend counts them. */
export type PromptVerdict =
  | { readonly kind: 'fine'; readonly count: number }
  | { readonly kind: 'empty'; readonly count: 0 }
  | { readonly kind: 'too-short'; readonly count: number; readonly missing: number }
  | { readonly kind: 'too-long'; readonly count: number; readonly excess: number }

/** Judges a prompt by its length after trimming. `maximum` is that of the model that is asked. */
export function judgePrompt(prompt: string, maximum: number = PROMPT.maximum): PromptVerdict {
  const count = prompt.trim().length
  if (count === 0) return { kind: 'empty', count }
  if (count < PROMPT.minimum) return { kind: 'too-short', count, missing: PROMPT.minimum - count }
  if (count > maximum) return { kind: 'too-long', count, excess: count - maximum }
  return { kind: 'fine', count }
}

/** Whether a clip can be asked for with this prompt. With a picture it may stay empty. */
export function promptSuffices(prompt: string, hasPicture: boolean, maximum?: number): boolean {
  const { kind } = judgePrompt(prompt, maximum)
  return kind === 'fine' || (kind === 'empty' && hasPicture)
}
