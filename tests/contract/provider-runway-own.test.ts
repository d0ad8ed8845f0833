import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CatalogModel, NativeImages, NativeModel } from '../../server/providers/catalog.ts'
import type { ClipGeneration, ImageGeneration, InputFile, InputRole, Mode, Started } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { createRunway } from '../../server/providers/runway/adapter.ts'
import { RUNWAY } from '../../server/providers/runway/catalog.ts'
import { photo, writeClip } from '../harness/media.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { Simulator } from '../simulators/simulator.ts'
import { noFile } from './providers/no-file.ts'

const ROLES: Readonly<Record<Mode, readonly InputRole[]>> = {
  text: [],
  image: ['first'],
  first_last: ['first', 'last'],
  references: ['reference'],
  extend: ['video'],
  edit: ['video'],
  restyle: ['video'],
}
const COMMON = { prompt: 'a red lantern swings in the wind', seed: null, options: {} }
/** Of the clip that is edited; also the least that all models make. */
const INPUT_SECONDS = 3

let directory = ''
let simulator: Simulator
let notes: string[] = []
let time = Date.parse('2026-11-21T12:00:00Z')
const call = () => ({ signal: AbortSignal.timeout(5000) })
const adapter = () =>
  createRunway({ key: RUNWAY_KEY, baseUrl: simulator.base, trustedOrigins: [], log: ({ said = '' }) => notes.push(said) })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pagereel-runway-'))
  await writeFile(join(directory, 'picture.jpg'), await photo(64, 64))
  await writeClip(join(directory, 'clip.mp4'), { seconds: INPUT_SECONDS })
})
afterAll(() => rm(directory, { recursive: true, force: true }))
beforeEach(async () => {
  notes = []
  simulator = await startRunway({ now: () => time })
})
afterEach(() => simulator.stop())

describe('the prices of Runway', () => {
  const bought = RUNWAY.models.flatMap((model) => generationsOf(model).map((generation) => ({ model, generation })))

  it.each(bought.map(({ model, generation }) => [titleOf(generation), model, generation] as const))(
    'are what is told at the start and billed at the end: %s',
    async (_, model, generation) => {
      const { mode, size } = generation
      const { audio, seconds } = generation.kind === 'clip' ? generation : { audio: false, seconds: 0 }
      const { total } = priceFor(model, { mode, tier: size.tier, audio, seconds })
      const started = await startedWith(generation)
      expect(started).toMatchObject({ kind: 'accepted', usdMicros: total })
      expect(simulator.invoiceUsdMicros()).toBe(total)
    },
  )
})

describe('cancelling at Runway', () => {
  const generation = firstOf('gen4_turbo')

  it('leaves a finished task and its result alone, so that its cost is told', async () => {
    const { operation } = await acceptedWith(generation)
    expect(await adapter().cancel(operation, call())).toEqual({ kind: 'requested' })
    expect(simulator.calls.filter(({ kind }) => kind === 'cancel')).toHaveLength(0)
    expect(await adapter().observe(operation, call())).toMatchObject({ kind: 'succeeded', usdMicros: 250_000 })
  })

  it('does not know what a task has cost that cannot be fetched any more', async () => {
    simulator.set({ runMs: 60_000 })
    const { operation } = await acceptedWith(generation)
    expect(await adapter().cancel(operation, call())).toEqual({ kind: 'cancelled', usdMicros: null, charged: 'unknown' })
    expect(await adapter().observe(operation, call())).toMatchObject({ kind: 'lost' })
  })

  it('deletes nothing while it cannot be seen how the task stands', async () => {
    const { operation } = await acceptedWith(generation)
    simulator.script({ at: 'observe', what: { status: 503, headers: { 'retry-after': '4' } } })
    expect(await adapter().cancel(operation, call())).toMatchObject({ kind: 'trouble', retryAfterMs: 4000 })
    expect(simulator.calls.filter(({ kind }) => kind === 'cancel')).toHaveLength(0)
  })

  it('asks nothing of a task that is gone', async () => {
    expect(await adapter().cancel(adapter().operationOf?.('gone', generation) ?? null, call())).toEqual({ kind: 'requested' })
  })
})

describe('tasks of Runway', () => {
  it('wait while the account runs as many as it may', async () => {
    simulator.set({ runMs: 60_000 })
    for (let other = 0; other < 2; other += 1) {
      await acceptedWith(firstOf('gen4_turbo'))
      time += 1
    }
    simulator.set({ queueMs: 1000 })
    const { operation } = await acceptedWith(firstOf('gen4_turbo'))
    expect(await adapter().observe(operation, call())).toEqual({ kind: 'running', status: 'THROTTLED', waiting: true, progress: null })
  })

  it('are charged where their input is refused', async () => {
    simulator.set({ outcome: 'moderate_input' })
    const { operation } = await acceptedWith(firstOf('gen4_turbo'))
    expect(await adapter().observe(operation, call())).toMatchObject({ kind: 'failed', usdMicros: 250_000, charged: 'all' })
  })
})

describe('what Runway says', () => {
  it.each(['start', 'observe', 'cancel'] as const)('is kept for the log, without addresses that are signed: %s', async (at) => {
    simulator.set({ runMs: 60_000 })
    const body = 'look at https://files.example.com/a.mp4?sig=5ecret'
    const { operation } = await acceptedWith(firstOf('gen4.5'))
    simulator.script({ at, what: { status: 200, body } })
    if (at === 'start') expect(await startedWith(firstOf('gen4.5'))).toMatchObject({ kind: 'unknown' })
    if (at === 'observe') expect(await adapter().observe(operation, call())).toMatchObject({ kind: 'trouble' })
    if (at === 'cancel') expect(await adapter().cancel(operation, call())).toMatchObject({ kind: 'trouble' })
    expect(notes).toEqual(['look at https://files.example.com/a.mp4?…'])
  })
})

