import { mkdtemp, readFile } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { turnClip, writeClip } from '../harness/media.ts'

/** What can be wrong with a result that was delivered. */
export const RESULT_FILES = [
  'right',
  'wrong_size',
  'wrong_fps',
  'short',
  'long',
  'rotated',
  'without_sound',
  'variable_rate',
  'truncated',
  'no_video',
] as const
export type ResultFile = (typeof RESULT_FILES)[number]

/** What was asked for. */
export interface ResultSpec {
  readonly kind: 'clip' | 'image'
  readonly width: number
  readonly height: number
  readonly seconds: number
  readonly frameRate: number
  readonly audio: boolean
}

export interface StoredResult {
  readonly bytes: Buffer
  readonly mime: string
}

const QUICK = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '40', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '32k'] as const
/** Two of five frames are left out where frames may last as long as they like. */
const VARIABLE = ['-vf', "select='not(between(mod(n,5),2,3))'", '-vsync', 'vfr'] as const

const made = new Map<string, Promise<StoredResult>>()
let directory: Promise<string> | null = null

/** A small real file as a generator would deliver it, made once by ffmpeg for each spec and kept while this process lives. */
export function resultFile(file: ResultFile, spec: ResultSpec): Promise<StoredResult> {
  const key = JSON.stringify([file, spec])
  const known = made.get(key)
  if (known !== undefined) return known
  const result = make(file, spec, `${made.size}`)
  made.set(key, result)
  return result
}

async function make(file: ResultFile, spec: ResultSpec, name: string): Promise<StoredResult> {
  if (file === 'no_video') return { bytes: Buffer.from('This is no video, whatever its type says.\n'.repeat(40)), mime: mimeOf(spec) }
  if (spec.kind === 'image') return await makeImage(file, spec)
  const path = join(await temporary(), `${name}.mp4`)
  await makeClip(path, file, spec)
  const bytes = await readFile(path)
  return { bytes: file === 'truncated' ? bytes.subarray(0, Math.floor(bytes.length * 0.6)) : bytes, mime: mimeOf(spec) }
}

async function makeClip(path: string, file: ResultFile, spec: ResultSpec): Promise<void> {
  const turned = file === 'rotated'
  const [width, height] = turned ? [spec.height, spec.width] : [spec.width, spec.height]
  await writeClip(path, {
    width: file === 'wrong_size' ? even(width * 0.6) : width,
    height: file === 'wrong_size' ? even(height * 0.5) : height,
    frameRate: String(file === 'wrong_fps' ? 15 : spec.frameRate),
    seconds: spec.seconds + (file === 'short' ? -spec.seconds / 2 : file === 'long' ? 2 : 0),
    audio: spec.audio && file !== 'without_sound',
    encode: file === 'variable_rate' ? [...VARIABLE, ...QUICK] : QUICK,
  })
  if (turned) await turnClip(path, path)
}

async function makeImage(file: ResultFile, { width, height }: ResultSpec): Promise<StoredResult> {
  const small = file === 'wrong_size' ? 0.5 : 1
  const create = { width: even(width * small), height: even(height * small), channels: 3, background: '#4a7' } as const
  const bytes = await sharp({ create }).png().toBuffer()
  return { bytes: file === 'truncated' ? bytes.subarray(0, Math.floor(bytes.length * 0.6)) : bytes, mime: 'image/png' }
}

function mimeOf(spec: ResultSpec): string {
  return spec.kind === 'clip' ? 'video/mp4' : 'image/png'
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2)
}

function temporary(): Promise<string> {
  directory ??= mkdtemp(join(tmpdir(), 'pagereel-simulated-')).then((path) => {
    process.once('exit', () => rmSync(path, { recursive: true, force: true }))
    return path
  })
  return directory
}
