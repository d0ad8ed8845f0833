import { createOpenaiVideos } from '../../server/providers/openai-videos/adapter.ts'
import type { ClipGeneration } from '../../server/providers/port.ts'
import { type Dialect, OPENAI_VIDEOS_KEY, startOpenaiVideos } from '../simulators/openai-videos.ts'
import { describeProvider } from './providers.contract.ts'
import { SAID } from './providers/bench.ts'

const text: ClipGeneration = {
  kind: 'clip',
  model: 'default',
  mode: 'text',
  prompt: 'a bottle on a table',
  negativePrompt: null,
  seconds: 2,
  size: { name: '832x480', tier: '480p', width: 832, height: 480 },
  frameRate: 30,
  audio: false,
  seed: 7,
  options: {},
}

const understood = { prompt: 'a bottle on a table', seconds: '2', size: '832x480', fps: 30, seed: 7 }

for (const dialect of ['vllm', 'sglang'] satisfies Dialect[]) {
  describeProvider({
    name: `openai-videos, ${dialect}`,
    id: 'openai-videos',
    key: OPENAI_VIDEOS_KEY,
    startSimulator: (options) => startOpenaiVideos(dialect, options),
    createAdapter: createOpenaiVideos,
    generations: [
      { title: 'text', generation: text, roles: [], understood },
      {
        title: 'picture',
        generation: { ...text, mode: 'image' },
        roles: ['first'],
        understood: { ...understood, input_reference: { name: 'first-0.jpg', type: 'image/jpeg' } },
      },
      {
        title: 'every option',
        generation: { ...text, negativePrompt: 'people', options: { model: 'wan', steps: 30, guidanceScale: 3.5, flowShift: 8 } },
        roles: [],
        understood: { ...understood, negative_prompt: 'people', model: 'wan', num_inference_steps: 30, guidance_scale: 3.5, flow_shift: 8 },
      },
    ],
    traits: {
      uploads: false,
      progress: dialect === 'vllm',
      cancel: dialect === 'vllm' ? 'confirmed' : 'requested',
      idempotency: 'none',
      tellsCost: false,
      tellsEstimate: false,
      failure: 'nothing',
      moderation: { input: dialect === 'vllm', output: false },
      cancelledThere: true,
      results: 'own',
      missingResult: 'download',
    },
    refusals: {
      forbidden: { status: 403, body: { detail: SAID } },
      noCredit: { status: 429, body: { error: { code: 'insufficient_quota', message: SAID } } },
      badRequest: { status: 422, body: { detail: [{ type: 'value_error', loc: ['body', 'size'], msg: SAID }] } },
      policy: { status: 400, body: { error: { code: 'moderation_blocked', message: SAID, param: 'prompt' } } },
      rateLimited: { status: 429, body: { detail: SAID } },
    },
    webhook: null,
  })
}
