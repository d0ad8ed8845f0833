import { type Capabilities, type Issue, type ResolvedClip, SMOOTHINGS } from 'shared/wire'
import type { CatalogModel } from './catalog.ts'
import { optionFaults } from './option-faults.ts'

type Value = string | number | boolean
type Mode = Capabilities['modes'][number]

const PATHS: Readonly<Record<Mode, string>> = { text: 'prompt', image: 'image', restyle: 'videoMode' }
const TASKS: Readonly<Record<Mode, string>> = {
  text: 'work from words alone',
  image: 'work from a picture',
  restyle: 'restyle a clip that exists',
}

/** What of a request a model cannot honour: each option by name, with what would do. Empty where it can do all of it. */
export function refusals(model: CatalogModel, request: ResolvedClip): readonly Issue[] {
  const can = model.capabilities
  const mode = modeOf(request)
  return [
    ...unless(can.modes.includes(mode), {
      path: PATHS[mode],
      message: `${model.id} cannot ${TASKS[mode]}`,
    }),
    ...durationFaults(model, request),
    ...oneOf('aspectRatio', request.aspectRatio, can.aspectRatios),
    ...oneOf('resolution', request.resolution, can.resolutions),
    ...oneOf('frameRate', request.frameRate, can.frameRates),
    ...oneOf('style', request.style, can.styles),
    ...cameraFaults(model, request),
    ...(request.lighting === undefined ? [] : oneOf('lighting', request.lighting, can.lightings)),
    ...oneOf('smoothing', request.smoothing, can.smoothing ? SMOOTHINGS : ['none']),
    ...optionFaults(model.options, request.providerOptions ?? {}),
  ]
}

/** What a request is made from. */
export function modeOf(request: ResolvedClip): Mode {
  if (request.videoMode !== undefined) return request.videoMode
  return request.image === undefined ? 'text' : 'image'
}

/** A clip that exists keeps its own length, which need not be one of the steps, nor as long as the shortest clip. */
function durationFaults(model: CatalogModel, { duration, video }: ResolvedClip): readonly Issue[] {
  const { minimum, maximum, step } = model.capabilities.duration
  const steps = (duration - minimum) / step
  const fits = duration <= maximum && (video !== undefined || (duration >= minimum && Math.abs(steps - Math.round(steps)) < 1e-6))
  return unless(fits, {
    path: 'duration',
    message: `${model.id} makes clips of ${minimum} to ${maximum} s in steps of ${step} s`,
    range: { minimum, maximum },
  })
}

function cameraFaults({ id, capabilities: can }: CatalogModel, { camera, video }: ResolvedClip): readonly Issue[] {
  if (video !== undefined) return []
  if (typeof camera === 'string') return oneOf('camera', camera, can.cameras)
  return unless(can.cameraPaths, {
    path: 'camera',
    message: `${id} takes no own camera path; these are available`,
    allowed: [...can.cameras],
  })
}

function oneOf(path: string, asked: Value, allowed: readonly Value[]): readonly Issue[] {
  return unless(allowed.includes(asked), { path, message: `${String(asked)} is not available; these are`, allowed: [...allowed] })
}

function unless(fine: boolean, issue: Issue): readonly Issue[] {
  return fine ? [] : [issue]
}
