import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** SSIM of luma of each frame of a film against a lossless one; of luma, as xfade's way over 4:4:4 and back blurs the chroma of the latter. */
export async function likenesses(path: string, lossless: string, frameRate: number): Promise<readonly number[]> {
  const numbered = `settb=1/${frameRate},setpts=N`
  const graph = `[0:v]${numbered}[one];[1:v]${numbered}[other];[one][other]ssim=stats_file=-`
  const { stdout } = await execute('ffmpeg', ['-v', 'error', '-i', path, '-i', lossless, '-filter_complex', graph, '-f', 'null', '-'], {
    maxBuffer: 1 << 26,
  })
  return [...stdout.matchAll(/Y:([\d.]+)/g)].map(([, value]) => Number(value))
}

/** Mean over the frames in which two clips overlap. */
export function meanOfJoins(
  values: readonly number[],
  bounds: readonly { readonly start: number; readonly end: number }[],
  frameRate: number,
): number {
  const joins = bounds
    .slice(1)
    .flatMap(({ start }, index) => values.slice(Math.round(start * frameRate), Math.round((bounds[index]?.end ?? 0) * frameRate)))
  return joins.reduce((sum, value) => sum + value, 0) / joins.length
}
