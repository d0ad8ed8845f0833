import { type AssetOrigin, type Outcome, type Problem, assetByUrl, assetOrigin, refuse, succeed } from 'shared/wire'
import type { HonoRequest } from 'hono'
import { z } from 'zod'
import { guardedFetch } from '../security/index.ts'
import { isJson } from './bodies.ts'
import { problemOfInvalid } from './invalid.ts'
import { MalformedMultipart, boundaryOf, readMultipart } from './multipart.ts'
import type { Services } from './services.ts'
import { VIDEO_LIMIT, createReceiver, refusalOf } from './upload.ts'

const FIELD_LIMIT = 16 * 1024

const sourceType = z.enum(['uploaded', 'grabbed', 'captured'])
const filename = z.string().max(255)

/** What may be said about an upload in its address; a form may say the same in its fields. */
export const uploadQuery = z.strictObject({
  filename: filename.optional(),
  sourceType: sourceType.optional(),
  ...assetOrigin.shape,
})

const formFields = z.strictObject({
  ...uploadQuery.shape,
  origin: z.string().max(FIELD_LIMIT).transform(parseJson).pipe(assetOrigin).optional(),
})

type Details = z.infer<typeof formFields>
type Added = Awaited<ReturnType<Services['library']['addPicture']>>
type Brought = Outcome<Details & { readonly unlessSaid: 'uploaded' | 'grabbed' }>

/** Takes a new file in: from the body as it is, from a form, or from an address that the server fetches through its guard. */
export type Intake = (userId: string, request: HonoRequest, details: z.infer<typeof uploadQuery>) => Promise<Added>

export function createIntake({ storage, library, config }: Services): Intake {
  const receiver = createReceiver()

  async function fromAddress(path: string, request: HonoRequest, details: Details): Promise<Brought> {
    const { url, source } = assetByUrl.parse(await request.json())
    const answer = await guardedFetch(url, {
      trustedOrigins: config.trustedOrigins,
      maxBytes: VIDEO_LIMIT,
      accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,video/mp4,video/webm,audio/*,*/*;q=0.1',
      signal: request.raw.signal,
    })
    if (!answer.ok) return answer
    const received = await receiver.receive(answer.value.body, path)
    if (!received.ok) return received
    const filename = details.filename ?? lastSegment(answer.value.finalUrl)
    return succeed({ imageUrl: url, ...source, ...details, filename, unlessSaid: 'grabbed' })
  }

  async function fromForm(path: string, request: HonoRequest, details: Details, boundary: string): Promise<Brought> {
    const fields = new Map<string, string>()
    let file: { readonly filename: string | null } | null = null
    try {
      for await (const part of readMultipart(request.raw.body ?? [], boundary)) {
        if (part.name !== 'file') fields.set(part.name, await textOf(part.body))
        else if (file !== null) return invalid('file', 'only one file can be sent')
        else {
          const received = await receiver.receive(part.body, path)
          if (!received.ok) return received
          file = { filename: part.filename }
        }
      }
    } catch (error) {
      return refusalOf(error)
    }
    if (file === null) return invalid('file', 'is missing')
    const said = Object.fromEntries(fields)
    const parsed = formFields.safeParse(said)
    if (!parsed.success) return { ok: false, problem: problemOfInvalid(parsed.error, said) }
    const named = file.filename === null ? {} : { filename: file.filename.slice(0, 255) }
    return succeed({ ...named, ...details, ...parsed.data, unlessSaid: 'uploaded' })
  }

  async function fromBody(path: string, request: HonoRequest, details: Details): Promise<Brought> {
    const received = await receiver.receive(request.raw.body ?? [], path)
    return received.ok ? succeed({ ...details, unlessSaid: 'uploaded' }) : received
  }

  function bring(path: string, request: HonoRequest, details: Details): Promise<Brought> | Brought {
    const contentType = request.header('content-type') ?? ''
    if (isJson(contentType)) return fromAddress(path, request, details)
    if (!contentType.toLowerCase().startsWith('multipart/')) return fromBody(path, request, details)
    const boundary = boundaryOf(contentType)
    return boundary === null ? invalid('', 'the content type names no boundary') : fromForm(path, request, details, boundary)
  }

  return async (userId, request, details) => {
    await using temporary = await storage.temporary('upload')
    const brought = await bring(temporary.path, request, details)
    if (!brought.ok) return brought
    const { filename, origin } = brought.value
    return await library.addPicture(userId, {
      temporaryPath: temporary.path,
      signal: request.raw.signal,
      sourceType: brought.value.sourceType ?? brought.value.unlessSaid,
      origin: { ...originOf(brought.value), ...origin },
      ...(filename === undefined ? {} : { filename }),
    })
  }
}

function originOf({ pageUrl, pageTitle, imageUrl, alt }: Details): AssetOrigin {
  return {
    ...(pageUrl === undefined ? {} : { pageUrl }),
    ...(pageTitle === undefined ? {} : { pageTitle }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
    ...(alt === undefined ? {} : { alt }),
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > FIELD_LIMIT) throw new MalformedMultipart('a field is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function invalid(path: string, message: string): { readonly ok: false; readonly problem: Problem } {
  return refuse('invalid_request', path === '' ? message : `${path}: ${message}`, { issues: [{ path, message }] })
}

/** The name at the end of an address's path, as a file could be called. */
function lastSegment(url: string): string {
  const segment = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(segment).slice(0, 255)
  } catch {
    return segment.slice(0, 255)
  }
}

/** What a JSON text says; undefined for a text that is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
