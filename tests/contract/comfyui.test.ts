import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createComfyui } from '../../server/providers/comfyui/adapter.ts'
import { type Adapter, type ClipGeneration, type InputFile, type Opaque, opaque, type Started } from '../../server/providers/port.ts'
import { photo } from '../harness/media.ts'
import { graphOf } from '../simulators/comfyui-graph.ts'
import { NODES } from '../simulators/comfyui-nodes.ts'
import { type ComfyuiSimulator, startComfyui } from '../simulators/comfyui.ts'
import { noFile } from './providers/no-file.ts'

const clip: ClipGeneration = {
  kind: 'clip',
  model: 'wan-2.2-small',
  mode: 'text',
  prompt: 'a lantern, {{seed}} of them',
  negativePrompt: null,
  seconds: 3,
  size: { name: '832x480', tier: '480p', width: 832, height: 480 },
  frameRate: null,
  audio: false,
  seed: 7,
  options: {},
}
const KEY = 'att_01kexample0000000000000001'
const call = () => ({ signal: AbortSignal.timeout(5000) })

let simulator: ComfyuiSimulator
let adapter: Adapter
let time = 0
let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pagereel-comfyui-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))
beforeEach(async () => {
  time = Date.parse('2026-11-21T12:00:00Z')
  simulator = await startComfyui({ now: () => time, behaviour: { scale: 0.125 } })
  adapter = createComfyui({ key: '', baseUrl: simulator.base, trustedOrigins: [], log: () => {} })
})
afterEach(() => simulator.stop())

async function start(generation: ClipGeneration = clip, key = KEY, files: readonly InputFile[] = []): Promise<Started> {
  const prepared = await adapter.prepare(generation, files, call())
  if (!prepared.ok) throw new Error(prepared.problem.detail)
  return await adapter.start({ generation, prepared: prepared.value, files, key, webhookUrl: null, newFile: noFile }, call())
}

async function accepted(key = KEY): Promise<Opaque> {
  const started = await start(clip, key)
  if (started.kind !== 'accepted') throw new Error(JSON.stringify(started))
  return opaque.parse(JSON.parse(JSON.stringify(started.operation)))
}

async function picture(): Promise<InputFile> {
  const path = join(directory, 'picture.jpg')
  const bytes = await photo(64, 64, 1)
  await writeFile(path, bytes)
  return { role: 'first', path, mime: 'image/jpeg', bytes: bytes.length, name: 'picture.jpg' }
}

describe('the same attempt sent twice', () => {
  it('runs once, also where the build takes an id twice', async () => {
    simulator.become({ build: 'old' })
    await accepted()
    expect(await start()).toMatchObject({ kind: 'accepted' })
    expect(simulator.jobs).toHaveLength(1)
  })

  it('runs once when it is taken between looking and sending', async () => {
    simulator.set({ listsLateMs: 5000 })
    await accepted()
    expect(await start()).toMatchObject({ kind: 'accepted', providerJobId: simulator.jobs[0]?.id })
    expect(simulator.jobs).toHaveLength(1)
    expect(simulator.calls.filter(({ kind }) => kind === 'start')).toHaveLength(2)
  })

  it('runs again after ComfyUI has lost it in a restart, under the same id', async () => {
    simulator.set({ runMs: 60_000 })
    const operation = await accepted()
    simulator.restart()
    expect(await adapter.observe(operation, call())).toMatchObject({ kind: 'lost', problem: { code: 'outcome_unknown' } })
    await accepted()
    expect(simulator.jobs.map(({ id }) => id)).toEqual([simulator.jobs[0]?.id, simulator.jobs[0]?.id])
    expect(await adapter.observe(operation, call())).toMatchObject({ kind: 'running' })
  })
})

