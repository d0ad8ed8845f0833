import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comfyuiGraphList, estimate, problem, providerList, user } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createComfyui } from '../../server/providers/comfyui/adapter.ts'
import { openGraphShelf } from '../../server/providers/comfyui/graph-shelf.ts'
import type { ClipGeneration } from '../../server/providers/port.ts'
import { type Backend, startBackend } from '../harness/backend.ts'
import { type ComfyuiSimulator, startComfyui } from '../simulators/comfyui.ts'
import { noFile } from './providers/no-file.ts'

/** An export of ComfyUI with its titles, into which slots were written. */
const graph = {
  3: {
    class_type: 'KSampler',
    inputs: {
      model: ['4', 0],
      seed: '{{seed}}',
      steps: 8,
      cfg: 2,
      sampler_name: 'euler',
      scheduler: 'simple',
      positive: ['6', 0],
      negative: ['6', 0],
      latent_image: ['5', 0],
      denoise: 1,
    },
    _meta: { title: 'KSampler' },
  },
  4: { class_type: 'UNETLoader', inputs: { unet_name: 'mine.safetensors', weight_dtype: 'default' } },
  5: { class_type: 'EmptyHunyuanLatentVideo', inputs: { width: '{{width}}', height: '{{height}}', length: '{{frames}}', batch_size: 1 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'in my style: {{prompt}}', clip: ['7', 0] } },
  7: { class_type: 'CLIPLoader', inputs: { clip_name: 'words.safetensors', type: 'wan' } },
  8: { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['9', 0] } },
  9: { class_type: 'VAELoader', inputs: { vae_name: 'mine-vae.safetensors' } },
  10: { class_type: 'CreateVideo', inputs: { images: ['8', 0], fps: '{{frame_rate}}' } },
  11: { class_type: 'SaveVideo', inputs: { video: ['10', 0], filename_prefix: 'mine', format: 'mp4', codec: 'h264' } },
}
const mine = { graph, sizes: [{ width: 1280, height: 720 }], frameRate: 16, frameStep: 4, seconds: { minimum: 2, maximum: 5 } }

let simulator: ComfyuiSimulator
let backend: Backend
beforeAll(async () => {
  simulator = await startComfyui()
  backend = await startBackend({ COMFYUI_URL: simulator.base })
})
afterAll(async () => {
  await backend.stop()
  await simulator.stop()
})

const put = (name: string, json: unknown) => backend.ask(`/api/comfyui/graphs/${name}`, { method: 'PUT', json })
const models = async () => {
  const list = providerList.parse(await (await backend.ask('/api/providers')).json())
  return list.items.find(({ id }) => id === 'comfyui')?.models.map(({ id }) => id)
}

describe('an uploaded graph', () => {
  it('is a model at once, costs nothing and is gone when it is removed', async () => {
    expect(await models()).not.toContain('own/mine')
    const kept = await put('mine', mine)
    expect(kept.status).toBe(200)
    expect(await kept.json()).toMatchObject({ name: 'mine', model: 'own/mine', graph: { deadlineSeconds: 3600 } })
    expect(await models()).toContain('own/mine')
    const listed = comfyuiGraphList.parse(await (await backend.ask('/api/comfyui/graphs')).json())
    expect(listed.items.map(({ name }) => name)).toEqual(['mine'])
    const request = {
      kind: 'clip',
      prompt: 'a lantern in the wind',
      provider: 'comfyui',
      model: 'own/mine',
      duration: 4,
      aspectRatio: '16:9',
    }
    const told = await backend.ask('/api/estimates', { json: request })
    expect(estimate.parse(await told.json())).toMatchObject({ usdMicros: 0, provider: 'comfyui', model: 'own/mine' })
    expect((await backend.ask('/api/comfyui/graphs/mine', { method: 'DELETE' })).status).toBe(204)
    expect((await backend.ask('/api/comfyui/graphs/mine', { method: 'DELETE' })).status).toBe(404)
    expect(await models()).not.toContain('own/mine')
  })

  it.each([
    ['a slot that nothing fills', 'mine', { ...mine, graph: { ...graph, 12: { class_type: 'X', inputs: { a: '{{lora}}' } } } }, 'graph'],
    ['lengths that it has no slot for', 'mine', { ...mine, graph: { ...graph, 5: { class_type: 'X', inputs: {} } } }, 'seconds'],
    ['frames that are too small for any clip', 'mine', { ...mine, sizes: [{ width: 320, height: 240 }] }, 'sizes'],
    ['no sizes', 'mine', { ...mine, sizes: [] }, 'sizes'],
    ['a workflow that was saved and not exported', 'mine', { ...mine, graph: { nodes: [], links: [] } }, 'graph.nodes'],
    ['a name that leads elsewhere', '..%2Fmine', mine, 'name'],
  ])('is refused with %s', async (_, name, json, path) => {
    const answer = await put(name, json)
    const { code, issues = [] } = problem.parse(await answer.json())
    expect(code).toBe('invalid_request')
    expect(issues.map((issue) => issue.path)).toContain(path)
    expect(await models()).not.toContain('own/mine')
  })
})

