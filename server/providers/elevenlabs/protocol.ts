import type { TimedWord } from 'shared/wire'
import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { badKey, noCredit, perhapsTaken, policyRefusal, rejected, tooBusy, unavailable } from '../answers.ts'
import type { Started } from '../port.ts'

export const NAME = 'ElevenLabs'
export const KEY_VARIABLE = 'ELEVENLABS_API_KEY'
/** Where ElevenLabs itself is. */
export const ELEVENLABS_BASE_URL = 'https://api.elevenlabs.io'

/** Our fields by theirs. */
const FIELDS: Readonly<Record<string, string>> = {
  text: 'text',
  voice_id: 'voice',
  voice_settings: 'speed',
  language_code: 'language',
  prompt: 'prompt',
  music_length_ms: 'duration',
  file: 'assetId',
  audio: 'assetId',
}
const POLICY: ReadonlySet<string> = new Set(['bad_prompt', 'content_policy_violation', 'text_moderated', 'moderation_blocked'])
const NO_CREDIT: ReadonlySet<string> = new Set(['quota_exceeded', 'insufficient_credits', 'payment_required'])

const said = z.looseObject({ detail: z.looseObject({ status: z.string() }) })
/** FastAPI's list of what is wrong with a request. */
const invalid = z.looseObject({ detail: z.array(z.looseObject({ loc: z.array(z.union([z.string(), z.number()])) })) })

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** What became of a paid call that was not answered with success. A spent quota is said with 401. */
export function notMade(answer: Answer): Extract<Started, { kind: 'not_sent' | 'refused' | 'unknown' }> {
  if (answer.kind === 'none') {
    return answer.sent === 'not_sent'
      ? { kind: 'not_sent', problem: unavailable(NAME), retryAfterMs: null }
      : { kind: 'unknown', problem: perhapsTaken(NAME) }
  }
  const { status, json, retryAfterMs } = answer
  if (status < 400 || status > 499 || status === 408) return { kind: 'unknown', problem: perhapsTaken(NAME) }
  const word = said.safeParse(json).data?.detail.status ?? ''
  if (status === 402 || NO_CREDIT.has(word)) return { kind: 'refused', problem: noCredit(NAME) }
  if (status === 429) return { kind: 'not_sent', problem: tooBusy(NAME), retryAfterMs }
  if (POLICY.has(word)) return { kind: 'refused', problem: policyRefusal(NAME, 'input', 'text') }
  if (status === 401 || status === 403) return { kind: 'refused', problem: badKey(NAME, KEY_VARIABLE) }
  const names = invalid.safeParse(json).data?.detail.flatMap(({ loc }) => loc.map(String)) ?? []
  const known = names.map((name) => FIELDS[name]).find((name) => name !== undefined)
  return { kind: 'refused', problem: rejected(NAME, known ?? (word === 'voice_not_found' ? 'voice' : null)) }
}

const seconds = z.number().nonnegative()

/** The answer of `with-timestamps`: the sound in base64, and when each character of the text is spoken. */
export const spoken = z.looseObject({
  audio_base64: z.base64().min(1),
  alignment: z
    .looseObject({
      characters: z.array(z.string()),
      character_start_times_seconds: z.array(seconds),
      character_end_times_seconds: z.array(seconds),
    })
    .nullish()
    .catch(null),
})

/** The words of a text from the times of its characters; null where nothing is told. */
export function wordsOf(alignment: z.infer<typeof spoken>['alignment']): readonly TimedWord[] | null {
  if (alignment === null || alignment === undefined) return null
  const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = alignment
  const words: TimedWord[] = []
  let open = false
  for (const [index, character] of characters.entries()) {
    const blank = character.trim() === ''
    const last = words.at(-1)
    const start = starts[index] ?? last?.end ?? 0
    const end = Math.max(start, ends[index] ?? start)
    if (!blank && open && last !== undefined) words[words.length - 1] = { ...last, text: last.text + character, end }
    else if (!blank) words.push({ text: character, start, end })
    open = !blank
  }
  return words
}

/** The answer of Scribe; spaces and noises are listed between the words. */
export const heard = z.looseObject({
  language_code: z.string().nullish(),
  text: z.string(),
  words: z
    .array(z.looseObject({ text: z.string(), start: seconds.nullish(), end: seconds.nullish(), type: z.string() }))
    .nullish()
    .catch(null),
  transcription_id: z.string().nullish(),
})

export function heardWords(words: z.infer<typeof heard>['words']): readonly TimedWord[] | null {
  if (words === null || words === undefined) return null
  return words.flatMap(({ text, start, end, type }) =>
    type === 'word' && typeof start === 'number' && typeof end === 'number'
      ? [{ text: text.trim(), start, end: Math.max(start, end) }]
      : [],
  )
}
