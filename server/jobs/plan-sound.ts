import { randomInt } from 'node:crypto'
import { type Asset, type JobRequestOf, type Outcome, refuse, succeed } from 'shared/wire'
import type { CatalogModel } from '../providers/index.ts'
import { findInputs } from './inputs.ts'
import { type Plan, planForModel, type PlanRooms } from './plan.ts'

const SEEDS = 2 ** 32

/** Completes and prices a request for a spoken text; nothing is written. */
export async function planSpeech(rooms: PlanRooms, _userId: string, asked: JobRequestOf<'speech'>): Promise<Outcome<Plan>> {
  const { maxCostUsdMicros: _shown, ...request } = asked
  const resolved = { ...request, speed: request.speed ?? 1, fallback: request.fallback ?? true, asked: askedOf(request) }
  return await planForModel(rooms, resolved, () => succeed([]))
}

/** Completes and prices a request for music; nothing is written. `provider_unavailable` where this server would play it and cannot. */
export async function planMusic(rooms: PlanRooms, _userId: string, asked: JobRequestOf<'music'>): Promise<Outcome<Plan>> {
  const { maxCostUsdMicros: _shown, ...request } = asked
  const resolved = { ...request, seed: request.seed ?? randomInt(SEEDS), fallback: request.fallback ?? true, asked: askedOf(request) }
  return await planForModel(rooms, resolved, ({ provider }) => {
    const there = provider.workshop === 'embedded' ? rooms.audio.musicAvailable() : succeed(null)
    return there.ok ? succeed([]) : there
  })
}

/** Completes and prices a request for what is said in a sound or a clip; nothing is written. */
export async function planTranscript(rooms: PlanRooms, userId: string, asked: JobRequestOf<'transcript'>): Promise<Outcome<Plan>> {
  const sound = await findSound(rooms, userId, asked)
  if (!sound.ok) return sound
  const { maxCostUsdMicros: _shown, ...request } = asked
  const resolved = { ...request, seconds: sound.value.duration ?? 0, fallback: request.fallback ?? true, asked: askedOf(request) }
  return await planForModel(rooms, resolved, ({ model }) => judgeBytes(model, sound.value))
}

/** Completes and prices a request for the parts of a sound; nothing is written. */
export async function planStems(rooms: PlanRooms, userId: string, asked: JobRequestOf<'stems'>): Promise<Outcome<Plan>> {
  const sound = await findSound(rooms, userId, asked)
  if (!sound.ok) return sound
  const { maxCostUsdMicros: _shown, ...request } = asked
  const resolved = { ...request, seconds: sound.value.duration ?? 0, fallback: request.fallback ?? true, asked: askedOf(request) }
  return await planForModel(rooms, resolved, ({ model }) => judgeBytes(model, sound.value))
}

async function findSound(
  { library }: PlanRooms,
  userId: string,
  asked: JobRequestOf<'transcript'> | JobRequestOf<'stems'>,
): Promise<Outcome<Asset>> {
  const inputs = await findInputs(library, userId, asked)
  if (!inputs.ok) return inputs
  const [sound] = inputs.value
  if (sound === undefined) throw new Error('a sound was found and is not there')
  if (sound.type === 'audio' || sound.hasAudio === true) return succeed(sound)
  const message = 'has no sound'
  return refuse('invalid_request', `assetId ${message}.`, { issues: [{ path: 'assetId', message }] })
}

/** A sound that is too large for a provider is not cut down for it. Of a clip only the sound is sent, which is far smaller. */
function judgeBytes(model: CatalogModel, { type, bytes }: Asset): Outcome<readonly []> {
  const { native } = model
  if (native === null || !('maximumBytes' in native) || type !== 'audio' || bytes <= native.maximumBytes) return succeed([])
  const message = `has ${bytes} bytes; ${model.id} takes ${native.maximumBytes} at most`
  return refuse('unsupported_option', `assetId ${message}.`, {
    params: { option: 'assetId' },
    issues: [{ path: 'assetId', message, range: { maximum: native.maximumBytes } }],
  })
}

function askedOf(request: object): string[] {
  return Object.keys(request).filter((name) => name !== 'kind')
}
