import type { CatalogProvider } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { comfyuiModel, sizes } from './model.ts'

/** Files of the weights are asked for by name; the documentation lists them. */
const WEIGHTS = 'Its weights have to lie in that ComfyUI; a file that is missing is named when it is needed'
const OWN_HARDWARE = 'Runs on hardware of your own and costs nothing here'

const WAN = {
  ...comfyuiModel.native,
  modes: ['text', 'image', 'first_last'],
  /** Trained on 81 frames of a sixteenth of a second. */
  seconds: { minimum: 1, maximum: 5, step: 0.25 },
  frameRate: 16,
} as const

/** A ComfyUI of the operator's own, with graphs for Wan 2.2, LTX-Video and Stable Video Diffusion. */
export const COMFYUI: CatalogProvider = {
  id: 'comfyui',
  name: 'ComfyUI',
  workshop: 'remote',
  configure: 'COMFYUI_URL',
  pricesOf: '2026-11-21',
  retired: [],
  models: [
    remoteModel({
      kind: 'clip',
      ...comfyuiModel,
      id: 'wan-2.2',
      quality: 'standard',
      rank: {},
      speed: 'slow',
      recommendedFor: 'Footage from words, a picture, or a first and a last one, on a large graphics card of your own',
      notes: [OWN_HARDWARE, WEIGHTS, 'The two experts of 14 billion parameters each, in 8 bits: for a large graphics card'],
      native: { ...WAN, sizes: sizes('720p', [1280, 720], [720, 1280], [960, 960], [864, 1088]) },
    }),
    remoteModel({
      kind: 'clip',
      ...comfyuiModel,
      id: 'wan-2.2-small',
      quality: 'draft',
      rank: {},
      speed: 'slow',
      recommendedFor: 'The same as wan-2.2 in less than half of the pixels, for drafts and smaller graphics cards',
      notes: [OWN_HARDWARE, WEIGHTS, 'Makes 480p, which is enlarged here'],
      native: { ...WAN, sizes: sizes('480p', [832, 480], [480, 832], [640, 640], [576, 720]) },
    }),
    remoteModel({
      kind: 'clip',
      ...comfyuiModel,
      id: 'ltx-video',
      quality: 'draft',
      rank: {},
      speed: 'medium',
      recommendedFor: 'Fast footage from words, a picture, or a first and a last one, on a smaller graphics card of your own',
      notes: [OWN_HARDWARE, WEIGHTS],
      native: {
        ...comfyuiModel.native,
        modes: ['text', 'image', 'first_last'],
        seconds: { minimum: 1, maximum: 10, step: 0.5 },
        sizes: sizes('720p', [1248, 704], [704, 1248], [960, 960], [768, 960]),
        frameRate: 24,
        deadlineSeconds: 1800,
      },
    }),
    remoteModel({
      kind: 'clip',
      ...comfyuiModel,
      id: 'svd-xt',
      quality: 'draft',
      rank: {},
      speed: 'medium',
      recommendedFor: 'A picture that begins to move a little, without any words',
      notes: [OWN_HARDWARE, WEIGHTS, 'Makes 25 frames, which last 3 or 4 s; it takes no prompt'],
      native: {
        ...comfyuiModel.native,
        modes: ['image'],
        seconds: [3, 4],
        sizes: sizes('576p', [1024, 576], [576, 1024], [768, 768], [704, 896]),
        frameRate: null,
        negativePrompt: false,
        promptLength: 0,
        promptNeeded: false,
        deadlineSeconds: 1800,
      },
    }),
  ],
}
