import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { matrixOf } from '../picture-colours.ts'
import { LOCKED_INPUT } from '../probe-ffprobe.ts'
import { probeVideo } from '../probe-video.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'

/**
 * Writes the frame of a conformed clip that is shown at a time (seconds from its start) as PNG in sRGB. Problems: `media_invalid` where
 * there is none, `cancelled`.
 */
export async function frameAt(
  ffmpeg: Ffmpeg,
  path: string,
  seconds: number,
  output: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Outcome<{ readonly path: string }>> {
  const probed = await probeVideo(ffmpeg, path, signal)
  if (!probed.ok) return probed
  const exact = 'flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp'
  const filter = `scale=${exact}:in_color_matrix=${matrixOf(probed.value)}:out_range=pc,format=rgb24`
  const seek = seconds <= 0 ? [] : ['-ss', (probed.value.startTime + seconds).toFixed(4)]
  const args = [...seek, ...LOCKED_INPUT, '-i', path, '-map', '0:v:0', '-an', '-vf', filter, '-frames:v', '1']
  const done = await runFfmpeg(ffmpeg, [...args, '-c:v', 'png', '-f', 'image2', '-update', '1', output], { signal })
  if (done.ok) return succeed({ path: output })
  return done.problem.code === 'cancelled' ? done : refuse('media_invalid', 'The clip has no such frame.')
}
