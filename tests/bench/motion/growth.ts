import type { Ffmpeg } from '../../../server/media/index.ts'
import { createMotionEngine, type MotionSpec } from '../../../server/motion/index.ts'
import { peakMemory, timed } from './clip-cost.ts'

/** One clip of the table of growth: what it took, and the most memory its child held (ffmpeg's not counted). */
export interface Growth {
  readonly clip: string
  readonly workers: number
  readonly wall: number
  readonly cpu: number
  readonly megabytes: number
}

const SIZES = {
  '720x1280': { width: 720, height: 1280 },
  '1080x1920': { width: 1080, height: 1920 },
  '2160x3840': { width: 2160, height: 3840 },
} as const

interface Case {
  readonly size: keyof typeof SIZES
  readonly seconds: number
  readonly frameRate: 30 | 60
  readonly workers: number
  readonly camera: 'dolly_slow' | 'orbit'
}

const BASE: Case = { size: '1080x1920', seconds: 5, frameRate: 30, workers: 1, camera: 'dolly_slow' }
/** Length, pixels, frame rate and threads, each on its own. */
const CASES: readonly Case[] = [
  BASE,
  { ...BASE, seconds: 10 },
  { ...BASE, seconds: 20 },
  { ...BASE, size: '720x1280' },
  { ...BASE, size: '2160x3840' },
  { ...BASE, size: '2160x3840', camera: 'orbit' },
  { ...BASE, frameRate: 60 },
  { ...BASE, workers: 2 },
  { ...BASE, workers: 3 },
]

/** Renders one clip of each case by an engine of its own, whose child is warm but has not seen the picture. */
export async function measureGrowth(ffmpeg: Ffmpeg, spec: MotionSpec, say: (line: string) => void): Promise<readonly Growth[]> {
  say('clip                              workers   seconds   of CPU   MB of the child at most')
  const measured: Growth[] = []
  for (const { size, seconds, frameRate, workers, camera } of CASES) {
    const engine = createMotionEngine({ ffmpeg, workers })
    await engine.warm()
    const { wall, cpu } = await timed(engine, { ...spec, ...SIZES[size], frameRate, frames: seconds * frameRate, camera })
    const clip = `${camera} ${seconds} s ${size}p${frameRate}`
    measured.push({ clip, workers, wall, cpu, megabytes: Math.round(peakMemory(engine)) })
    await engine.close()
    say(`${clip.padEnd(35)} ${workers}   ${wall.toFixed(2).padStart(10)} ${cpu.toFixed(2).padStart(8)}   ${peakText(measured)}`)
  }
  return measured
}

function peakText(measured: readonly Growth[]): string {
  return String(measured.at(-1)?.megabytes ?? 0).padStart(6)
}
