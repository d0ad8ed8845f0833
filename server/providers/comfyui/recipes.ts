import { createHash } from 'node:crypto'
import type { ClipGeneration, InputRole, Mode } from '../port.ts'
import { fillGraph, graph, type Graph, type SlotValues } from './graph.ts'
import ltxFirstLast from './graphs/ltx-video-first-last.json' with { type: 'json' }
import ltxImage from './graphs/ltx-video-image.json' with { type: 'json' }
import ltxText from './graphs/ltx-video-text.json' with { type: 'json' }
import svdImage from './graphs/svd-xt-image.json' with { type: 'json' }
import wanFirstLast from './graphs/wan-2.2-first-last.json' with { type: 'json' }
import wanImage from './graphs/wan-2.2-image.json' with { type: 'json' }
import wanText from './graphs/wan-2.2-text.json' with { type: 'json' }

/**
 * How many frames a clip has. `rate`: a fixed rate and a multiple of `step` and one more, as the model's encoder packs frames. `spread`:
 * always as many, slower for a longer clip.
 */
export type Timing =
  | { readonly kind: 'rate'; readonly frameRate: number; readonly step: number }
  | { readonly kind: 'spread'; readonly frames: number }

/** How one model is run: a graph for each way of working, and what fills its slots. */
export interface Recipe {
  readonly graphs: Partial<Readonly<Record<Mode, Graph>>>
  readonly timing: Timing
  /** What is kept out of a clip where nothing else is said. */
  readonly negativePrompt: string
}

/** Wan packs four frames into one, at 16 frames a second. */
const WAN: Recipe = {
  graphs: { text: graph.parse(wanText), image: graph.parse(wanImage), first_last: graph.parse(wanFirstLast) },
  timing: { kind: 'rate', frameRate: 16, step: 4 },
  negativePrompt:
    'static, blurred details, overexposed, worst quality, low quality, JPEG artefacts, subtitles, deformed hands, deformed face',
}

/** LTX packs eight frames into one. */
const LTX: Recipe = {
  graphs: { text: graph.parse(ltxText), image: graph.parse(ltxImage), first_last: graph.parse(ltxFirstLast) },
  timing: { kind: 'rate', frameRate: 24, step: 8 },
  negativePrompt: 'low quality, worst quality, deformed, distorted, disfigured, motion smear, motion artefacts, fused fingers, watermark',
}

/** Stable Video Diffusion XT was trained on 25 frames and takes no words at all. */
const SVD: Recipe = {
  graphs: { image: graph.parse(svdImage) },
  timing: { kind: 'spread', frames: 25 },
  negativePrompt: '',
}

const BUILT_IN: ReadonlyMap<string, Recipe> = new Map([
  ['wan-2.2', WAN],
  ['wan-2.2-small', WAN],
  ['ltx-video', LTX],
  ['svd-xt', SVD],
])

/** The recipe of a model of the catalog; null for graphs of people's own. */
export function recipeFor(model: string): Recipe | null {
  return BUILT_IN.get(model) ?? null
}

/** Frames and their rate for so many seconds: never fewer than asked for. */
export function framesFor(timing: Timing, seconds: number): { readonly frames: number; readonly frameRate: number } {
  if (timing.kind === 'spread') return { frames: timing.frames, frameRate: Math.max(1, Math.floor(timing.frames / seconds)) }
  const { frameRate, step } = timing
  return { frames: step * Math.ceil((seconds * frameRate - 1) / step - 1e-9) + 1, frameRate }
}

/** The graph that makes a generation, with the names under which its pictures lie there; null where the recipe has none for its mode. */
export function graphFor(
  recipe: Recipe,
  generation: ClipGeneration,
  images: Partial<Readonly<Record<InputRole, string>>>,
  key: string,
): Graph | null {
  const template = recipe.graphs[generation.mode]
  if (template === undefined) return null
  const { frames, frameRate } = framesFor(recipe.timing, generation.seconds)
  const values: SlotValues = {
    prompt: generation.prompt,
    negative_prompt: generation.negativePrompt ?? recipe.negativePrompt,
    width: generation.size.width,
    height: generation.size.height,
    frames,
    frame_rate: frameRate,
    seconds: generation.seconds,
    seed: generation.seed ?? seedOf(key),
    ...(images.first === undefined ? {} : { image: images.first }),
    ...(images.last === undefined ? {} : { last_image: images.last }),
  }
  return fillGraph(template, values)
}

/** A seed that is the same whenever the same attempt is sent. */
function seedOf(key: string): number {
  return createHash('sha256').update(key).digest().readUIntBE(0, 6)
}
