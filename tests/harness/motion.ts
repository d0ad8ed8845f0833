import { discoverFfmpeg } from '../../server/media/index.ts'
import { createMotionEngine, type MotionEngine, type MotionPicture, type MotionSpec, type MotionTitle } from '../../server/motion/index.ts'
import type { RgbImage } from './frames.ts'

/** A realistic clip as it comes from the camera, of what is not said otherwise. */
export function plainSpec(more: Omit<MotionSpec, keyof typeof PLAIN> & Partial<MotionSpec>): MotionSpec {
  return { ...PLAIN, ...more }
}

const PLAIN = {
  picture: null,
  title: null,
  overlay: null,
  frameRate: 30,
  fit: 'crop',
  camera: 'dolly_slow',
  cameraFrom: 'move',
  intensity: 1,
  seed: 42,
  style: 'realistic',
  lighting: null,
  lightingStrength: 1,
  bars: false,
  parallax: true,
  sideBySide: false,
} as const satisfies Partial<MotionSpec>

/** A picture of which nothing is known but its size, but for what is said. */
export function plainPicture(more: Pick<MotionPicture, 'path' | 'width' | 'height'> & Partial<MotionPicture>): MotionPicture {
  return { focus: null, subject: null, mask: null, depth: null, ...more }
}

/** Words without any wish for their layout. */
export function plainTitle(text: string): MotionTitle {
  return { text, template: null, platform: null }
}

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