describe('someone who is not the owner', () => {
  it('can use the graphs and not change them', async () => {
    const made = user.parse(await (await backend.ask('/api/users', { json: { name: 'Ada' } })).json())
    const opened = await backend.accounts.openPairing('Phone', made.id)
    const paired = opened.ok ? await backend.accounts.confirmPairing(opened.value.id, opened.value.code) : opened
    if (!paired.ok) throw new Error(paired.problem.detail)
    const { token } = paired.value
    await put('mine', mine)
    expect((await backend.ask('/api/comfyui/graphs', { token })).status).toBe(200)
    expect((await backend.ask('/api/comfyui/graphs/mine', { method: 'PUT', json: mine, token })).status).toBe(403)
    expect((await backend.ask('/api/comfyui/graphs/mine', { method: 'DELETE', token })).status).toBe(403)
    expect(await models()).toContain('own/mine')
  })
})

describe('the shelf of graphs', () => {
  const generation: ClipGeneration = {
    kind: 'clip',
    model: 'own/mine',
    mode: 'text',
    prompt: 'a lantern',
    negativePrompt: null,
    seconds: 4,
    size: { name: '1280x720', tier: 'own', width: 1280, height: 720 },
    frameRate: null,
    audio: false,
    seed: 5,
    options: {},
  }
  const call = () => ({ signal: AbortSignal.timeout(5000) })

  it('keeps them over a restart, passes over what is none, and runs one as it was when it was prepared', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'pagereel-graphs-'))
    const first = openGraphShelf(directory)
    const [body] = comfyuiGraphList.parse({ items: [{ name: 'mine', model: 'own/mine', graph: mine }] }).items
    if (body === undefined) throw new Error('no graph')
    expect(await first.put('mine', body.graph)).toMatchObject({ ok: true, value: { id: 'own/mine' } })
    await writeFile(join(directory, 'broken.json'), '{')
    await writeFile(join(directory, 'other.json'), JSON.stringify({ ...mine, graph: {} }))
    await writeFile(join(directory, 'notes.txt'), 'x')
    const shelf = openGraphShelf(directory)
    expect(shelf.list()).toEqual([{ name: 'mine', graph: body.graph }])
    expect(JSON.parse(await readFile(join(directory, 'mine.json'), 'utf8'))).toEqual(body.graph)

    const adapter = createComfyui({ key: '', baseUrl: simulator.base, trustedOrigins: [], log: () => {} }, shelf)
    const prepared = await adapter.prepare(generation, [], call())
    if (!prepared.ok) throw new Error(prepared.problem.detail)
    await shelf.remove('mine')
    const started = await adapter.start(
      { generation, prepared: prepared.value, files: [], key: 'att_own', webhookUrl: null, newFile: noFile },
      call(),
    )
    expect(started).toMatchObject({ kind: 'accepted' })
    expect(simulator.jobs.at(-1)?.request).toMatchObject({
      3: { inputs: { seed: 5 } },
      5: { inputs: { width: 1280, height: 720, length: 65 } },
      6: { inputs: { text: 'in my style: a lantern' } },
      10: { inputs: { fps: 16 } },
    })
    expect(await adapter.prepare(generation, [], call())).toMatchObject({ ok: false, problem: { params: { reason: 'graph' } } })
    await rm(directory, { recursive: true })
  })
})