describe('uploads to Runway', () => {
  const generation = firstOf('gen4_turbo')

  it.each(['http://127.0.0.1:9/storage', 'http://169.254.169.254/', 'file:///etc/passwd', 'nowhere'])(
    'go to no private address that an answer names: %s',
    async (uploadUrl) => {
      simulator.script({ at: 'upload', what: { status: 200, body: { uploadUrl, fields: {}, runwayUri: 'runway://x' } } })
      const prepared = await adapter().prepare(generation, await filesFor(['first']), call())
      expect(prepared).toMatchObject({ ok: false, problem: { code: 'provider_unavailable' } })
    },
  )

  it('are a problem in their second step too', async () => {
    simulator.script({ at: 'upload', nth: 2, what: { status: 403, body: 'AccessDenied' } })
    expect((await adapter().prepare(generation, await filesFor(['first']), call())).ok).toBe(false)
    expect(notes.join()).toContain('AccessDenied')
  })

  it('are none where the answer names no upload', async () => {
    const body = { uploadUrl: `${simulator.base}/storage`, fields: {}, runwayUri: 'https://example.com/picture.jpg' }
    simulator.script({ at: 'upload', what: { status: 200, body } }, { at: 'upload', what: { status: 200 } })
    expect((await adapter().prepare(generation, await filesFor(['first']), call())).ok).toBe(false)
  })

  it('stop when the caller does', { timeout: 5000 }, async () => {
    simulator.script({ at: 'upload', nth: 2, what: 'stall' })
    const prepared = await adapter().prepare(generation, await filesFor(['first']), { signal: AbortSignal.timeout(200) })
    expect(prepared.ok).toBe(false)
  })

  it('show the key to the API alone', async () => {
    await adapter().prepare(generation, await filesFor(['first']), call())
    expect(simulator.calls.map(({ path, headers }) => [path, headers['authorization']])).toEqual([
      ['/v1/uploads', `Bearer ${RUNWAY_KEY}`],
      ['/storage', undefined],
    ])
  })
})

async function startedWith(generation: ClipGeneration | ImageGeneration): Promise<Started> {
  const files = await filesFor(ROLES[generation.mode])
  const prepared = await adapter().prepare(generation, files, call())
  if (!prepared.ok) throw new Error(prepared.problem.detail)
  return await adapter().start({ generation, prepared: prepared.value, files, key: 'att_1', webhookUrl: null, newFile: noFile }, call())
}

async function acceptedWith(generation: ClipGeneration | ImageGeneration): Promise<Extract<Started, { kind: 'accepted' }>> {
  const started = await startedWith(generation)
  if (started.kind !== 'accepted') throw new Error(JSON.stringify(started))
  return started
}

async function filesFor(roles: readonly InputRole[]): Promise<readonly InputFile[]> {
  return await Promise.all(
    roles.map(async (role) => {
      const [name, mime] = role === 'video' ? ['clip.mp4', 'video/mp4'] : ['picture.jpg', 'image/jpeg']
      const path = join(directory, name)
      return { role, path, mime, bytes: (await stat(path)).size, name }
    }),
  )
}

function firstOf(id: string): ClipGeneration {
  const model = RUNWAY.models.find((each) => each.id === id)
  const [first] = model === undefined ? [] : generationsOf(model)
  if (first?.kind !== 'clip') throw new Error(`no ${id}`)
  return { ...first, seconds: 5 }
}

/** One request for each mode, tier and sound of a model. */
function generationsOf(model: CatalogModel): readonly (ClipGeneration | ImageGeneration)[] {
  if (model.kind === 'clip' && model.native !== null) return clipsOf(model.id, model.native)
  if (model.kind === 'image' && model.native !== null) return picturesOf(model.id, model.native)
  throw new Error(`${model.id} is no remote model`)
}

function clipsOf(model: string, native: NativeModel): readonly ClipGeneration[] {
  const { seconds } = native
  const sounds = native.audio === 'optional' ? [true, false] : [native.audio === 'always']
  return native.modes.flatMap((mode) =>
    sizesOf(native, mode).flatMap((size) =>
      sounds.map((audio) => ({
        ...COMMON,
        kind: 'clip' as const,
        model,
        mode,
        negativePrompt: null,
        seconds: mode === 'edit' ? INPUT_SECONDS : 'maximum' in seconds ? seconds.maximum : Math.max(...seconds),
        size,
        frameRate: null,
        audio,
      })),
    ),
  )
}

function picturesOf(model: string, native: NativeImages): readonly ImageGeneration[] {
  return native.modes.flatMap((mode) => sizesOf(native, mode).map((size) => ({ ...COMMON, kind: 'image' as const, model, mode, size })))
}

function sizesOf(native: NativeModel | NativeImages, mode: Mode): readonly ClipGeneration['size'][] {
  const all: readonly Mode[] = native.modes
  const able = native.sizes.filter(({ modes = all }) => modes.includes(mode))
  return [...new Map(able.map(({ name, tier, width, height }) => [tier, { name, tier, width, height }])).values()]
}

function titleOf(generation: ClipGeneration | ImageGeneration): string {
  const { model, mode, size } = generation
  return `${model}, ${mode}, ${size.name}${generation.kind === 'clip' && generation.audio ? ', with sound' : ''}`
}
