import { type Asset, type JobRequest, type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import type { Library } from '../media/index.ts'
import type { Storage } from '../storage/index.ts'

/** The file that a clip is made from. */
export interface ClipInput {
  readonly asset: Asset
  /** Local, while the work goes on. */
  readonly path: string
}

type Role = 'image' | 'video'

/** The asset that a request is made from, by its role; null for one that is made of words alone. */
export function inputOf({ image, video }: Pick<ResolvedClip, 'image' | 'video'>): { readonly role: Role; readonly id: string } | null {
  if (video !== undefined) return { role: 'video', id: video }
  return image === undefined ? null : { role: 'image', id: image }
}

/** Finds what a request is made from, and whether it is what its role says and as long as asked. */
export async function findInput(library: Library, userId: string, request: JobRequest): Promise<Outcome<Asset | null>> {
  const input = inputOf(request)
  if (input === null) return succeed(null)
  const asset = await library.get(userId, input.id)
  if (asset?.type !== input.role) return noInput(input.role, asset)
  if (input.role === 'image' || request.duration === undefined) return succeed(asset)
  return (asset.duration ?? 0) + 0.1 >= request.duration ? succeed(asset) : tooShort(asset.duration ?? 0)
}

/** A refusal for an asset that is absent or of another type than its role needs. */
export function noInput(role: Role, found: Asset | null): Outcome<never> {
  const what = role === 'image' ? 'picture' : 'clip'
  const message = found === null ? `there is no such ${what}` : `is ${found.type}, not a ${what}`
  return refuse('invalid_request', `${role}: ${message}.`, {
    issues: [{ path: role, message }],
    ...(role === 'image' ? { action: 'change_picture' as const } : {}),
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
