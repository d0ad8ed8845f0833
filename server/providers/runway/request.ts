import { z } from 'zod'
import { type Outcome, succeed } from 'shared/wire'
import { rejected } from '../answers.ts'
import { type ClipGeneration, type ImageGeneration, type ImageMode, INPUT_ROLES, type Mode } from '../port.ts'
import { type Endpoint, fieldsOf, imageToVideo, textToImage, textToVideo, videoToVideo } from './bodies.ts'

/** Where `prepare` has brought the files: in their order. */
export const uploads = z.array(z.object({ role: z.enum(INPUT_ROLES), uri: z.string() }))
export type Uploads = z.infer<typeof uploads>

type Generation = ClipGeneration | ImageGeneration

/** What is sent, and where to. */
export type RunwayRequest =
  | { readonly endpoint: 'text_to_video'; readonly body: z.infer<typeof textToVideo> }
  | { readonly endpoint: 'image_to_video'; readonly body: z.infer<typeof imageToVideo> }
  | { readonly endpoint: 'video_to_video'; readonly body: z.infer<typeof videoToVideo> }
  | { readonly endpoint: 'text_to_image'; readonly body: z.infer<typeof textToImage> }

/** Fields of a body, and what they are called in our requests. */
const OUR_NAMES: Readonly<Record<string, string>> = {
  promptText: 'prompt',
  negativePrompt: 'negativePrompt',
  promptImage: 'image',
  references: 'references',
  referenceImages: 'references',
  promptVideo: 'video',
  videoUri: 'video',
  ratio: 'aspectRatio',
  resolution: 'resolution',
  duration: 'duration',
  audio: 'audio',
  seed: 'seed',
  model: 'model',
  mode: 'videoMode',
  contentModeration: 'providerOptions',
  promptExpansionMode: 'providerOptions',
}

/** Where clips are made from what; pictures have one endpoint of their own. */
const ENDPOINTS: Readonly<Record<Mode, Endpoint>> = {
  text: 'text_to_video',
  references: 'text_to_video',
  image: 'image_to_video',
  first_last: 'image_to_video',
  extend: 'video_to_video',
  edit: 'video_to_video',
  restyle: 'video_to_video',
}
/** The roles of the files that a mode of clips is made from. */
const FILES: Readonly<Record<Mode, RegExp>> = {
  text: /^$/,
  references: /^reference( reference)*$/,
  image: /^first$/,
  first_last: /^first last$/,
  extend: /^video$/,
  edit: /^video$/,
  restyle: /^video$/,
}

/** The same of pictures: one that is changed is the first of those that are given. */
const IMAGE_FILES: Readonly<Record<ImageMode, RegExp>> = {
  text: /^$/,
  image: /^first$/,
  references: /^(?:first|reference)(?: reference)*$/,
}
/** What a model that knows pictures by their names is told of the one that it changes, before the person's words. */
export const CHANGED = 'From @image1: '

/** Our name of a field of Runway's; null where there is none. */
export function ourName(field: string | undefined): string | null {
  return field === undefined ? null : (OUR_NAMES[field] ?? null)
}

/**
 * A generation as Runway takes it. Price and size are always said, never left to the API's defaults. `provider_rejected` with the field
 * where something of the generation has no place in the model's body: nothing is ever left out silently.
 */
export function requestFor(generation: Generation, files: Uploads): Outcome<RunwayRequest> {
  const expected = generation.kind === 'image' ? IMAGE_FILES[generation.mode] : FILES[generation.mode]
  if (!expected.test(files.map(({ role }) => role).join(' '))) return { ok: false, problem: rejected('Runway', 'image') }
  const endpoint = generation.kind === 'image' ? 'text_to_image' : ENDPOINTS[generation.mode]
  const body = bodyOf(endpoint, generation, files)
  if (endpoint === 'text_to_video') return judged(textToVideo.safeParse(body), (parsed) => ({ endpoint, body: parsed }))
  if (endpoint === 'image_to_video') return judged(imageToVideo.safeParse(body), (parsed) => ({ endpoint, body: parsed }))
  if (endpoint === 'video_to_video') return judged(videoToVideo.safeParse(body), (parsed) => ({ endpoint, body: parsed }))
  return judged(textToImage.safeParse(body), (parsed) => ({ endpoint, body: parsed }))
}

function bodyOf(endpoint: Endpoint, generation: Generation, files: Uploads): Readonly<Record<string, unknown>> {
  const { model, prompt, seed, options } = generation
  const negativePrompt = generation.kind === 'clip' ? generation.negativePrompt : null
  const { publicFigureThreshold, promptExpansionMode = seed === null ? undefined : 'disabled', ...others } = options
  const fields = fieldsOf(endpoint, model)
  const described = Object.entries(describe(endpoint, generation)).filter(([name, value]) => value !== undefined && fields.has(name))
  return {
    ...others,
    ...Object.fromEntries(described),
    ...inputs(generation, files, fields),
    model,
    ...(prompt === '' ? {} : { promptText: namesPictures(generation, fields) ? `${CHANGED}${prompt}` : prompt }),
    ...(seed === null ? {} : { seed }),
    ...(negativePrompt === null ? {} : { negativePrompt }),
    ...(publicFigureThreshold === undefined ? {} : { contentModeration: { publicFigureThreshold } }),
    ...(promptExpansionMode === undefined || !fields.has('promptExpansionMode') ? {} : { promptExpansionMode }),
  }
}

/** What every generation says and not every body has a field for. */
function describe(endpoint: Endpoint, generation: Generation): Readonly<Record<string, unknown>> {
  const { mode, model, size } = generation
  if (generation.kind === 'image') return { ratio: size.name, resolution: size.tier }
  const { seconds, audio } = generation
  const followsPicture = model === 'wan3' && endpoint === 'image_to_video'
  return {
    ratio: followsPicture ? `auto_${size.tier}` : size.name,
    resolution: size.tier,
    duration: mode === 'edit' ? undefined : seconds,
    audio,
    mode,
  }
}

/** Whether the words have to say that it is this picture that changes. */
function namesPictures({ kind, mode, prompt }: Generation, fields: ReadonlySet<string>): boolean {
  return kind === 'image' && mode === 'image' && fields.has('contentModeration') && !prompt.includes('@image1')
}

function inputs({ kind, mode }: Generation, files: Uploads, fields: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const uris = files.map(({ uri }) => uri)
  switch (kind === 'image' && mode === 'image' ? 'references' : mode) {
    case 'text':
      return {}
    case 'image':
    case 'first_last':
      return { promptImage: files.map(({ role, uri }) => ({ uri, position: role })) }
    case 'references':
      if (!fields.has('referenceImages')) return { references: uris.map((uri) => ({ uri })) }
      return { referenceImages: uris.map((uri, index) => (fields.has('contentModeration') ? { uri, tag: `image${index + 1}` } : { uri })) }
    default:
      return fields.has('promptVideo') ? { promptVideo: uris[0] } : { videoUri: uris[0] }
  }
}

function judged<Body, Made>(parsed: z.ZodSafeParseResult<Body>, make: (body: Body) => Made): Outcome<Made> {
  if (parsed.success) return succeed(make(parsed.data))
  const [issue] = parsed.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0]
  return { ok: false, problem: rejected('Runway', ourName(field === undefined ? undefined : String(field))) }
}
