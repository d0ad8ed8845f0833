import { camera, type CameraOptions, IDENTITY, maximumZoom } from 'shared/camera'
import { type Outcome, succeed } from 'shared/wire'
import { type FrameDraws, plainDraw, type Scene } from '../scene.ts'
import { type Desk, placePicture } from '../sources.ts'
import type { MotionSpec } from '../spec.ts'
import { compile, type Compiled } from './compile.ts'
import { graphOf } from './graph.ts'
import type { Graph } from './node.ts'
import { overlayNodes } from './overlays/overlay.ts'
import { paintBackdrop } from './raster/backdrop.ts'

/** What is seen of what in every frame. */
export type SceneParts = Pick<Scene, 'sources' | 'draw'>

/**
 * Lays a clip's words out by the template that was asked for or that fits them, and draws everything that is seen once.
 * Problems: `media_invalid` for a picture or a Lottie file that cannot be read.
 */
export async function prepareTemplate(desk: Desk, spec: MotionSpec): Promise<Outcome<SceneParts>> {
  return await prepareGraph(desk, spec, graphOf(spec))
}

/**
 * Draws what flies over a clip that has no words; its draws count its own sources.
 * Problems: `media_invalid` for a Lottie file that cannot be read.
 */
export async function prepareOverlay(desk: Desk, spec: MotionSpec): Promise<Outcome<Compiled>> {
  if (spec.overlay === null) return succeed({ sources: [], draw: () => [] })
  const { width, height, frames, frameRate } = spec
  const seconds = frames / frameRate
  return await compile(desk, overlayNodes(spec.overlay, { ...spec, seconds }), {
    frame: { width, height },
    frameRate,
    seconds,
    picture: null,
  })
}

/** Draws a graph once. The camera's move is the backdrop's; what stands before it moves by itself. */
export async function prepareGraph(desk: Desk, spec: MotionSpec, { backdrop, nodes }: Graph): Promise<Outcome<SceneParts>> {
  const { width, height, frames, frameRate, picture, seed, intensity } = spec
  const seconds = frames / frameRate
  const compiled = await compile(desk, nodes, { frame: { width, height }, frameRate, seconds, picture })
  if (!compiled.ok) return compiled
  const options: CameraOptions = { seed, intensity, aspect: width / height, seconds, depths: [1] }
  const zoom = maximumZoom(spec.camera, options)
  const ground = placePicture(desk, paintBackdrop(backdrop, { width: Math.ceil(width * zoom), height: Math.ceil(height * zoom) }, seed))
  const { sources, draw } = compiled.value
  return succeed({
    sources: [...sources, ground],
    draw: (frame): FrameDraws => {
      const [layer] = camera(spec.camera, frame / frames, options).layers
      return [[plainDraw(sources.length, layer?.view ?? IDENTITY), ...draw(frame / frameRate)]]
    },
  })
}
