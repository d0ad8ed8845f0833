import { frameSize } from 'shared/camera'
import { CLIP_RESOLUTIONS, type Issue, type ResolvedClip, SMOOTHINGS } from 'shared/wire'
import type { ClipModel, NativeModel } from './catalog.ts'
import { nativeSizeFor } from './native-size.ts'
import { boughtSeconds, maximumOf, secondsOf } from './native-seconds.ts'
import { oneOf, unless } from './faults.ts'
import { optionFaults } from './option-faults.ts'
import type { Mode } from './port.ts'

const PATHS: Readonly<Record<Mode, string>> = {
  text: 'prompt',
  image: 'image',
  first_last: 'lastImage',
  references: 'references',
  restyle: 'videoMode',
  extend: 'videoMode',
  edit: 'videoMode',
}
const TASKS: Readonly<Record<Mode, string>> = {
  text: 'work from words alone',
  image: 'work from a picture',
  first_last: 'go from a first to a last picture',
  references: 'work from reference pictures',
  restyle: 'restyle a clip that exists',
  extend: 'go on with a clip that exists',
  edit: 'edit a clip that exists',
}

/** What of a request for a clip a model cannot honour: each option by name, with what would do. Empty where it can do all of it. */
export function clipFaults(model: ClipModel, request: ResolvedClip): readonly Issue[] {
  const can = model.capabilities
  const mode = modeOf(request)
  return [
    ...unless(can.modes.includes(mode), {
      path: PATHS[mode],
      message: `${model.id} cannot ${TASKS[mode]}`,
    }),
    ...(model.native === null ? durationFaults(model, request) : nativeFaults(model, model.native, request, mode)),
    ...oneOf('aspectRatio', request.aspectRatio, can.aspectRatios),
    ...oneOf('resolution', request.resolution, can.resolutions),
    ...oneOf('frameRate', request.frameRate, can.frameRates),
    ...oneOf('style', request.style, can.styles),
    ...cameraFaults(model, request),
    ...(request.lighting === undefined ? [] : oneOf('lighting', request.lighting, can.lightings)),
    ...oneOf('smoothing', request.smoothing, can.smoothing ? SMOOTHINGS : ['none']),
    ...unless(request.audio !== true || can.audio, { path: 'audio', message: `${model.id} makes no sound`, allowed: ['auto', false] }),
    ...unless(request.negativePrompt === undefined || can.negativePrompt, {
      path: 'negativePrompt',
      message: `${model.id} takes no negative prompt; say in the prompt what is wanted`,
    }),
    ...optionFaults(model.options, request.providerOptions ?? {}),
  ]
}

/** What a request is made from. */
export function modeOf(request: Pick<ResolvedClip, 'videoMode' | 'references' | 'lastImage' | 'image'>): Mode {
  if (request.videoMode !== undefined) return request.videoMode
  if ((request.references ?? []).length > 0) return 'references'
  if (request.lastImage !== undefined) return 'first_last'
  return request.image === undefined ? 'text' : 'image'
}

function nativeFaults(model: ClipModel, native: NativeModel, request: ResolvedClip, mode: Mode): readonly Issue[] {
  if (!native.modes.includes(mode)) return []
  const { prompt = '', references = [], image } = request
  return [
    ...unless(prompt.length <= native.promptLength, {
      path: 'prompt',
      message: `${model.id} takes prompts of ${native.promptLength} characters at most`,
      range: { maximum: native.promptLength },
    }),
    ...unless(prompt !== '' || !native.promptNeeded, { path: 'prompt', message: `${model.id} needs words beside a picture` }),
    ...unless(references.length <= native.pictures.references, {
      path: 'references',
      message: `${model.id} takes ${native.pictures.references} reference pictures at most`,
      range: { maximum: native.pictures.references },
    }),
    ...unless(references.length === 0 || image === undefined, {
      path: 'references',
      message: `${model.id} takes reference pictures or a first picture, not both`,
    }),
    ...lengthFaults(model.id, native, request, mode),
    ...sizeFaults(model.id, native, request, mode),
  ]
}

function lengthFaults(id: string, native: NativeModel, { duration }: ResolvedClip, mode: Mode): readonly Issue[] {
  if (boughtSeconds(native, mode, duration) !== null) return []
  const maximum = maximumOf(secondsOf(native, mode))
  return [{ path: 'duration', message: `${id} makes clips of ${maximum} s at most`, range: { maximum } }]
}

function sizeFaults(id: string, native: NativeModel, { aspectRatio, resolution }: ResolvedClip, mode: Mode): readonly Issue[] {
  if (nativeSizeFor(native, mode, frameSize(aspectRatio, resolution)) !== null) return []
  const able = CLIP_RESOLUTIONS.filter((each) => nativeSizeFor(native, mode, frameSize(aspectRatio, each)) !== null)
  return [
    {
      path: 'resolution',
      message: `${id} would have to be enlarged more than twice for ${resolution} at ${aspectRatio}${able.length === 0 ? '' : '; these are available'}`,
      ...(able.length === 0 ? {} : { allowed: [...able] }),
    },
  ]
}

/** A clip that exists keeps its own length, which need not be one of the steps, nor as long as the shortest clip. */
function durationFaults(model: ClipModel, { duration, video }: ResolvedClip): readonly Issue[] {
  const { minimum, maximum, step } = model.capabilities.duration
  const steps = (duration - minimum) / step
  const fits = duration <= maximum && (video !== undefined || (duration >= minimum && Math.abs(steps - Math.round(steps)) < 1e-6))
  return unless(fits, {
    path: 'duration',
    message: `${model.id} makes clips of ${minimum} to ${maximum} s in steps of ${step} s`,
    range: { minimum, maximum },
  })
}

function cameraFaults({ id, capabilities: can }: ClipModel, { camera, video }: ResolvedClip): readonly Issue[] {
  if (video !== undefined) return []
  if (typeof camera === 'string') return oneOf('camera', camera, can.cameras)
  return unless(can.cameraPaths, {
    path: 'camera',
    message: `${id} takes no own camera path; these are available`,
    allowed: [...can.cameras],
  })
}
