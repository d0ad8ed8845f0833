import { chmod, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { type Ffmpeg, profile } from '../../../server/media/index.ts'
import { createMotionEngine, type MotionEngine, type MotionSpec } from '../../../server/motion/index.ts'
import { type Cost, cpuOf, runTimed } from './cpu.ts'

/** Renders a clip; processor time is that of all children of the engine. */
export async function timed(engine: MotionEngine, spec: MotionSpec): Promise<Cost> {
  const before = cpuOfChildren(engine)
  const start = performance.now()
  const done = await engine.render(spec, { signal: new AbortController().signal, onProgress: () => {} })
  const wall = (performance.now() - start) / 1000
  if (!done.ok) throw new Error(done.problem.detail)
  return { wall, cpu: cpuOfChildren(engine) - before }
}

function cpuOfChildren(engine: MotionEngine): number {
  return engine.pids().reduce((sum, pid) => sum + cpuOf(pid), 0)
}

/** The same with an engine made for this one clip. */
export async function timedCold(ffmpeg: Ffmpeg, spec: MotionSpec): Promise<Cost> {
  const engine = createMotionEngine({ ffmpeg })
  const cost = await timed(engine, spec)
  await engine.close()
  return cost
}

/** The most memory that any of the engine's children ever held, in megabytes: `VmHWM` of proc(5). */
export function peakMemory(engine: MotionEngine): number {
  const peaks = engine.pids().map((pid) => /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  return Math.max(...peaks.map((kilobytes) => Number(kilobytes ?? 0))) / 1024
}

/** An encoder that keeps what it is fed: its last argument is the file. */
export async function keeper(real: Ffmpeg, script: string): Promise<Ffmpeg> {
  await writeFile(script, '#!/bin/sh\nfor last; do :; done\nexec cat > "$last"\n')
  await chmod(script, 0o755)
  return { ...real, ffmpeg: script }
}

/** Encodes raw frames as the engine has them encoded: what no renderer can be faster than. */
export async function encodeOnly(ffmpeg: Ffmpeg, raw: string, spec: MotionSpec): Promise<Cost> {
  const input = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', `${spec.width}x${spec.height}`]
  const output = [...encoding(spec), `${raw}.mp4`]
  return await runTimed(ffmpeg.ffmpeg, ['-v', 'error', '-y', ...input, '-framerate', String(spec.frameRate), '-i', raw, ...output])
}

/** The usual dolly without an engine: zoompan, with its jitter hidden by a picture four times as large. */
export async function zoompan(ffmpeg: Ffmpeg, picture: string, spec: MotionSpec): Promise<Cost> {
  const { width, height, frames, frameRate } = spec
  const large = `${width * 4}:${height * 4}`
  const zoom = `zoompan=z='1+0.2*on/${frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=${frames}:fps=${frameRate}:s=${width}x${height}`
  const filter = `scale=${large}:force_original_aspect_ratio=increase,crop=${large},${zoom}`
  return await runTimed(ffmpeg.ffmpeg, ['-v', 'error', '-y', '-i', picture, '-vf', filter, ...encoding(spec), `${spec.output}.zoompan.mp4`])
}

function encoding(spec: MotionSpec): readonly string[] {
  const { videoArguments, containerArguments } = profile(spec.frameRate)
  return ['-an', '-frames:v', String(spec.frames), ...videoArguments, ...containerArguments]
}
