import type { FrameSize } from 'shared/camera'
import { type Asset, type Outcome, refuse, succeed } from 'shared/wire'
import { extractSound, framePicture } from '../../media/index.ts'
import type { Generation, InputFile, InputRole, ModelRequest } from '../../providers/index.ts'
import { type InputPlace, inputsOf } from '../inputs.ts'
import { sizeOf } from '../resolve-clip.ts'
import type { RemoteRooms, Target } from './rooms.ts'

const ROLES: Readonly<Record<InputPlace['role'], InputRole>> = {
  image: 'first',
  lastImage: 'last',
  references: 'reference',
  images: 'reference',
  video: 'video',
  assetId: 'audio',
}
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/mp4': 'm4a',
}
/** References are not frames; they are only brought to a size that every model reads. */
const REFERENCE_SIDE = 1536

/** Where the input of a request is brought to, while `work` goes on. */
export interface InputWish {
  readonly userId: string
  readonly request: ModelRequest
  readonly generation: Generation
  readonly target: Target
  readonly signal: AbortSignal
}

/**
 * Gives `work` the files of a request as its model takes them: pictures cut to the very frame that is bought, so that a provider has
 * nothing left to cut, in a format and a size that it reads; clips and sounds as they are; of a clip that is only listened to its sound.
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
    return refuse('media_invalid', 'What this is made from is no longer in the library.', { action: 'change_picture' })
  }
  return await rooms.storage.withLocalFile(asset.sha256, async (path) => {
    const file = await fileFor(rooms, wish, place, asset, path, held)
    return file.ok ? await next(rooms, wish, rest, [...files, file.value], held, work) : file
  })
}

async function fileFor(
  rooms: RemoteRooms,
  wish: InputWish,
  place: InputPlace,
  asset: Asset,
  path: string,
  held: AsyncDisposableStack,
): Promise<Outcome<InputFile>> {
  const { role, name } = place
  if (role === 'video' || (role === 'assetId' && asset.type === 'audio')) {
    const extension = EXTENSIONS[asset.mime] ?? 'mp4'
    return succeed({ role: ROLES[role], path, mime: asset.mime, bytes: asset.bytes, name: `${name}.${extension}` })
  }
  if (role === 'assetId') return await soundOf(rooms, wish, path, held)
  return await pictureFor(rooms, wish, place, asset, path, held)
}

async function soundOf(rooms: RemoteRooms, { signal }: InputWish, path: string, held: AsyncDisposableStack): Promise<Outcome<InputFile>> {
  const temporary = held.use(await rooms.storage.temporary('m4a'))
  const sound = await extractSound(rooms.ffmpeg, path, temporary.path, { signal })
  if (!sound.ok) return sound
  return succeed({ role: 'audio', path: temporary.path, mime: 'audio/mp4', bytes: sound.value.bytes, name: 'sound.m4a' })
}

async function pictureFor(
  rooms: RemoteRooms,
  { request, generation, target: { model } }: InputWish,
  { role, name }: InputPlace,
  asset: Asset,
  path: string,
  held: AsyncDisposableStack,
): Promise<Outcome<InputFile>> {
  const pictures = (model.kind === 'clip' || model.kind === 'image' ? model.native?.pictures : undefined) ?? null
  const mime = pictures?.mimes[0] ?? 'image/jpeg'
  const temporary = held.use(await rooms.storage.temporary(EXTENSIONS[mime] ?? 'jpg'))
  const isFrame = role !== 'references' && 'size' in generation
  const content = { subject: asset.subject, focus: asset.focus }
  const framed = await framePicture({ path, size: sizeOf(asset), ...content }, temporary.path, {
    frame: isFrame ? generation.size : within(sizeOf(asset), REFERENCE_SIDE),
    fit: isFrame && request.kind === 'clip' ? request.fit : 'crop',
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
