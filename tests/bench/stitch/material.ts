import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { AAC, profile, type FrameRate } from '../../../server/media/index.ts'
import { photo } from '../../harness/media.ts'

const execute = promisify(execFile)

export interface Material {
  readonly width: number
  readonly height: number
  readonly frameRate: FrameRate
  readonly seconds: number
}

/** Writes clips in the profile: a photograph each, over which the view glides, and a chord. The same for the same seeds. */
export async function writeMaterial(
  file: (name: string) => string,
  count: number,
  material: Material,
): Promise<readonly { path: string; duration: number }[]> {
  const { width, height, frameRate, seconds } = material
  const { videoArguments, containerArguments } = profile(frameRate)
  const clips: { path: string; duration: number }[] = []
  for (let number = 0; number < count; number += 1) {
    const picture = file(`photo${number}.jpg`)
    await writeFile(picture, await photo(Math.round(width * 1.3), Math.round(height * 1.3), number + 1))
    const glide = `crop=${width}:${height}:x='(iw-ow)*t/${seconds}':y='(ih-oh)*(0.5+0.5*sin(t+${number}))'`
    const grain = `noise=alls=3:allf=t:all_seed=${number},setsar=1,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p`
    const tone = `sine=frequency=${220 + number * 20}:sample_rate=48000:duration=${seconds}`
    const room = `anoisesrc=colour=pink:amplitude=0.1:sample_rate=48000:seed=${number}:duration=${seconds}`
    // A tone by itself is what no clip sounds like, and what the coder of AAC searches twice as long for.
    const sounds = `${tone}[tone];${room}[room];[tone][room]amix=inputs=2:duration=first`
    const inputs = ['-loop', '1', '-framerate', String(frameRate), '-t', String(seconds), '-i', picture, '-f', 'lavfi', '-i', sounds]
    const path = file(`clip${number}.mp4`)
    const sound = [...AAC, '-ac', '2']
    await execute('ffmpeg', [
      '-v',
      'error',
      '-y',
      ...inputs,
      '-vf',
      `${glide},${grain}`,
      ...videoArguments,
      ...sound,
      ...containerArguments,
      path,
    ])
    clips.push({ path, duration: seconds })
  }
  return clips
}

/** ffmpeg arguments of what is compared with: one process that fades all clips into each other with xfade, and their sound, exact in length. */
export function wholeEncode(
  clips: readonly { readonly path: string; readonly duration: number }[],
  {
    frameRate,
    overlap,
    output,
    lossless = false,
  }: { readonly frameRate: FrameRate; readonly overlap: number; readonly output: string; readonly lossless?: boolean },
): readonly string[] {
  let [picture, sound, length] = ['[0:v]', '[s0]', clips[0]?.duration ?? 0]
  const chains = clips.map(
    ({ duration }, index) => `[${index}:a]aresample=48000,apad,atrim=end_sample=${duration * 48_000},asetpts=N/SR/TB[s${index}]`,
  )
  clips.slice(1).forEach(({ duration }, index) => {
    const next = index + 1
    chains.push(`${picture}[${next}:v]xfade=transition=fade:duration=${overlap}:offset=${(length - overlap).toFixed(6)}[v${next}]`)
    chains.push(`${sound}[s${next}]acrossfade=ns=${overlap * 48_000}:c1=qsin:c2=qsin[x${next}]`)
    ;[picture, sound, length] = [`[v${next}]`, `[x${next}]`, length + duration - overlap]
  })
  chains.push(`${picture}format=yuv420p[film]`)
  const { videoArguments, containerArguments } = profile(frameRate)
  const encode = lossless ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0'] : videoArguments
  const inputs = clips.flatMap(({ path }) => ['-i', path])
  const maps = ['-map', '[film]', '-map', sound, '-r', String(frameRate), ...AAC]
  return ['-v', 'error', '-y', ...inputs, '-filter_complex', chains.join(';'), ...maps, ...encode, ...containerArguments, output]
}
