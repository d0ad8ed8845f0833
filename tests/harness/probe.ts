import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { z } from 'zod'

const execute = promisify(execFile)

const report = z.object({
  streams: z.array(
    z.object({
      codec_name: z.string(),
      width: z.number(),
      height: z.number(),
      pix_fmt: z.string(),
      r_frame_rate: z.string(),
      nb_read_frames: z.string(),
      color_range: z.string().optional(),
      color_space: z.string().optional(),
      color_transfer: z.string().optional(),
      color_primaries: z.string().optional(),
    }),
  ),
})

/** What ffprobe says of a file's first video stream, every frame decoded and counted. */
export async function probe(path: string): Promise<z.infer<typeof report>['streams'][number]> {
  const { stdout } = await execute('ffprobe', [
    '-v',
    'error',
    '-select_streams',
    'v:0',
    '-count_frames',
    '-show_streams',
    '-of',
    'json',
    path,
  ])
  const [stream] = report.parse(JSON.parse(stdout)).streams
  if (stream === undefined) throw new Error(`${path} has no video`)
  return stream
}

/** What kinds of streams a file has, in order. */
export async function streamKinds(path: string): Promise<readonly string[]> {
  const { stdout } = await execute('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0', path])
  return stdout.split('\n').filter((line) => line !== '')
}

/** Whether an MP4 can start playing before it is all there: its index (moov) lies before its data (mdat). */
export async function startsFast(path: string): Promise<boolean> {
  const file = await readFile(path)
  const boxes: string[] = []
  for (let offset = 0; offset + 8 <= file.length;) {
    const size = file.readUInt32BE(offset)
    boxes.push(file.toString('latin1', offset + 4, offset + 8))
    offset += size === 1 ? Number(file.readBigUInt64BE(offset + 8)) : size
    if (size === 0) break
  }
  return boxes.includes('moov') && boxes.indexOf('moov') < boxes.indexOf('mdat')
}
