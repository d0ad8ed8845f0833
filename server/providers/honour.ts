import type { Issue, ResolvedClip } from 'shared/wire'
import type { CatalogModel } from './catalog.ts'

type Value = string | number | boolean

/** What of a request a model cannot honour: each option by name, with what would do. Empty where it can do all of it. */
export function refusals(model: CatalogModel, request: ResolvedClip): readonly Issue[] {
  const can = model.capabilities
  const mode = request.image === undefined ? 'text' : 'image'
  const { minimum, maximum, step } = can.duration
  const steps = (request.duration - minimum) / step
  const durationFits = request.duration >= minimum && request.duration <= maximum && Math.abs(steps - Math.round(steps)) < 1e-6
  return [
    ...unless(can.modes.includes(mode), {
      path: mode === 'text' ? 'prompt' : 'image',
      message: `${model.id} does not work from ${mode} alone`,
    }),
    ...unless(durationFits, {
      path: 'duration',
      message: `${model.id} makes clips of ${minimum} to ${maximum} s in steps of ${step} s`,
      range: { minimum, maximum },
    }),
    ...oneOf('aspectRatio', request.aspectRatio, can.aspectRatios),
    ...oneOf('resolution', request.resolution, can.resolutions),
    ...oneOf('frameRate', request.frameRate, can.frameRates),
    ...oneOf('style', request.style, can.styles),
    ...oneOf('camera', request.camera, can.cameras),
  ]
}

function oneOf(path: string, asked: Value, allowed: readonly Value[]): readonly Issue[] {
  return unless(allowed.includes(asked), { path, message: `${String(asked)} is not available; these are`, allowed: [...allowed] })
}

function unless(fine: boolean, issue: Issue): readonly Issue[] {
  return fine ? [] : [issue]
}
