import { z } from 'zod'
import { type ClipGeneration, INPUT_ROLES } from '../port.ts'
import type { Endpoint } from './model.ts'

/** Where the files of a request lie at fal, in their order. */
export const uploads = z.array(z.object({ role: z.enum(INPUT_ROLES), url: z.string() }))
export type Uploads = z.infer<typeof uploads>

type Scalar = string | number | boolean
export type Input = Readonly<Record<string, Scalar | readonly (Scalar | Readonly<Record<string, Scalar>>)[]>>

const LENGTHS: Readonly<Record<Endpoint['duration'], (seconds: number) => Input>> = {
  digits: (seconds) => ({ duration: String(seconds) }),
  digits_and_unit: (seconds) => ({ duration: `${seconds}s` }),
  number: (seconds) => ({ duration: seconds }),
  transitions: (seconds) => ({ transitions: [{ duration: seconds }] }),
  fixed: () => ({}),
}

/** A request as an endpoint takes it. What has a default there that costs more, such as sound, is always said. */
export function inputFor(endpoint: Endpoint, generation: ClipGeneration, files: Uploads): Input {
  const { prompt, negativePrompt, seed, audio, options, size, frameRate } = generation
  const [resolution = '', shape = ''] = size.name.split(' ')
  const fields = { resolution, aspect_ratio: shape, generate_audio: audio, fps: frameRate }
  const sent = endpoint.sends.flatMap((name) => (fields[name] === null ? [] : [[name, fields[name]] as const]))
  return {
    ...options,
    ...filesFor(endpoint, files),
    prompt,
    ...Object.fromEntries(sent),
    ...LENGTHS[endpoint.duration](generation.seconds),
    ...(negativePrompt === null ? {} : { negative_prompt: negativePrompt }),
    ...(seed === null ? {} : { seed }),
  }
}

function filesFor({ files: fields, lists = [] }: Endpoint, files: Uploads): Input {
  const input: Record<string, string | readonly string[]> = {}
  for (const [role, name] of Object.entries(fields)) {
    const urls = files.filter((file) => file.role === role).map(({ url }) => url)
    const [first] = urls
    if (first === undefined) throw new Error(`a request that needs its ${role} file came without`)
    const before = input[name]
    input[name] = lists.includes(name) ? [...(Array.isArray(before) ? before : []), ...urls] : first
  }
  return input
}
