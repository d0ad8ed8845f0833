import { frameSize, framing, type Framing } from 'shared/camera'
import { type Adjustment, type Asset, DURATION, type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import { type ClipModel, type EngineOptions, engineOptions } from '../providers/index.ts'
import { sizeOf } from './resolve-clip.ts'

/**
 * What a model will do otherwise than the request reads, said before it is done.
 * @param input the picture or the clip that it is made from
 */
export function adjustmentsFor(model: ClipModel, request: ResolvedClip, input: Asset | null): Adjustment[] {
  return [
    ...ofPrompt(model, request),
    ...ofQuality(model, request),
    ...ofLighting(request),
    ...(input === null ? [] : [...ofFit(request, input), ...ofSize(request, input)]),
    ...(input?.type === 'video' ? ofTime(request, input) : []),
  ]
}

function ofPrompt({ id, limits }: ClipModel, request: ResolvedClip): readonly Adjustment[] {
  if (request.prompt === undefined) return []
  if (request.image === undefined && request.video === undefined) {
    if (!limits.promptBecomesTitle) return []
    const why = 'Without a picture the words become an animated title, not generated footage.'
    return [{ field: 'prompt', code: 'animated_title', why }]
  }
  if (limits.promptSteersPicture || showsWords(request)) return []
  const why = `${id} moves the camera over the picture; the words are kept with the clip but do not steer it.`
  return [{ field: 'prompt', code: 'prompt_not_steering', why }]
}

/** Whether the clip shows the words of its prompt: it is made of them, or a layout was asked for. */
export function showsWords(request: ResolvedClip): boolean {
  return request.prompt !== undefined && request.video === undefined && (request.image === undefined || asksForLayout(request))
}

/** A layout is refused where there are no words that it could show, and an overlay where there is a clip already. */
export function judgeLayout(request: ResolvedClip): Outcome<null> {
  if (request.video !== undefined && optionsOf(request)?.overlay !== undefined)
    return refuseOption('overlay', 'cannot be combined with a video')
  if (!asksForLayout(request) || showsWords(request)) return succeed(null)
  const message = request.video === undefined ? 'needs a prompt to lay out' : 'cannot be combined with a video'
  return refuseOption('template', message)
}

function refuseOption(option: keyof EngineOptions, message: string): Outcome<null> {
  const path = `providerOptions.${option}`
  return refuse('invalid_request', `${path}: ${message}.`, { issues: [{ path, message }] })
}

function asksForLayout(request: ResolvedClip): boolean {
  return optionsOf(request)?.template !== undefined
}

/** Undefined where they are those of another model. */
function optionsOf({ providerOptions = {} }: ResolvedClip): EngineOptions | undefined {
  return engineOptions.safeParse(providerOptions).data
}

function ofQuality(model: ClipModel, { quality }: ResolvedClip): readonly Adjustment[] {
  if (quality === model.quality || model.limits.qualityTiers) return []
  return [{ field: 'quality', asked: quality, got: model.quality, code: 'single_quality', why: `${model.id} has one quality.` }]
}

/** The colours of a layout are chosen so that its words can be read. */
function ofLighting(request: ResolvedClip): readonly Adjustment[] {
  if (request.lighting === undefined || !showsWords(request)) return []
  const why = 'A layout of words keeps its own light, so that the words can be read.'
  return [{ field: 'lighting', asked: request.lighting, code: 'words_not_lit', why }]
}

function ofFit(request: ResolvedClip, input: Asset): readonly Adjustment[] {
  if (request.fit !== 'crop' || framingOf(request, input).kind === 'box') return []
  const why = 'Any crop would cut through what the picture is of, so the whole of it is shown on a blurred fill.'
  return [{ field: 'fit', asked: 'crop', got: 'blur', code: 'crop_would_cut', why }]
}

function ofSize(request: ResolvedClip, input: Asset): readonly Adjustment[] {
  const { width, height } = sizeOf(input)
  const factor = enlargement(request, input)
  if (factor <= 1.01) return []
  const enlarged = { field: 'resolution', asked: request.resolution }
  if (input.type === 'video') {
    const why = `The clip has ${width}x${height} pixels; it is enlarged ${factor} times.`
    return [{ ...enlarged, got: `${width}x${height}`, code: 'upscaledFrom', why }]
  }
  const why = `The part of the picture that fills the frame has fewer pixels than the frame; it is enlarged ${factor} times.`
  return [{ ...enlarged, got: factor, code: 'picture_enlarged', why }]
}

/** How a clip that exists is brought to another frame rate or a shorter length. */
function ofTime({ frameRate, duration, smoothing }: ResolvedClip, clip: Asset): readonly Adjustment[] {
  const adjustments: Adjustment[] = []
  const own = clip.frameRate ?? frameRate
  if (Math.abs(own - frameRate) > 0.01) {
    const made =
      smoothing === 'motion' ? 'frames between its own are made by motion, except at scene cuts' : 'its frames are repeated or dropped'
    const why = `The clip has ${round(own)} frames a second; ${made}.`
    adjustments.push({ field: 'frameRate', asked: frameRate, bought: round(own), got: frameRate, code: 'frameRateFrom', why })
  }
  if ((clip.duration ?? 0) > DURATION.maximum + 0.1 && duration === DURATION.maximum) {
    const why = `Only the first ${duration} s of the clip are used.`
    adjustments.push({ field: 'duration', asked: round(clip.duration ?? 0), got: duration, code: 'clip_cut', why })
  }
  return adjustments
}

/** How the input meets the frame, as engine and preview have it. */
function framingOf(request: ResolvedClip, input: Asset): Framing {
  const { subject, focus } = input
  return framing(request.fit, sizeOf(input), frameSize(request.aspectRatio, request.resolution), { subject, focus })
}

/** How many times the input is enlarged to fill the frame, to two digits. */
function enlargement(request: ResolvedClip, input: Asset): number {
  const { width } = frameSize(request.aspectRatio, request.resolution)
  const seen = framingOf(request, input)
  const share = seen.kind === 'blur' ? seen.placed.width : 1 / seen.box.width
  return round((share * width) / sizeOf(input).width)
}

function round(factor: number): number {
  return Math.round(factor * 100) / 100
}
