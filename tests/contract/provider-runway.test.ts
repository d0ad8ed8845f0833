import { expect } from 'vitest'
import { createRunway } from '../../server/providers/runway/adapter.ts'
import type { ClipGeneration } from '../../server/providers/port.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import { describeProvider } from './providers.contract.ts'

const PROMPT = 'a red lantern swings in the wind, slow dolly in'

const clip: ClipGeneration = {
  kind: 'clip',
  model: 'gen4_turbo',
  mode: 'image',
  prompt: PROMPT,
  negativePrompt: null,
  seconds: 5,
  size: { name: '720:1280', tier: '720p', width: 720, height: 1280 },
  frameRate: null,
  audio: false,
  seed: 42,
  options: {},
}
const wide = { name: '1280:720', tier: '720p', width: 1280, height: 720 }
/** What most of them say. */
const usual = { promptText: PROMPT, ratio: '1280:720', duration: 5 }
const upload = expect.stringMatching(/^runway:\/\//)

describeProvider({
  name: 'Runway',
  id: 'Runway',
  startSimulator: startRunway,
  createAdapter: createRunway,
  key: RUNWAY_KEY,
  generations: [
    {
      title: 'a picture',
      generation: clip,
      roles: ['first'],
      understood: { ...usual, model: 'gen4_turbo', promptImage: [{ uri: upload, position: 'first' }], ratio: '720:1280', seed: 42 },
    },
    {
      title: 'words',
      generation: { ...clip, model: 'gen4.5', mode: 'text', size: wide, options: { publicFigureThreshold: 'low' } },
      roles: [],
      understood: { ...usual, model: 'gen4.5', seed: 42, contentModeration: { publicFigureThreshold: 'low' } },
    },
    {
      title: 'a first and a last picture, with sound and what not to show',
      generation: { ...clip, model: 'veo3.1', mode: 'first_last', size: wide, seconds: 8, audio: true, negativePrompt: 'text' },
      roles: ['first', 'last'],
      understood: {
        ...usual,
        model: 'veo3.1',
        promptImage: [
          { uri: upload, position: 'first' },
          { uri: upload, position: 'last' },
        ],
        duration: 8,
        audio: true,
        negativePrompt: 'text',
        seed: 42,
      },
    },
    {
      title: 'reference pictures',
      generation: {
        ...clip,
        model: 'seedance2',
        mode: 'references',
        size: { name: '1920:1080', tier: '1080p', width: 1920, height: 1080 },
      },
      roles: ['reference', 'reference'],
      understood: {
        ...usual,
        model: 'seedance2',
        references: [{ uri: upload }, { uri: upload }],
        ratio: '1920:1080',
        audio: false,
        seed: 42,
      },
    },
    {
      title: 'a model whose clips have the shape of their picture',
      generation: { ...clip, model: 'wan3', size: wide, seed: null },
      roles: ['first'],
      understood: { ...usual, model: 'wan3', promptImage: [{ uri: upload, position: 'first' }], ratio: 'auto_720p', audio: false },
    },
    {
      title: 'a model that is asked for a resolution',
      generation: { ...clip, model: 'h3_max', size: { name: '16:9', tier: '768p', width: 1366, height: 768 } },
      roles: ['first'],
      understood: {
        model: 'h3_max',
        promptText: PROMPT,
        promptImage: [{ uri: upload, position: 'first' }],
        duration: 5,
        resolution: '768p',
        promptExpansionMode: 'disabled',
        seed: 42,
      },
    },
    {
      title: 'a clip to go on with',
      generation: { ...clip, model: 'gemini_omni_flash_1.1', mode: 'extend', size: wide, audio: true, seed: null },
      roles: ['video'],
      understood: { ...usual, model: 'gemini_omni_flash_1.1', mode: 'extend', videoUri: upload },
    },
    {
      title: 'a clip to change',
      generation: { ...clip, model: 'aleph2', mode: 'edit', size: wide, seconds: 1 },
      roles: ['video'],
      understood: { model: 'aleph2', videoUri: upload, promptText: PROMPT, seed: 42 },
    },
    {
      title: 'a frame that is changed',
      generation: { ...clip, kind: 'image', model: 'gen4_image', mode: 'image', size: wide },
      roles: ['first'],
      understood: {
        model: 'gen4_image',
        promptText: `From @image1: ${PROMPT}`,
        referenceImages: [{ uri: upload, tag: 'image1' }],
        ratio: '1280:720',
      },
    },
    {
      title: 'a frame that is changed, with a picture beside it',
      generation: { ...clip, kind: 'image', model: 'gen4_image_turbo', mode: 'references', size: wide },
      roles: ['first', 'reference'],
      understood: {
        model: 'gen4_image_turbo',
        promptText: PROMPT,
        referenceImages: [
          { uri: upload, tag: 'image1' },
          { uri: upload, tag: 'image2' },
        ],
      },
    },
    {
      title: 'a start frame from a picture',
      generation: { ...clip, kind: 'image', model: 'gen4_image', mode: 'references', size: wide },
      roles: ['reference'],
      understood: {
        model: 'gen4_image',
        promptText: PROMPT,
        referenceImages: [{ uri: upload, tag: 'image1' }],
        ratio: '1280:720',
        seed: 42,
      },
    },
  ],
  traits: {
    uploads: true,
    progress: true,
    cancel: 'confirmed',
    idempotency: 'none',
    tellsCost: true,
    tellsEstimate: true,
    failure: 'unknown',
    moderation: { input: true, output: true },
    cancelledThere: true,
    results: 'links',
    missingResult: 'observe',
  },
  refusals: {
    forbidden: { status: 403, body: { error: 'This key may not use the API.' } },
    noCredit: { status: 400, body: { error: 'You do not have enough credits to run this task.' } },
    badRequest: {
      status: 400,
      body: { error: 'Validation of body failed', issues: [{ code: 'invalid_value', path: ['ratio'], message: '' }] },
    },
    policy: null,
    rateLimited: { status: 429, body: { error: 'You have reached your daily limit.' } },
  },
  webhook: null,
})
