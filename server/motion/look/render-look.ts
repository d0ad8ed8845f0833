import path from 'node:path'
import { readFile } from 'node:fs/promises'
import type { FrameSize } from 'shared/camera'
import { type Outcome, succeed } from 'shared/wire'
import { type Ffmpeg, runFfmpeg } from '../../media/index.ts'
import type { Look } from './look.ts'
import { withDirectory, writeLook } from './look-files.ts'
import { lookGraph } from './look-graph.ts'
import { covering } from './restyle.ts'

/**
 * What a picture looks like in a look, as a PNG of the given even size: style, light and finish, as in the first frame of a clip that
 * stands still. The picture covers the frame and is cropped around its middle. For contact sheets and thumbnails.
 *
 * Problems: `cancelled`, and those of ffmpeg.
 */
export async function renderLook(
  ffmpeg: Ffmpeg,
  picture: string,
  look: Look,
  options: { readonly frame: FrameSize; readonly signal: AbortSignal },
): Promise<Outcome<Buffer>> {
  const { frame, signal } = options
  return await withDirectory(async (directory) => {
    const files = await writeLook(look, frame, directory)
    const output = path.join(directory, 'look.png')
    const inputs = [picture, ...files.overlays.map((overlay) => overlay.path)].flatMap((file) => ['-i', file])
    const graph = `[0:v]${covering(frame)}[framed];${lookGraph(look, files, { frame, frameRate: 30, firstOverlay: 1 })}`
    const shown = `${graph};[finished]scale=in_color_matrix=bt709:in_range=tv:out_range=pc:flags=accurate_rnd+full_chroma_int,format=rgb24[shown]`
    const args = [
      ...inputs,
      '-filter_complex',
      shown,
      '-map',
      '[shown]',
      '-frames:v',
      '1',
      '-f',
      'image2',
      '-c:v',
      'png',
      '-update',
      '1',
      output,
    ]
    const done = await runFfmpeg(ffmpeg, args, { signal, group: 'inherited' })
    return done.ok ? succeed(await readFile(output)) : done
  })
}