describe('cancelling', () => {
  it('takes a waiting run out of the queue, and leaves the running one alone', async () => {
    simulator.set({ runMs: 60_000 })
    const running = await accepted('att_other')
    simulator.set({ queueMs: 60_000 })
    const waiting = await accepted()
    expect(await adapter.cancel(waiting, call())).toEqual({ kind: 'cancelled', usdMicros: null, charged: 'nothing' })
    expect(await adapter.observe(running, call())).toMatchObject({ kind: 'running', waiting: false })
    expect(await adapter.cancel(waiting, call())).toMatchObject({ kind: 'cancelled' })
    simulator.set({ queueMs: 0 })
    const another = await accepted('att_another')
    expect(await adapter.cancel(running, call())).toEqual({ kind: 'requested' })
    expect(await adapter.observe(another, call())).toMatchObject({ kind: 'running' })
    expect(await adapter.observe(running, call())).toEqual({ kind: 'cancelled', status: 'error', usdMicros: null, charged: 'nothing' })
    expect(await adapter.cancel(running, call())).toEqual({ kind: 'requested' })
  })
})

describe('what is wrong there', () => {
  it('is said as what to do: a file of weights that is missing', async () => {
    simulator.become({ missing: ['wan_2.1_vae.safetensors'] })
    expect(await start()).toMatchObject({
      kind: 'refused',
      problem: {
        code: 'provider_rejected',
        params: { reason: 'model_file', file: 'wan_2.1_vae.safetensors', folder: 'models/vae' },
        detail: 'ComfyUI has no file wan_2.1_vae.safetensors. Put it into models/vae there, and try again.',
      },
    })
  })

  it('a node that its build does not have', async () => {
    const details = "Node ID '#16'"
    simulator.script({ at: 'start', what: { status: 400, body: { error: { type: 'invalid_prompt', details }, node_errors: {} } } })
    expect(await start()).toMatchObject({ kind: 'refused', problem: { params: { reason: 'node', node: 'SaveVideo' } } })
  })

  it('a picture that is gone from there', async () => {
    const generation: ClipGeneration = { ...clip, mode: 'image' }
    const files = [await picture()]
    const elsewhere = await startComfyui()
    const prepared = await createComfyui({ key: '', baseUrl: elsewhere.base, trustedOrigins: [], log: () => {} }).prepare(
      generation,
      files,
      call(),
    )
    await elsewhere.stop()
    if (!prepared.ok) throw new Error(prepared.problem.detail)
    const started = await adapter.start(
      { generation, prepared: prepared.value, files, key: KEY, webhookUrl: null, newFile: noFile },
      call(),
    )
    expect(started).toMatchObject({ kind: 'refused', problem: { params: { reason: 'input' }, action: 'change_picture' } })
  })

  it.each([
    [{ node: '11', type: 'torch.OutOfMemoryError', message: 'Allocation on device' }, { reason: 'memory' }],
    [
      { node: '4', type: 'FileNotFoundError', message: "Model in folder 'vae' with filename 'x' not found." },
      { reason: 'model_file', file: 'wan_2.1_vae.safetensors' },
    ],
    [{ node: '11', type: 'RuntimeError', message: 'SECRET-WORDS' }, { provider: 'ComfyUI' }],
  ])('a run that fails: %s', async (error, params) => {
    simulator.become({ error })
    simulator.set({ outcome: 'fail' })
    const seen = await adapter.observe(await accepted(), call())
    expect(seen).toMatchObject({ kind: 'failed', charged: 'nothing', problem: { params } })
    expect(JSON.stringify(seen)).not.toContain('SECRET-WORDS')
  })

  it.each([
    [401, 'key'],
    [403, 'key'],
    [404, 'address'],
  ])('something else at the address, which answers %s', async (status, reason) => {
    simulator.script({ at: 'observe', what: { status } })
    expect(await start()).toMatchObject({ kind: 'not_sent', problem: { params: { variable: 'COMFYUI_URL', reason } } })
    expect(simulator.calls.filter(({ kind }) => kind === 'start')).toHaveLength(0)
  })
})

