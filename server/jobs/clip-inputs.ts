import { frameSize, INTENSITY_SCALE } from 'shared/camera'
import { type Outcome, refuse, type ResolvedClip } from 'shared/wire'
import type { Library } from '../media/index.ts'
import type { MotionSpec } from '../motion/index.ts'
import type { Storage } from '../storage/index.ts'
import { framesOf } from './resolve-clip.ts'

/** Gives `work` the local file of the request's picture, or null where it has none. */
export async function withPicture<T>(
  rooms: { readonly library: Library; readonly storage: Storage },
  userId: string,
  request: ResolvedClip,
  work: (picture: MotionSpec['picture']) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (request.image === undefined) return await work(null)
  const asset = await rooms.library.get(userId, request.image)
  const { width, height } = asset ?? {}
  if (asset === null || width === undefined || height === undefined || (await rooms.storage.size(asset.sha256)) === null) {
    return refuse('media_invalid', 'The picture is no longer in the library.', { action: 'change_picture' })
  }
  return await rooms.storage.withLocalFile(asset.sha256, (path) =>
    work({ path, width, height, focus: asset.focus ?? null, subject: null, mask: null, depth: null }),
  )
}

/** What the engine is asked for. */
export function motionSpec(request: ResolvedClip, picture: MotionSpec['picture'], output: string): MotionSpec {
  return {
    ...frameSize(request.aspectRatio, request.resolution),
    picture,
    title: picture === null && request.prompt !== undefined ? { text: request.prompt, template: null, platform: null, lottie: null } : null,
    frameRate: request.frameRate,
    frames: framesOf(request),
    fit: request.fit,
    camera: request.camera,
    intensity: INTENSITY_SCALE[request.motionIntensity],
    seed: request.seed,
    style: 'realistic',
    lighting: null,
    lightingStrength: 1,
    bars: false,
    parallax: true,
    output,
  }
}
