import { type Asset, type Outcome, refuse, type ResolvedClip, type ResolvedRequest, succeed } from 'shared/wire'
import type { Library } from '../media/index.ts'
import type { Storage } from '../storage/index.ts'

/** The file that something is made from. */
export interface InputFile {
  readonly asset: Asset
  /** Local, while the work goes on. */
  readonly path: string
}

type Role = 'image' | 'lastImage' | 'references' | 'images' | 'video' | 'assetId'

/** One asset that a request is made from. A request may have several references, told apart by their place. */
export interface InputPlace {
  readonly role: Role
  readonly id: string
  /** What it is called among the references of a job, which allow each name once. */
  readonly name: string
}

/** What of a request names assets, asked for or filled in. */
export type Inputs =
  | ({ readonly kind: 'clip' } & Pick<ResolvedClip, 'image' | 'lastImage' | 'references' | 'video' | 'videoMode'> & {
        readonly duration?: number | undefined
      })
  | { readonly kind: 'image'; readonly image?: string | undefined; readonly references?: readonly string[] | undefined }
  | { readonly kind: 'transcript' | 'stems' | 'export'; readonly assetId?: string | undefined }
  | { readonly kind: 'reel'; readonly image?: string | undefined; readonly images?: readonly string[] | undefined }
  | { readonly kind: 'speech' | 'music' }

/** The assets that a request is made from, the one that decides its shape first. */
export function inputsOf(request: Inputs): readonly InputPlace[] {
  switch (request.kind) {
    case 'clip':
      return [
        ...one('video', request.video),
        ...one('image', request.image),
        ...one('lastImage', request.lastImage),
        ...many('references', 'reference', request.references),
      ]
    case 'image':
      return [...one('image', request.image), ...many('references', 'reference', request.references)]
    case 'transcript':
    case 'stems':
    case 'export':
      return one('assetId', request.assetId)
    case 'reel':
      return [...one('image', request.image), ...many('images', 'image', request.images)]
    default:
      return []
  }
}

function one(role: Role, id: string | undefined): readonly InputPlace[] {
  return id === undefined ? [] : [{ role, id, name: role }]
}

function many(role: Role, name: string, ids: readonly string[] = []): readonly InputPlace[] {
  return ids.map((id, index) => ({ role, id, name: `${name}_${index + 1}` }))
}

/** The asset that work of this server's own processes is made from; null for what is made of words alone. */
export function inputOf(request: ResolvedRequest): InputPlace | null {
  return inputsOf(request).find(({ role }) => role === 'image' || role === 'video' || role === 'assetId') ?? null
}

/** Finds what a request is made from, in the order of `inputsOf`, and whether each is what its role says and as long as asked. */
export async function findInputs(library: Pick<Library, 'get'>, userId: string, request: Inputs): Promise<Outcome<readonly Asset[]>> {
  const found: Asset[] = []
  for (const { role, id } of inputsOf(request)) {
    const asset = await library.get(userId, id)
    if (asset === null || !typesOf(role, request.kind).includes(asset.type)) return noInput(role, asset, request.kind)
    const short = request.kind === 'clip' && role === 'video' ? tooShort(request, asset) : null
    if (short !== null) return short
    found.push(asset)
  }
  return succeed(found)
}

function typesOf(role: Role, kind: Inputs['kind']): readonly Asset['type'][] {
  if (role === 'video') return ['video']
  if (role !== 'assetId') return ['image']
  return kind === 'export' ? ['video'] : ['audio', 'video']
}

/** A refusal for an asset that is absent or of another type than its role needs. */
export function noInput(role: Role, found: Asset | null, kind: Inputs['kind']): Outcome<never> {
  const what = nameOf(role, kind)
  const message = found === null ? `there is no such ${what}` : `is ${found.type}, not a ${what}`
  return refuse('invalid_request', `${role}: ${message}.`, {
    issues: [{ path: role, message }],
    ...(what === 'picture' ? { action: 'change_picture' as const } : {}),
  })
}

function nameOf(role: Role, kind: Inputs['kind']): string {
  const [type] = typesOf(role, kind)
  if (type === 'video') return 'clip'
  return type === 'audio' ? 'sound or clip' : 'picture'
}

function tooShort({ videoMode, duration }: Extract<Inputs, { kind: 'clip' }>, { duration: seconds = 0 }: Asset): Outcome<never> | null {
  if (videoMode === 'extend' || duration === undefined || seconds + 0.1 >= duration) return null
  const message = `the clip lasts ${Math.round(seconds * 100) / 100} s`
  return refuse('invalid_request', `duration: ${message}.`, {
    issues: [{ path: 'duration', message, range: { maximum: Math.floor(seconds * 2) / 2 } }],
  })
}

/** Gives `work` the local file of what the request is made from, or null where that is words alone. */
export async function withInput<T>(
  rooms: { readonly library: Library; readonly storage: Storage },
  userId: string,
  request: ResolvedRequest,
  work: (input: InputFile | null) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const input = inputOf(request)
  if (input === null) return await work(null)
  const asset = await rooms.library.get(userId, input.id)
  if (asset === null || (await rooms.storage.size(asset.sha256)) === null) {
    return refuse('media_invalid', `The ${nameOf(input.role, request.kind)} is no longer in the library.`, { action: 'change_picture' })
  }
  return await rooms.storage.withLocalFile(asset.sha256, (path) => work({ asset, path }))
}
