import type { Adjustment, Issue, ResolvedRequest } from 'shared/wire'
import type { CatalogModel } from './catalog.ts'
import { clipFaults, modeOf } from './clip-faults.ts'
import { clipAdjustments, clipGenerationFor } from './clip-generation.ts'
import { imageAdjustments, imageFaults, imageGenerationFor, imageModeOf, picturesOf } from './image-generation.ts'
import type { Generation, MadeKind } from './port.ts'
import type { PricedBy } from './price.ts'
import {
  musicFaults,
  musicGenerationFor,
  speechFaults,
  speechGenerationFor,
  stemsFaults,
  stemsGenerationFor,
  transcriptFaults,
  transcriptGenerationFor,
} from './sound-generation.ts'

/** A complete request for something that models make. */
export type ModelRequest = Extract<ResolvedRequest, { kind: MadeKind }>

/** What of a request a model cannot honour: each option by name, with what would do. Empty where it can do all of it. */
export function refusals(model: CatalogModel, request: ModelRequest): readonly Issue[] {
  if (model.kind === 'clip' && request.kind === 'clip') return clipFaults(model, request)
  if (model.kind === 'image' && request.kind === 'image') return imageFaults(model, request)
  if (model.kind === 'speech' && request.kind === 'speech') return speechFaults(model, request)
  if (model.kind === 'music' && request.kind === 'music') return musicFaults(model, request)
  if (model.kind === 'transcript' && request.kind === 'transcript') return transcriptFaults(model, request)
  if (model.kind === 'stems' && request.kind === 'stems') return stemsFaults(model, request)
  return [{ path: 'model', message: `${model.id} makes no ${request.kind}` }]
}

/** A request as a model takes it; null for embedded work. Only for models that can honour it; throws for another. */
export function generationFor(model: CatalogModel, request: ModelRequest): Generation | null {
  if (model.native === null) return null
  if (model.kind === 'clip' && request.kind === 'clip') return clipGenerationFor(model, model.native, request)
  if (model.kind === 'image' && request.kind === 'image') return imageGenerationFor(model, model.native, request)
  if (model.kind === 'speech' && request.kind === 'speech') return speechGenerationFor(model, model.native, request)
  if (model.kind === 'music' && request.kind === 'music') return musicGenerationFor(model, model.native, request)
  if (model.kind === 'transcript' && request.kind === 'transcript') return transcriptGenerationFor(model, request)
  if (model.kind === 'stems' && request.kind === 'stems') return stemsGenerationFor(model, request)
  throw new Error(`${model.id} makes no ${request.kind}`)
}

/** What a remote model does otherwise than the request reads. */
export function adjustmentsOf(model: CatalogModel, request: ModelRequest): readonly Adjustment[] {
  if (model.native === null) return []
  if (model.kind === 'clip' && request.kind === 'clip') return clipAdjustments(model, model.native, request)
  if (model.kind === 'image' && request.kind === 'image') return imageAdjustments(model, model.native, request)
  return []
}

/** What the price of a request depends on. */
export function pricedBy(request: ModelRequest, generation: Generation | null): PricedBy {
  const sound = { mode: null, tier: null, audio: false }
  if (generation?.kind === 'clip') {
    const { mode, size, audio, seconds, prompt } = generation
    return { mode, tier: size.tier, audio, seconds, characters: prompt.length }
  }
  if (generation?.kind === 'image') {
    const inputs = request.kind === 'image' ? picturesOf(request) : 0
    return { mode: generation.mode, tier: generation.size.tier, audio: false, seconds: 0, characters: generation.prompt.length, inputs }
  }
  if (generation?.kind === 'music') return { ...sound, seconds: generation.seconds, characters: generation.prompt.length }
  if (request.kind === 'image') return { ...sound, mode: imageModeOf(request), ...extentOf(request) }
  return { ...sound, mode: request.kind === 'clip' ? modeOf(request) : null, ...extentOf(request) }
}

/** How much is asked for, whoever makes it. */
export function extentOf(request: ModelRequest): Pick<PricedBy, 'seconds' | 'characters' | 'inputs'> {
  switch (request.kind) {
    case 'clip':
    case 'music':
      return { seconds: request.duration, characters: request.prompt?.length ?? 0 }
    case 'image':
      return { seconds: 0, characters: request.prompt?.length ?? 0, inputs: picturesOf(request) }
    case 'speech':
      return { seconds: 0, characters: request.text.length }
    default:
      return { seconds: request.seconds }
  }
}
