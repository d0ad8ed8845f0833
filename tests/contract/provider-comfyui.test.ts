import { expect } from 'vitest'
import { createComfyui } from '../../server/providers/comfyui/adapter.ts'
import type { ClipGeneration } from '../../server/providers/port.ts'
import { startComfyui } from '../simulators/comfyui.ts'
import { describeProvider } from './providers.contract.ts'

const PROMPT = 'a red lantern swings in the wind'

const clip: ClipGeneration = {
  kind: 'clip',
  model: 'wan-2.2-small',
  mode: 'image',
  prompt: PROMPT,
  negativePrompt: null,
  seconds: 3,
  size: { name: '832x480', tier: '480p', width: 832, height: 480 },
  frameRate: null,
  audio: false,
  seed: 42,
  options: {},
}
const wide = { name: '1248x704', tier: '720p', width: 1248, height: 704 }
const uploaded = { class_type: 'LoadImage', inputs: { image: expect.stringMatching(/^pagereel\/[0-9a-f]{32}\.jpg$/) } }

describeProvider({
  name: 'ComfyUI',
  id: 'ComfyUI',
  startSimulator: startComfyui,
  createAdapter: (access) => createComfyui(access),
  key: '',
  generations: [
    {
      title: 'a picture',
      generation: clip,
      roles: ['first'],
      understood: {
        5: { inputs: { text: PROMPT } },
        6: { inputs: { text: expect.stringContaining('low quality') } },
        7: uploaded,
        8: { class_type: 'WanImageToVideo', inputs: { width: 832, height: 480, length: 49, start_image: ['7', 0] } },
        11: { inputs: { noise_seed: 42 } },
        15: { inputs: { fps: 16 } },
      },
    },
    {
      title: 'words, and what not to show',
      generation: { ...clip, mode: 'text', seconds: 5, negativePrompt: 'people' },
      roles: [],
      understood: {
        1: { inputs: { unet_name: 'wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors' } },
        6: { inputs: { text: 'people' } },
        8: { class_type: 'EmptyHunyuanLatentVideo', inputs: { length: 81 } },
      },
    },
    {
      title: 'a first and a last picture',
      generation: { ...clip, model: 'wan-2.2', mode: 'first_last' },
      roles: ['first', 'last'],
      understood: {
        7: uploaded,
        8: { class_type: 'WanFirstLastFrameToVideo', inputs: { start_image: ['7', 0], end_image: ['17', 0] } },
        17: uploaded,
      },
    },
    {
      title: 'a picture for LTX-Video',
      generation: { ...clip, model: 'ltx-video', size: wide, seconds: 4.5 },
      roles: ['first'],
      understood: {
        7: { class_type: 'LTXVImgToVideo', inputs: { width: 1248, height: 704, length: 113 } },
        8: { inputs: { frame_rate: 24 } },
        11: { class_type: 'SamplerCustom', inputs: { noise_seed: 42 } },
      },
    },
    {
      title: 'words for LTX-Video',
      generation: { ...clip, model: 'ltx-video', size: wide, mode: 'text', seed: null },
      roles: [],
      understood: { 7: { class_type: 'EmptyLTXVLatentVideo' }, 11: { inputs: { noise_seed: expect.any(Number) } } },
    },
    {
      title: 'a first and a last picture for LTX-Video',
      generation: { ...clip, model: 'ltx-video', size: wide, mode: 'first_last' },
      roles: ['first', 'last'],
      understood: {
        19: { inputs: { frame_idx: 0, image: ['6', 0] } },
        20: { inputs: { frame_idx: -1, image: ['18', 0] } },
        12: { class_type: 'LTXVCropGuides' },
      },
    },
    {
      title: 'a picture for Stable Video Diffusion, which takes no words',
      generation: { ...clip, model: 'svd-xt', seconds: 4, prompt: '', size: { name: '1024x576', tier: '576p', width: 1024, height: 576 } },
      roles: ['first'],
      understood: {
        3: { inputs: { video_frames: 25, fps: 6, width: 1024, height: 576, init_image: ['2', 0] } },
        5: { inputs: { seed: 42 } },
      },
    },
  ],
  traits: {
    uploads: true,
    progress: false,
    cancel: 'requested',
    idempotency: 'key',
    tellsCost: false,
    tellsEstimate: false,
    failure: 'nothing',
    moderation: { input: false, output: false },
    cancelledThere: true,
    results: 'own',
    missingResult: 'observe',
  },
  refusals: {
    forbidden: { status: 403 },
    noCredit: null,
    badRequest: {
      status: 400,
      body: { error: { type: 'prompt_outputs_failed_validation', details: 'Value not in list' }, node_errors: {} },
    },
    policy: null,
    rateLimited: { status: 429 },
  },
  // ComfyUI reads any body as JSON and assumes these, and `client_id` only decides who hears of progress.
  harmless: /^(?:form (?:type|overwrite)|query type|header content-type|json client_id)$/,
  webhook: null,
})
