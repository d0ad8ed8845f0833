import { type Asset, type JobRequest, type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import type { Library } from '../media/index.ts'
import type { Storage } from '../storage/index.ts'

/** The file that a clip is made from. */
export interface ClipInput {
  readonly asset: Asset
  /** Local, while the work goes on. */
  readonly path: string
}

type Role = 'image' | 'lastImage' | 'references' | 'video'

/** One asset that a request is made from. A request may have several references, told apart by their place. */
export interface InputPlace {
  readonly role: Role
  readonly id: string
  /** What it is called among the references of a job, which allow each name once. */
  readonly name: string
}

type Inputs = Pick<ResolvedClip, 'image' | 'lastImage' | 'references' | 'video'>

/** The assets that a request is made from, the one that decides its shape first. */
export function inputsOf({ image, lastImage, references = [], video }: Inputs): readonly InputPlace[] {
  const single = (role: 'image' | 'lastImage' | 'video', id: string | undefined) => (id === undefined ? [] : [{ role, id, name: role }])
  return [
    ...single('video', video),
    ...single('image', image),
    ...single('lastImage', lastImage),
    ...references.map((id, index) => ({ role: 'references' as const, id, name: `reference_${index + 1}` })),
  ]
}

/** The asset that a clip of the embedded engine is made from; null for one that is made of words alone. */
export function inputOf(request: Inputs): InputPlace | null {
  return inputsOf(request).find(({ role }) => role === 'image' || role === 'video') ?? null
}

/** Finds what a request is made from, in the order of `inputsOf`, and whether each is what its role says and as long as asked. */
export async function findInputs(library: Library, userId: string, request: JobRequest): Promise<Outcome<readonly Asset[]>> {
  const found: Asset[] = []
  for (const { role, id } of inputsOf(request)) {
    const asset = await library.get(userId, id)
    if (asset?.type !== typeOf(role)) return noInput(role, asset)
    const cutsClip = role === 'video' && request.videoMode !== 'extend' && request.duration !== undefined
    if (cutsClip && (asset.duration ?? 0) + 0.1 < (request.duration ?? 0)) return tooShort(asset.duration ?? 0)
    found.push(asset)
  }
  return succeed(found)
}

function typeOf(role: Role): Asset['type'] {
  return role === 'video' ? 'video' : 'image'
}

/** A refusal for an asset that is absent or of another type than its role needs. */
export function noInput(role: Role, found: Asset | null): Outcome<never> {
  const what = role === 'video' ? 'clip' : 'picture'
  const message = found === null ? `there is no such ${what}` : `is ${found.type}, not a ${what}`
  return refuse('invalid_request', `${role}: ${message}.`, {
    issues: [{ path: role, message }],
    ...(role === 'video' ? {} : { action: 'change_picture' as const }),
  })
}

function tooShort(seconds: number): Outcome<never> {
  const message = `the clip lasts ${Math.round(seconds * 100) / 100} s`
  return refuse('invalid_request', `duration: ${message}.`, {
    issues: [{ path: 'duration', message, range: { maximum: Math.floor(seconds * 2) / 2 } }],
  })
}

/** Gives `work` the local file of what the request is made from, or null where that is words alone. */
export async function withInput<T>(
  rooms: { readonly library: Library; readonly storage: Storage },
  userId: string,
  request: ResolvedClip,
  work: (input: ClipInput | null) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const input = inputOf(request)
  if (input === null) return await work(null)
  const asset = await rooms.library.get(userId, input.id)
  if (asset === null || (await rooms.storage.size(asset.sha256)) === null) {
    const what = input.role === 'image' ? 'picture' : 'clip'
    return refuse('media_invalid', `The ${what} is no longer in the library.`, { action: 'change_picture' })
  }
  return await rooms.storage.withLocalFile(asset.sha256, (path) => work({ asset, path }))
}
