import { z } from 'zod'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { MIME_OF, summarisePackets } from './packet-times.ts'
import { readColour, type ProbedVideo, type ProbeFindings } from './probed-video.ts'
import { startProgram } from './process-group.ts'
import type { VideoFormat } from './sniff.ts'

/** Arguments that let ffmpeg and ffprobe read one local file of a known container, and nothing that it may point to. */
export const LOCKED_INPUT: readonly string[] = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'mov,matroska,webm']

const MOST_OUTPUT_CHARACTERS = 32 * 1024 * 1024

const number = z.coerce.number()
const packet = z.object({
  pts_time: number.optional(),
  dts_time: number.optional(),
  duration_time: number.optional(),
  size: number,
  flags: z.string(),
})
const report = z.object({
  packets: z.array(packet).default([]),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().optional(),
      width: z.int().optional(),
      height: z.int().optional(),
      pix_fmt: z.string().optional(),
      sample_aspect_ratio: z.string().optional(),
      color_range: z.string().optional(),
      color_space: z.string().optional(),
      color_transfer: z.string().optional(),
      color_primaries: z.string().optional(),
      sample_rate: number.optional(),
      channels: z.int().optional(),
      side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
    }),
  ),
})
type Stream = z.infer<typeof report>['streams'][number]

/** Measures a video with ffprobe, locked down. Null where ffprobe fails, says too much, or finds no picture. */
export async function probeWithFfprobe(
  ffmpeg: Ffmpeg,
  path: string,
  format: VideoFormat,
  signal: AbortSignal,
): Promise<ProbeFindings | null> {
  const streams = await ask(ffmpeg, path, ['-show_streams'], signal)
  const video = streams?.streams.find(({ codec_type: type }) => type === 'video')
  if (streams === null || video === undefined) return null
  const packets = await ask(ffmpeg, path, ['-select_streams', 'v:0', '-show_packets', '-show_streams'], signal)
  if (packets === null) return null
  const audio = streams.streams.find(({ codec_type: type }) => type === 'audio')
  return {
    container: format,
    mime: MIME_OF[format],
    streams: streams.streams.length,
    codec: video.codec_name ?? 'unknown',
    pixelFormat: video.pix_fmt ?? null,
    avccSha256: null,
    ...readPicture(video),
    ...summarisePackets(
      packets.packets.map((packet) => ({
        start: packet.pts_time ?? packet.dts_time ?? 0,
        duration: packet.duration_time ?? 0,
        bytes: packet.size,
        key: packet.flags.startsWith('K'),
      })),
    ),
    hasAudio: audio !== undefined,
    audio:
      audio === undefined
        ? null
        : { codec: audio.codec_name ?? 'unknown', sampleRate: audio.sample_rate ?? 0, channels: audio.channels ?? 0 },
  }
}

type Picture = Pick<
  ProbedVideo,
  'width' | 'height' | 'codedWidth' | 'codedHeight' | 'rotation' | 'squarePixels' | 'bt709' | 'matrix' | 'hdr'
>

function readPicture(video: Stream): Picture {
  const codedWidth = video.width ?? 0
  const codedHeight = video.height ?? 0
  const [across = 1, down = 1] = (video.sample_aspect_ratio ?? '1:1').split(':').map(Number)
  const squarePixels = across === down || across === 0 || down === 0
  const width = squarePixels ? codedWidth : Math.round((codedWidth * across) / down)
  const rotation = clockwise(video.side_data_list?.find((each) => each.rotation !== undefined)?.rotation ?? 0)
  const lying = rotation === 90 || rotation === 270
  const tags = [video.color_primaries, video.color_transfer, video.color_space]
  return {
    width: lying ? codedHeight : width,
    height: lying ? width : codedHeight,
    codedWidth,
    codedHeight,
    rotation,
    squarePixels,
    bt709: tags.every((tag) => tag === 'bt709') && video.color_range === 'tv',
    ...readColour(video.color_space, video.color_transfer),
  }
}

/** ffprobe tells the rotation counter-clockwise, from -180 to 180 degrees. */
function clockwise(rotation: number): ProbedVideo['rotation'] {
  const turned = (((-Math.round(rotation / 90) * 90) % 360) + 360) % 360
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0
}

async function ask(ffmpeg: Ffmpeg, path: string, what: readonly string[], signal: AbortSignal): Promise<z.infer<typeof report> | null> {
  if (signal.aborted) return null
  const args = ['-v', 'error', '-max_alloc', String(256 * 1024 * 1024), ...LOCKED_INPUT, ...what, '-of', 'json', '-i', `file:${path}`]
  const program = startProgram(ffmpeg.ffprobe, args, { group: 'own', input: 'lifeline', captureOutput: true })
  const stop = (): void => program.kill()
  signal.addEventListener('abort', stop)
  let text = ''
  program.child.stderr?.resume()
  program.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (text.length > MOST_OUTPUT_CHARACTERS) program.kill()
  })
  const { code } = await program.ended
  signal.removeEventListener('abort', stop)
  if (code !== 0) return null
  const parsed = report.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}
