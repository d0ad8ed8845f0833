import { z } from 'zod'
import { type ClipGeneration, type ImageGeneration, INPUT_ROLES } from '../port.ts'
import type { Endpoint, FalGeneration } from './model.ts'

/** Where the files of a request lie at fal, in their order. */
export const uploads = z.array(z.object({ role: z.enum(INPUT_ROLES), url: z.string() }))
export type Uploads = z.infer<typeof uploads>

type Scalar = string | number | boolean
type Named = Readonly<Record<string, Scalar>>
export type Input = Readonly<Record<string, Scalar | Named | readonly (Scalar | Named)[]>>

const LENGTHS: Readonly<Record<Endpoint['duration'], (seconds: number) => Input>> = {
  digits: (seconds) => ({ duration: String(seconds) }),
  digits_and_unit: (seconds) => ({ duration: `${seconds}s` }),
  number: (seconds) => ({ duration: seconds }),
  transitions: (seconds) => ({ transitions: [{ duration: seconds }] }),
  fixed: () => ({}),
}

/** A request as an endpoint takes it. What has a default there that costs more, such as sound, is always said. */
export function inputFor(endpoint: Endpoint, generation: FalGeneration, files: Uploads): Input {
  if (generation.kind === 'stems') return { ...endpoint.constants, ...filesFor(endpoint, files) }
  const { prompt, seed, options } = generation
  const fields = fieldsOf(generation)
  const sent = endpoint.sends.flatMap((name) => (fields[name] === null ? [] : [[name, fields[name]] as const]))
  return {
    ...options,
    ...endpoint.constants,
    ...filesFor(endpoint, files),
    prompt,
    ...Object.fromEntries(sent),
    ...(generation.kind === 'clip' ? LENGTHS[endpoint.duration](generation.seconds) : {}),
    ...(generation.kind === 'clip' && generation.negativePrompt !== null ? { negative_prompt: generation.negativePrompt } : {}),
    ...(seed === null ? {} : { seed }),
  }
}

/** What a request can be told, by the names that endpoints have for it; null where there is nothing to tell. */
function fieldsOf(generation: ClipGeneration | ImageGeneration): Readonly<Record<Endpoint['sends'][number], Scalar | Named | null>> {
  const { name, width, height } = generation.size
  const [resolution = '', shape = ''] = name.split(' ')
  const { audio, frameRate } = generation.kind === 'clip' ? generation : { audio: null, frameRate: null }
  return { resolution, aspect_ratio: shape, generate_audio: audio, fps: frameRate, image_size: { width, height } }
}

function filesFor({ files: fields, lists = [] }: Endpoint, files: Uploads): Input {
  const input: Record<string, string | readonly string[]> = {}
  for (const [role, name] of Object.entries(fields)) {
    const urls = files.filter((file) => file.role === role).map(({ url }) => url)
    const [first] = urls
    const before = input[name]
    // A picture that is changed may lead a list, or be left out of it.
    if (first === undefined && lists.includes(name) && (role === 'first' || before !== undefined)) continue
    if (first === undefined) throw new Error(`a request that needs its ${role} file came without`)
    input[name] = lists.includes(name) ? [...(Array.isArray(before) ? before : []), ...urls] : first
  }
  return input
}
