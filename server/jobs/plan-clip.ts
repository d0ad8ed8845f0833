import { type Asset, type JobRequestOf, type Outcome, refuse, succeed } from 'shared/wire'
import { adjustmentsOf } from '../providers/index.ts'
import { adjustmentsFor, judgeLayout } from './adjustments.ts'
import { findInputs } from './inputs.ts'
import { judgeLength } from './limits.ts'
import { type Plan, planForModel, type PlanRooms } from './plan.ts'
import { resolveClip } from './resolve-clip.ts'

/** Completes and prices a request for a clip; nothing is written. */
export async function planClip(rooms: PlanRooms, userId: string, asked: JobRequestOf<'clip'>): Promise<Outcome<Plan>> {
  const inputs = await findInputs(rooms.library, userId, asked)
  if (!inputs.ok) return inputs
  const [first = null] = inputs.value
  const resolved = resolveClip(asked, first)
  const { limits } = await rooms.accounts.settings()
  const length = judgeLength(limits, resolved.duration)
  if (!length.ok) return length
  return await planForModel(rooms, resolved, ({ model }, request) => {
    if (model.kind !== 'clip') throw new Error(`${model.id} makes no clips`)
    const { native } = model
    const usable = native === null ? judgeLayout(request) : judgeClip(native.maximumVideoBytes, inputs.value)
    if (!usable.ok) return usable
    return succeed(native === null ? adjustmentsFor(model, request, first) : adjustmentsOf(model, request))
  })
}

/** A clip that is too large for a provider is not cut down for it. */
function judgeClip(maximumBytes: number | null, inputs: readonly Asset[]): Outcome<null> {
  const clip = inputs.find(({ type }) => type === 'video')
  if (clip === undefined || maximumBytes === null || clip.bytes <= maximumBytes) return succeed(null)
  const message = `has ${clip.bytes} bytes; this model takes ${maximumBytes} at most`
  return refuse('unsupported_option', `video: ${message}.`, {
    params: { option: 'video' },
    issues: [{ path: 'video', message, range: { maximum: maximumBytes } }],
  })
}
