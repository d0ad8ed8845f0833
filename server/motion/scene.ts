import { camera, type CameraMove, type CameraOptions, ease, type FrameSize, type Homography, multiply } from 'shared/camera'
import type { PictureLayout, Plane } from './memory.ts'

/** Words that are laid over the picture and do not move with the camera: they rise into place while they appear. */
export interface Overlay {
  readonly luma: Plane
  readonly chroma: Plane
  /** Where the top-left corner comes to rest, in pixels of the frame; even. */
  readonly x: number
  readonly y: number
  /** Pixels below its place at which it starts. */
  readonly rise: number
  /** Seconds from the start of the clip. */
  readonly appearsAt: number
  readonly appearsFor: number
  /** The words' colour as limited-range levels. */
  readonly colour: { readonly y: number; readonly u: number; readonly v: number }
}

/** All that a frame is made of, as plain data over the shared memory. */
export interface Scene {
  readonly frame: FrameSize
  readonly frames: number
  readonly frameRate: number
  readonly picture: PictureLayout
  /** Maps shares of the framed picture to shares of `picture`. */
  readonly framed: Homography
  readonly move: CameraMove
  readonly camera: CameraOptions
  readonly overlays: readonly Overlay[]
}

/** What the camera sees in a frame: output shares to shares of the scene's picture. */
export function viewOf(scene: Scene, frame: number): Homography {
  const [layer] = camera(scene.move, frame / scene.frames, scene.camera).layers
  if (layer === undefined) throw new RangeError('the camera moves no layer')
  return multiply(scene.framed, layer.view)
}

/** Where and how strongly an overlay is seen in a frame; null while nothing of it is. */
export function overlayAt(overlay: Overlay, seconds: number): { readonly y: number; readonly opacity: number } | null {
  const shown = ease('smootherstep', (seconds - overlay.appearsAt) / overlay.appearsFor)
  return shown === 0 ? null : { y: overlay.y + overlay.rise * (1 - shown), opacity: shown }
}
