import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { BasicSoundBank } from 'spessasynth_core'
import { openWav } from '../wav.ts'
import { compose } from './compose.ts'
import { MUSIC_RATE, perform, readSoundFont } from './perform.ts'
import { type MusicWish, planMusic } from './plan-music.ts'

/** The font is kept between pieces: reading it takes longer than playing a short one. */
let kept: { readonly path: string; readonly font: Promise<BasicSoundBank> } | null = null

/**
 * Composes a piece and plays it into a WAV file (48 kHz, stereo, floats), exactly as long as asked. Throws where the font is damaged or the
 * file cannot be written.
 * @param tell is told how much is done, from 0 to 1
 */
export async function makeMusic(
  wish: MusicWish,
  font: { readonly path: string; readonly sha256: string },
  output: string,
  tell: (done: number) => void,
): Promise<void> {
  if (kept?.path !== font.path) kept = { path: font.path, font: load(font) }
  const bank = await kept.font.catch((error: unknown) => {
    kept = null
    throw error
  })
  const plan = planMusic(wish)
  const wav = openWav(output, { rate: MUSIC_RATE, channels: 2, format: 'f32' })
  let samples = 0
  for await (const { left, right } of perform(plan, compose(plan), bank)) {
    const both = new Float32Array(2 * left.length)
    for (let index = 0; index < left.length; index += 1) {
      both[2 * index] = left[index] ?? 0
      both[2 * index + 1] = right[index] ?? 0
    }
    wav.write(both)
    samples += left.length
    tell(samples / (plan.seconds * MUSIC_RATE))
  }
  wav.close()
}

async function load({ path, sha256 }: { readonly path: string; readonly sha256: string }): Promise<BasicSoundBank> {
  const bytes = await readFile(path)
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('the sound font is damaged')
  return readSoundFont(bytes)
}