describe('a graph', () => {
  it('carries words as they are, even such as look like a slot', async () => {
    await accepted()
    expect(simulator.jobs[0]?.request).toMatchObject({ 5: { inputs: { text: 'a lantern, {{seed}} of them' } } })
  })

  it.each([
    ['wan-2.2', 'text'],
    ['wan-2.2', 'image'],
    ['wan-2.2', 'first_last'],
    ['ltx-video', 'text'],
    ['ltx-video', 'image'],
    ['ltx-video', 'first_last'],
    ['svd-xt', 'image'],
  ] as const)('gives its nodes nothing that they do not take: %s from %s', async (model, mode) => {
    const first = await picture()
    const files = mode === 'text' ? [] : mode === 'image' ? [first] : [first, { ...first, role: 'last' as const }]
    expect(await start({ ...clip, model, mode }, KEY, files)).toMatchObject({ kind: 'accepted' })
    const sent = Object.values(graphOf(simulator.jobs[0]?.request) ?? {})
    const unknown = sent.flatMap(({ class_type = '', inputs }) => {
      const { required = [], optional = [] } = NODES[class_type] ?? {}
      return Object.keys(inputs).filter((name) => ![...required, ...optional].includes(name))
    })
    expect(unknown).toEqual([])
    expect(JSON.stringify(sent)).not.toContain('{{width')
  })
})

describe('progress', () => {
  const event = (type: string, data: object) => ({ type, data })
  const state = (prompt_id: string, nodes: object) => event('progress_state', { prompt_id, nodes })

  async function followed() {
    simulator.set({ runMs: 60_000 })
    const operation = await accepted()
    const id = simulator.jobs[0]?.id ?? ''
    const told: number[] = []
    const stop = new AbortController()
    const over =
      adapter.follow?.(operation, (progress) => told.push(progress), { signal: stop.signal }) ?? Promise.reject(new Error('not followed'))
    await expect.poll(() => simulator.clients()).toEqual([id])
    return { id, told, stop, over }
  }

  it('is told by the steps of both samplers, until the run ends', async () => {
    const { id, told, over } = await followed()
    simulator.tell(id, event('execution_start', { prompt_id: id, timestamp: 1 }))
    simulator.tell(id, event('execution_cached', { prompt_id: id, nodes: ['1', '3'], timestamp: 1 }))
    simulator.tell(id, new Uint8Array([0, 0, 0, 1, 0, 0, 0, 2, 255]))
    simulator.tell(id, 'no JSON')
    simulator.tell(id, state('another', { 11: { value: 10, max: 10, state: 'finished' } }))
    simulator.tell(id, state(id, { 11: { value: 5, max: 10, state: 'running' } }))
    simulator.tell(id, state(id, { 11: { value: 10, max: 10, state: 'finished' }, 12: { value: 1, max: 10, state: 'running' } }))
    simulator.tell(id, state(id, { 12: { value: 10, max: 10, state: 'finished' }, 13: { value: 0, max: 1, state: 'running' } }))
    simulator.tell(id, event('execution_success', { prompt_id: id, timestamp: 2 }))
    await over
    expect(told).toEqual([0, 0.25, 0.55, 1])
  })

  it('ends with the caller and with the connection, without a word', async () => {
    const { stop, over } = await followed()
    stop.abort()
    await over
    await expect.poll(() => simulator.clients()).toEqual([])
    simulator.restart()
    const again = await followed()
    simulator.hangUp(again.id)
    await again.over
    expect(again.told).toEqual([])
  })

  it('is nothing where nobody answers', async () => {
    const operation = await accepted()
    const nobody = createComfyui({ key: '', baseUrl: 'http://127.0.0.1:9', trustedOrigins: [], log: () => {} })
    expect(await nobody.follow?.(operation, () => expect.unreachable(), call())).toBeUndefined()
  })
})
