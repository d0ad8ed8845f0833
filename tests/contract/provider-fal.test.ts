import { createFal } from '../../server/providers/fal/index.ts'
import type { ClipGeneration } from '../../server/providers/port.ts'
import { FAL_KEY, falWebhook, startFal } from '../simulators/fal.ts'
import { describeProvider } from './providers.contract.ts'

const GENERATION: ClipGeneration = {
  kind: 'clip',
  model: 'pika-2.2',
  mode: 'image',
  prompt: 'a paper boat drifts down a rainy street',
  negativePrompt: null,
  seconds: 5,
  size: { name: '720p 16:9', tier: '720p', width: 1280, height: 720 },
  frameRate: null,
  audio: false,
  seed: 7,
  options: {},
}

describeProvider({
  name: 'fal, Pika’s models among others',
  id: 'fal.ai',
  startSimulator: startFal,
  createAdapter: createFal,
  key: FAL_KEY,
  generations: [
    {
      title: 'Pika from a picture',
      generation: GENERATION,
      roles: ['first'],
      understood: {
        endpoint: 'fal-ai/pika/v2.2/image-to-video',
        input: { prompt: GENERATION.prompt, resolution: '720p', duration: '5', seed: 7 },
        faults: [],
      },
    },
    {
      title: 'Pika from words',
      generation: { ...GENERATION, mode: 'text', negativePrompt: 'rain', size: { ...GENERATION.size, name: '1080p 4:5' } },
      roles: [],
      understood: {
        endpoint: 'fal-ai/pika/v2.2/text-to-video',
        input: { resolution: '1080p', aspect_ratio: '4:5', negative_prompt: 'rain' },
        faults: [],
      },
    },
    {
      title: 'Pika from a first and a last picture',
      generation: { ...GENERATION, mode: 'first_last', seconds: 7 },
      roles: ['first', 'last'],
      understood: { endpoint: 'fal-ai/pika/v2.2/pikaframes', input: { transitions: [{ duration: 7 }] }, faults: [] },
    },
    {
      title: 'Veo that goes on with a clip',
      generation: { ...GENERATION, model: 'veo-3.1', mode: 'extend', seconds: 7 },
      roles: ['video'],
      understood: { endpoint: 'fal-ai/veo3.1/extend-video', input: { duration: '7s', generate_audio: false }, faults: [] },
    },
  ],
  traits: {
    uploads: true,
    progress: false,
    cancel: 'requested',
    idempotency: 'none',
    tellsCost: false,
    tellsEstimate: false,
    failure: 'nothing',
    moderation: { input: true, output: true },
    cancelledThere: true,
    results: 'links',
    missingResult: 'observe',
  },
  refusals: {
    forbidden: { status: 403, body: { detail: 'Forbidden' } },
    noCredit: { status: 402, body: { detail: 'Payment required' } },
    badRequest: { status: 422, body: { detail: [{ loc: ['body', 'duration'], msg: 'no such length', type: 'literal_error' }] } },
    policy: { status: 422, body: { detail: [{ loc: ['body', 'prompt'], msg: 'flagged', type: 'content_policy_violation' }] } },
    rateLimited: { status: 429, body: { detail: 'Too many requests' } },
  },
  // It is sent as 0, which fal assumes.
  harmless: /^query logs$/,
  webhook: { toleranceMs: 300_000, messageOf: falWebhook },
})
