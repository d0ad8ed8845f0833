import type { FrameSize } from 'shared/camera'
import { type Asset, type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import { framePicture } from '../../media/index.ts'
import type { Generation, InputFile, InputRole } from '../../providers/index.ts'
import { type InputPlace, inputsOf } from '../clip-inputs.ts'
import { sizeOf } from '../resolve-clip.ts'
import type { RemoteRooms, Target } from './rooms.ts'

const ROLES: Readonly<Record<InputPlace['role'], InputRole>> = {
  image: 'first',
  lastImage: 'last',
  references: 'reference',
  video: 'video',
}
const EXTENSIONS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'video/webm': 'webm' }
/** References are not frames; they are only brought to a size that every model reads. */
const REFERENCE_SIDE = 1536

/** Where the input of a request is brought to, while `work` goes on. */
export interface InputWish {
  readonly userId: string
  readonly request: ResolvedClip
  readonly generation: Generation
  readonly target: Target
}

/**
 * Gives `work` the files of a request as its model takes them: pictures cut to the very frame that is bought, so that a provider has
 * nothing left to cut, in a format and a size that it reads; clips as they are.
 */
export async function withInputFiles<T>(
  rooms: RemoteRooms,
  wish: InputWish,
  work: (files: readonly InputFile[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  await using held = new AsyncDisposableStack()
  return await next(rooms, wish, inputsOf(wish.request), [], held, work)
}

async function next<T>(
  rooms: RemoteRooms,
  wish: InputWish,
  places: readonly InputPlace[],
  files: readonly InputFile[],
  held: AsyncDisposableStack,
  work: (files: readonly InputFile[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const [place, ...rest] = places
  if (place === undefined) return await work(files)
  const asset = await rooms.library.get(wish.userId, place.id)
  if (asset === null || (await rooms.storage.size(asset.sha256)) === null) {
    return refuse('media_invalid', 'What the clip is made from is no longer in the library.', { action: 'change_picture' })
  }
  return await rooms.storage.withLocalFile(asset.sha256, async (path) => {
    const file = await fileFor(rooms, wish, place, asset, path, held)
    return file.ok ? await next(rooms, wish, rest, [...files, file.value], held, work) : file
  })
}

async function fileFor(
  rooms: RemoteRooms,
  { request, generation, target }: InputWish,
  { role, name }: InputPlace,
  asset: Asset,
  path: string,
  held: AsyncDisposableStack,
): Promise<Outcome<InputFile>> {
  const extension = EXTENSIONS[asset.mime] ?? 'mp4'
  if (role === 'video') return succeed({ role: ROLES[role], path, mime: asset.mime, bytes: asset.bytes, name: `${name}.${extension}` })
  const pictures = target.model.native?.pictures
  const mime = pictures?.mimes[0] ?? 'image/jpeg'
  const temporary = held.use(await rooms.storage.temporary(EXTENSIONS[mime] ?? 'jpg'))
  const frame = role === 'references' ? within(sizeOf(asset), REFERENCE_SIDE) : generation.size
  const content = { subject: asset.subject, focus: asset.focus }
  const framed = await framePicture({ path, size: sizeOf(asset), ...content }, temporary.path, {
    frame,
    fit: role === 'references' ? 'crop' : request.fit,
    mime,
    maximumBytes: pictures?.maximumBytes ?? Number.POSITIVE_INFINITY,
  })
  if (!framed.ok) return framed
  return succeed({ role: ROLES[role], path: temporary.path, mime, bytes: framed.value.bytes, name: `${name}.${EXTENSIONS[mime] ?? 'jpg'}` })
}

function within({ width, height }: FrameSize, side: number): FrameSize {
  const factor = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) }
}
