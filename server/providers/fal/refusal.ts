import { z } from 'zod'
import type { Problem } from 'shared/wire'
import type { Answer } from '../answer.ts'
import { badInput, failedThere, policyRefusal, rejected } from '../answers.ts'

export const NAME = 'fal.ai'

type Answered = Extract<Answer, { kind: 'answered' }>

const fault = z.object({
  loc: z.array(z.union([z.string(), z.number()])).catch([]),
  type: z.string().catch(''),
})
const errorBody = z.object({
  detail: z.union([z.string(), z.array(fault)]).catch([]),
  error_type: z.string().optional().catch(undefined),
})

/** What fal says of a failure, whether of its own or of the model. */
export interface Failure {
  /** Of the queue and the machines, such as `request_timeout`; null where the model itself failed. */
  readonly errorType: string | null
  readonly faults: readonly z.infer<typeof fault>[]
  readonly detail: string
  /** Whether fal says that the same request may work another time. */
  readonly retryable: boolean
}

/** Reads an error of fal's; null where the body is none, such as a page of something in between. */
export function readFailure({ json, headers }: Answered): Failure | null {
  const read = errorBody.safeParse(json)
  const errorType = headers.get('x-fal-error-type') ?? (read.success ? (read.data.error_type ?? null) : null)
  if (!read.success && errorType === null) return null
  const detail = read.success ? read.data.detail : ''
  return {
    errorType,
    faults: typeof detail === 'string' ? [] : detail,
    detail: typeof detail === 'string' ? detail : '',
    retryable:
      (headers.get('x-fal-retryable') ?? headers.get('x-fal-needs-retry'))?.toLowerCase() === 'true' ||
      headers.get('x-fal-needs-retry') === '1',
  }
}

/** Fields of fal's models by what they are called here. */
const FIELDS: Readonly<Record<string, string>> = {
  prompt: 'prompt',
  negative_prompt: 'negativePrompt',
  image_url: 'image',
  image_urls: 'image',
  start_image_url: 'image',
  first_frame_url: 'image',
  end_image_url: 'lastImage',
  tail_image_url: 'lastImage',
  last_frame_url: 'lastImage',
  video_url: 'video',
  duration: 'duration',
  transitions: 'duration',
  resolution: 'resolution',
  aspect_ratio: 'aspectRatio',
  image_size: 'resolution',
  generate_audio: 'audio',
  fps: 'frameRate',
  seed: 'seed',
}
const SUBJECTS: Readonly<Record<string, 'text' | 'image' | 'video'>> = {
  prompt: 'text',
  negativePrompt: 'text',
  image: 'image',
  lastImage: 'image',
  video: 'video',
}

/** Why a request was not accepted, or not finished because of what was in it. */
export function refusalOf({ faults, retryable }: Failure): Problem {
  const policy = faults.find(({ type }) => type.includes('content_policy'))
  if (policy !== undefined) {
    const field = fieldOf(policy.loc)
    const ofResult = field === null && policy.loc.some((part) => /output|result|generated|^(?:videos?|images)$/.test(String(part)))
    return policyRefusal(NAME, ofResult ? 'output' : 'input', field === null ? null : (SUBJECTS[field] ?? null))
  }
  if (retryable) return failedThere(NAME)
  if (faults.some(({ type }) => /^(?:file|image|video)_/.test(type))) return badInput(NAME)
  return rejected(NAME, faults.map(({ loc }) => fieldOf(loc)).find((field) => field !== null) ?? null)
}

function fieldOf(loc: readonly (string | number)[]): string | null {
  return loc.map((part) => FIELDS[String(part)]).find((field) => field !== undefined) ?? null
}
