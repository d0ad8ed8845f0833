import { discoverFfmpeg } from '../../server/media/index.ts'
import { createMotionEngine, type MotionEngine, type MotionSpec } from '../../server/motion/index.ts'
import type { RgbImage } from './frames.ts'

/** An engine on the system's ffmpeg. */
export async function openEngine(options: { workers?: number; parallel?: number } = {}): Promise<MotionEngine> {
  const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
  if (!found.ok) throw new Error(found.message)
  return createMotionEngine({ ffmpeg: found.ffmpeg, ...options })
}

/** Renders a clip that must not fail and gives its path. */
export async function renderWith(engine: MotionEngine, spec: MotionSpec): Promise<string> {
  const done = await engine.render(spec, { signal: new AbortController().signal, onProgress: () => {} })
  if (!done.ok) throw new Error(JSON.stringify(done.problem))
  return spec.output
}

export function pixelAt({ data, width }: RgbImage, x: number, y: number): readonly [number, number, number] {
  const at = (y * width + x) * 3
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
}
