import { type CameraOptions, type Homography, invert, multiply, showBox } from 'shared/camera'
import { type Outcome, succeed } from 'shared/wire'
import { direct, type FocusedSource } from './direct.ts'
import { gradePixels, lightSources, lookOf } from './look/index.ts'
import { depthsOf, planShot, type Shot } from './plan-shot.ts'
import type { PictureSource, Scene } from './scene.ts'
import type { LoadedState, PictureStore } from './source-cache.ts'
import type { Desk } from './sources.ts'
import type { MotionPicture, MotionReport, MotionTask } from './spec.ts'

/** A clip as what is seen of what, and how its picture was taken apart. */
export interface PreparedScene extends MotionReport {
  readonly scene: Scene
}

/** Where a scene's sources are laid out. */
export interface SceneDesk extends Desk {
  readonly store: PictureStore
}

type RenderTask = Extract<MotionTask, { work: 'render' }>

/**
 * Lays out everything that a clip shows: words by a template, with or without a picture among them, or a picture under the camera.
 * Problems: `media_invalid` for what cannot be read, and those of ffmpeg.
 */
export async function prepareScene(desk: SceneDesk, task: RenderTask): Promise<Outcome<PreparedScene>> {
  const { picture, title } = task.spec
  return picture === null || title !== null ? await wordsScene(desk, task) : await pictureScene(desk, task, picture)
}

async function wordsScene(desk: SceneDesk, { spec }: RenderTask): Promise<Outcome<PreparedScene>> {
  // Loads the canvas, which most jobs have no use for.
  const { prepareTemplate } = await import('./templates/index.ts')
  desk.store.clear()
  const prepared = await prepareTemplate(desk, spec)
  return prepared.ok ? succeed({ scene: { ...clipOf(spec), ...prepared.value }, parallax: 'whole_picture' }) : prepared
}

async function pictureScene(desk: SceneDesk, { spec, ffmpeg }: RenderTask, picture: MotionPicture): Promise<Outcome<PreparedScene>> {
  const { shot, layering, camera, framed } = await planShot({ ...spec, picture })
  const { signal } = new AbortController()
  const loaded = await desk.store.load(shot, layering, (pixels, look) => gradePixels(ffmpeg, pixels, look, signal))
  if (!loaded.ok) return loaded
  const { kind, layers } = loaded.value
  const look = lookOf(spec)
  const clip = clipOf(spec)
  const pictures = layers.flatMap((states) => states.map(({ source }) => source))
  const light = lightSources(desk, clip.frame, look, clip)
  const draw = direct({
    choice: spec.camera,
    camera: { ...camera, depths: depthsOf(kind, look, shot.framing) },
    frame: clip.frame,
    frames: clip.frames,
    layers: layers.map((states, index) => ({ isOpaque: index === 0, states: states.map((state) => stateOf(state, pictures, framed)) })),
    isGround: kind === 'cut_out' && standsOnGround(shot, camera),
    light: { first: pictures.length, draw: (frame, views) => light.draw(frame, views) },
  })
  const scene = { ...clip, sources: [...pictures, ...light.sources], draw }
  const overlaid = spec.overlay === null ? succeed(scene) : await withOverlay(desk, spec, scene)
  return overlaid.ok ? succeed({ scene: overlaid.value, parallax: kind }) : overlaid
}

/** A scene with what flies before it, in front of the camera and without its moves. */
async function withOverlay(desk: SceneDesk, spec: RenderTask['spec'], scene: Scene): Promise<Outcome<Scene>> {
  const { prepareOverlay } = await import('./templates/index.ts')
  const prepared = await prepareOverlay(desk, spec)
  if (!prepared.ok) return prepared
  const { sources, draw } = prepared.value
  const first = scene.sources.length
  return succeed({
    ...scene,
    sources: [...scene.sources, ...sources],
    draw: (frame) => {
      const over = draw(frame / scene.frameRate).map((each) => ({ ...each, source: each.source + first }))
      return scene.draw(frame).map((instant) => [...instant, ...over])
    },
  })
}

function clipOf({ width, height, frames, frameRate }: RenderTask['spec']): Pick<Scene, 'frame' | 'frames' | 'frameRate'> {
  return { frame: { width, height }, frames, frameRate }
}

/** Above this share of the frame nothing is taken to stand on the ground that is seen. */
const GROUND_FROM = 0.55

function standsOnGround({ framing }: Shot, { subject }: CameraOptions): boolean {
  return framing.kind === 'box' && subject !== undefined && subject.y > 0 && subject.y + subject.height > GROUND_FROM
}

function stateOf({ loss, source, box }: LoadedState, pictures: readonly PictureSource[], framed: Homography): FocusedSource {
  return { loss, source: pictures.indexOf(source), toSource: multiply(invert(showBox(box)), framed) }
}
