import { coverRectangle, frameSize, type FrameSize } from 'shared/camera'
import type { ClipJob, ResolvedClip } from 'shared/wire'
import { cameraOf, type ComposerForm, lightingOf } from './form.ts'
import { EMBEDDED_REACH } from './maker/reach.ts'
import { readForm } from './read-form.ts'

/**
 * The form that asks for a clip like one that was made. What its mood chose stays the mood's to choose; what this panel does not know
 * takes its default.
 * @param picture size of the picture it was made of, null where it had none or has it no more
 */
export function formAgain(request: ResolvedClip, picture: FrameSize | null, rolledSeed: number): ComposerForm {
  const { camera, fit, seed, audio, provider, model, providerOptions = {} } = request
  const form = readForm({
    ...request,
    ...(typeof camera === 'object' ? { camera: 'path', path: camera.path } : {}),
    ...(typeof fit === 'object' ? handOf(fit, request, picture) : {}),
    lightingStrength: providerOptions['lightingStrength'],
    template: providerOptions['template'],
    overlay: providerOptions['overlay'],
    bars: providerOptions['bars'],
    parallax: providerOptions['parallax'] !== 'off',
    audio: typeof audio === 'boolean' ? (audio ? 'on' : 'off') : 'auto',
    maker: provider === undefined ? null : { provider, model },
    modelOptions: Object.fromEntries(Object.entries(providerOptions).filter(([name]) => !EMBEDDED_REACH.options.has(name))),
    seed: `${seed}`,
    rolledSeed,
  })
  if (form.mood === null) return form
  const left = { ...form, camera: null, lighting: null }
  return {
    ...form,
    camera: cameraOf(left) === form.camera ? null : form.camera,
    lighting: lightingOf(left) === form.lighting ? null : form.lighting,
  }
}

/** The request of a clip by the words that were seen: a title may say others than the prompt that models are given. */
export function asSeen({ request, adjustments }: Pick<ClipJob, 'request' | 'adjustments'>): ResolvedClip {
  const { titleText, ...rest } = request
  const isTitle = adjustments.some(({ code }) => code === 'animated_title')
  return isTitle && titleText !== undefined ? { ...rest, prompt: titleText } : rest
}

type Box = Extract<ResolvedClip['fit'], object>

function handOf(
  box: Box,
  { aspectRatio, resolution }: ResolvedClip,
  picture: FrameSize | null,
): Partial<Record<keyof ComposerForm, unknown>> {
  if (picture === null) return { fit: 'crop' }
  const cover = coverRectangle(picture, frameSize(aspectRatio, resolution))
  const scale = Math.min(box.width / cover.width, box.height / cover.height)
  return { fit: 'rectangle', hand: { x: box.x + box.width / 2, y: box.y + box.height / 2, scale: Math.min(1, scale) } }
}
