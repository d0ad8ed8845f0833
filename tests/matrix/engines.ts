import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { discoverFfmpeg } from '../../server/media/index.ts'
import { createMotionEngine, type MotionEngine } from '../../server/motion/index.ts'

export interface Engines {
  /** Writes the frames as they are handed to the encoder: yuv420p, one after the other. */
  readonly raw: MotionEngine
  readonly encoding: MotionEngine
  close(): Promise<void>
}

/** Two engines, one of them with an encoder that keeps what it is fed. */
export async function openEngines(directory: string): Promise<Engines> {
  const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
  if (!found.ok) throw new Error(found.message)
  const keeper = join(directory, 'keep')
  await writeFile(keeper, '#!/bin/sh\nfor last; do :; done\nexec cat > "$last"\n')
  await chmod(keeper, 0o755)
  const raw = createMotionEngine({ ffmpeg: { ...found.ffmpeg, ffmpeg: keeper } })
  const encoding = createMotionEngine({ ffmpeg: found.ffmpeg })
  return { raw, encoding, close: async () => void (await Promise.all([raw.close(), encoding.close()])) }
}
