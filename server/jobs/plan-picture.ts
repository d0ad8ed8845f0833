import { randomInt } from 'node:crypto'
import { nearestAspectRatio } from 'shared/camera'
import { type Adjustment, type Asset, type JobRequestOf, type Outcome, type ResolvedImage, succeed } from 'shared/wire'
import { adjustmentsOf } from '../providers/index.ts'
import { findInputs } from './inputs.ts'
import { type Plan, planForModel, type PlanRooms } from './plan.ts'
import { sizeOf } from './resolve-clip.ts'

const SEEDS = 2 ** 32

/** Completes and prices a request for a picture; nothing is written. */
export async function planImage(rooms: PlanRooms, userId: string, asked: JobRequestOf<'image'>): Promise<Outcome<Plan>> {
  const inputs = await findInputs(rooms.library, userId, asked)
  if (!inputs.ok) return inputs
  const [first = null] = inputs.value
  return await planForModel(rooms, resolveImage(asked, first), ({ model }, request) =>
    succeed(model.native === null ? localAdjustments(model.id, request) : adjustmentsOf(model, request)),
  )
}

/** A request for a picture with every default filled in. What is left to chance is drawn here and kept. */
export function resolveImage(request: JobRequestOf<'image'>, input: Asset | null): ResolvedImage {
  const { maxCostUsdMicros: _shown, ...asked } = request
  return {
    ...asked,
    aspectRatio: asked.aspectRatio ?? (input === null ? '16:9' : nearestAspectRatio(sizeOf(input))),
    resolution: asked.resolution ?? '1080p',
    style: asked.style ?? 'realistic',
    motionIntensity: asked.motionIntensity ?? 'medium',
    at: asked.at ?? 0,
    seed: asked.seed ?? randomInt(SEEDS),
    quality: asked.quality ?? 'standard',
    fallback: asked.fallback ?? true,
    asked: Object.keys(asked).filter((name) => name !== 'kind'),
  }
}

/** What the engine does otherwise than the request reads. */
function localAdjustments(id: string, { prompt, image }: ResolvedImage): readonly Adjustment[] {
  if (prompt === undefined) return []
  if (image === undefined) {
    return [{ field: 'prompt', code: 'animated_title', why: 'Without a picture the words become a title, not a generated picture.' }]
  }
  const why = `${id} reframes, grades and lights the picture; the words are kept with it but do not change what it shows.`
  return [{ field: 'prompt', code: 'prompt_not_steering', why }]
}
