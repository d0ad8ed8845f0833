import { type Homography, IDENTITY, multiply } from 'shared/camera'
import type { FrameSize } from 'shared/camera'
import type { Draw, Source } from '../scene.ts'
import { type Desk, placeCoverage, placePicture } from '../sources.ts'
import type { Look } from './look.ts'
import { marginOf, type Overlay, overlaysOf, swayed } from './overlays.ts'
import { type Painted, paintTexture } from './paint-texture.ts'

/** The light over a scene, as parts of it. */
export interface LightSources {
  readonly sources: readonly Source[]
  /**
   * What of the light is seen, back to front, over all that the scene shows; the draws count `sources` from 0.
   * @param frame may lie between two frames
   * @param views of the camera's layers, the farthest first: output shares to shares of the framed picture
   */
  draw(frame: number, views: readonly Homography[]): readonly Draw[]
}

/** Lays out the light of a look. A look without any has no sources and costs nothing. */
export function lightSources(desk: Desk, frame: FrameSize, look: Look, { frameRate }: { readonly frameRate: number }): LightSources {
  const overlays = overlaysOf(look)
  return {
    sources: overlays.map((overlay) => place(desk, paintTexture(overlay, frame))),
    draw: (at, [farthest = IDENTITY]) => overlays.map((overlay, source) => drawn(overlay, source, farthest, at / frameRate)),
  }
}

function place(desk: Desk, painted: Painted): Source {
  const { size, data } = painted
  if (painted.kind === 'light') return placePicture(desk, { ...size, data })
  const [r, g, b] = painted.colour
  return placeCoverage(desk, { ...size, data }, { r: 255 * r, g: 255 * g, b: 255 * b })
}

function drawn({ texture, opacity, parallax, drift }: Overlay, source: number, camera: Homography, seconds: number): Draw {
  const reach = 1 + 2 * marginOf(drift)
  const { x, y } = swayed(drift, seconds)
  const shift = (sway: number): number => (0.5 * (reach - 1) - sway) / reach
  const onTexture: Homography = [1 / reach, 0, shift(x), 0, 1 / reach, shift(y), 0, 0, 1]
  const blend = texture.kind === 'light' ? 'screen' : 'normal'
  return { source, view: multiply(onTexture, followed(camera, parallax)), opacity, blend, clip: null }
}

/** A share of the way from standing still to the camera's own view. */
function followed(camera: Homography, share: number): Homography {
  const at = (index: keyof Homography & number): number => {
    const still = IDENTITY[index] ?? 0
    return still + ((camera[index] ?? 0) / camera[8] - still) * share
  }
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), 1]
}
