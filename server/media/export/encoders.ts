import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { startProgram } from '../process-group.ts'

const AV1: readonly (readonly string[])[] = [
  ['libsvtav1', '-preset', '10', '-crf', '35'],
  ['libaom-av1', '-usage', 'realtime', '-cpu-used', '8', '-crf', '35', '-b:v', '0', '-row-mt', '1'],
  ['librav1e', '-speed', '10', '-qp', '100'],
]
const VP9: readonly (readonly string[])[] = [
  ['libvpx-vp9', '-deadline', 'good', '-cpu-used', '4', '-row-mt', '1', '-crf', '32', '-b:v', '0'],
]
const WEBM_SOUND: readonly (readonly string[])[] = [
  ['libopus', '-b:a', '128k'],
  ['libvorbis', '-q:a', '5'],
]

const known = new Map<string, Promise<ReadonlySet<string>>>()

/** ffmpeg arguments of the picture and the sound of a WebM, with the first encoder of each that this ffmpeg has. */
export async function webmEncoding(ffmpeg: Ffmpeg, codec: 'vp9' | 'av1'): Promise<Outcome<readonly string[]>> {
  const there = await encodersOf(ffmpeg)
  const picture = (codec === 'av1' ? AV1 : VP9).find(([name = '']) => there.has(name))
  const sound = WEBM_SOUND.find(([name = '']) => there.has(name))
  if (picture !== undefined && sound !== undefined)
    return succeed(['-c:v', ...picture, '-pix_fmt', 'yuv420p', '-g', '150', '-c:a', ...sound])
  return refuse('unsupported_option', `This ffmpeg has no encoder for ${codec === 'av1' ? 'AV1' : 'VP9'} in WebM. Export MP4 instead.`, {
    params: { option: 'preset', value: codec === 'av1' ? 'webm_av1' : 'webm' },
  })
}

function encodersOf({ ffmpeg }: Ffmpeg): Promise<ReadonlySet<string>> {
  const asked = known.get(ffmpeg) ?? askForEncoders(ffmpeg)
  known.set(ffmpeg, asked)
  return asked
}

async function askForEncoders(ffmpeg: string): Promise<ReadonlySet<string>> {
  const program = startProgram(ffmpeg, ['-hide_banner', '-encoders'], { group: 'own', input: 'lifeline', captureOutput: true })
  let text = ''
  program.child.stderr?.resume()
  program.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await program.ended
  return new Set(text.split('\n').map((line) => line.trim().split(/\s+/)[1] ?? ''))
}
