import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { frameSize } from 'shared/camera'
import { probeVideo } from '../../server/media/index.ts'
import type { MotionEngine, MotionSpec } from '../../server/motion/index.ts'
import { everyFrameOf, ssim } from '../harness/frames.ts'
import { makeWorkDirectory, systemFfmpeg } from '../harness/media.ts'
import { openEngine, plainPicture, plainSpec, renderWith } from '../harness/motion.ts'
import { productPicture } from '../harness/pictures.ts'
import { probe } from '../harness/probe.ts'
import { descendants, waitUntilGone } from '../harness/processes.ts'

const PICTURE = { width: 600, height: 750 }
const FRAME = { width: 270, height: 480 }

let directory: Awaited<ReturnType<typeof makeWorkDirectory>>

beforeAll(async () => {
  directory = await makeWorkDirectory()
  await writeFile(file('product.png'), await productPicture({ ...PICTURE, seed: 11, subjectAt: 0.4 }, 'png'))
})

afterAll(async () => await directory[Symbol.asyncDispose]())

function file(name: string): string {
  return directory.file(name)
}

function specOf(more: Partial<MotionSpec> & { readonly output: string }): MotionSpec {
  const picture = plainPicture({ path: file('product.png'), ...PICTURE, focus: { x: 0.4, y: 0.55 } })
  return plainSpec({ picture, ...FRAME, frames: 15, ...more })
}

it('gives the same frames whatever the number of workers, three times over', async () => {
  const ellipse =
    '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="200"><ellipse cx="64" cy="110" rx="40" ry="60" fill="#fff"/></svg>'
  const mask = (await sharp(Buffer.from(ellipse)).flatten({ background: '#000' }).toColourspace('b-w').png().toBuffer()).toString('base64')
  const subject = { x: 0.15, y: 0.25, width: 0.5, height: 0.6 }
  const picture = plainPicture({ path: file('product.png'), ...PICTURE, subject, mask })
  const takes = [
    { camera: 'orbit', picture, style: 'cinematic' },
    { camera: 'whip_pan_right', picture, lighting: 'neon_glow' },
    { camera: 'spiral_zoom', lighting: 'golden_hour' },
  ] as const
  const hashes = takes.map(() => new Set<string>())
  const reports = new Set<string>()
  for (const { workers, runs } of [
    { workers: 1, runs: [1, 2] },
    { workers: 2, runs: [3] },
  ]) {
    const other = await openEngine({ workers })
    for (const run of runs)
      for (const [index, take] of takes.entries()) {
        const output = file(`same-${index}-${run}.mp4`)
        const spec = specOf({ frames: 9, ...take, output })
        const done = await other.render(spec, { signal: new AbortController().signal, onProgress: () => {} })
        if ('picture' in take && done.ok) reports.add(done.value.parallax)
        hashes[index]?.add(
          createHash('sha256')
            .update(await readFile(output))
            .digest('hex'),
        )
      }
    await other.close()
  }
  expect(hashes.map(({ size }) => size)).toEqual([1, 1, 1])
  expect([...reports]).toEqual(['cut_out'])
})

it('encodes a clip that is one of many with less effort, and so that it can still be joined by copying', async () => {
  const engine = await openEngine()
  const made = async (sideBySide: boolean) => {
    const path = await renderWith(engine, specOf({ frames: 45, sideBySide, output: file(`effort-${sideBySide}.mp4`) }))
    const probed = await probeVideo(await systemFfmpeg(), path, new AbortController().signal)
    if (!probed.ok) throw new Error(probed.problem.detail)
    const { avccSha256, keyFrames, longestGop } = probed.value
    return { structure: { avccSha256, keyFrames, longestGop }, bytes: await readFile(path), frames: await everyFrameOf(path, FRAME) }
  }
  const [alone, beside] = [await made(false), await made(true)]
  await engine.close()
  expect(beside.bytes.equals(alone.bytes)).toBe(false)
  expect(beside.structure).toEqual(alone.structure)
  expect(beside.structure).toMatchObject({ keyFrames: 3, longestGop: 15 })
  expect(beside.frames).toHaveLength(45)
  const likeness = beside.frames.map((frame, index) => ssim(frame, alone.frames[index] ?? frame))
  expect(Math.min(...likeness)).toBeGreaterThan(0.97)
})

it('leaves no process and no file within 300 ms of being cancelled', async () => {
  const other = await openEngine()
  const took: number[] = []
  // On a machine that is busy with other tests one try may have to wait for its turn.
  while (took.length < 3 && !took.some((milliseconds) => milliseconds < 300)) took.push(await cancelled(other))
  expect(Math.min(...took)).toBeLessThan(300)
  expect((await readdir(directory.path)).filter((name) => name.startsWith('cancelled'))).toEqual([])
  await other.close()
})

it('fails only the job of a child that dies, and goes on', async () => {
  const other = await openEngine({ parallel: 2 })
  const killed = other.render(specOf({ frames: 3000, output: file('killed.mp4') }), {
    signal: new AbortController().signal,
    onProgress: ({ framesDone }) => {
      const [first] = other.pids()
      if (framesDone === 5 && first !== undefined) process.kill(first, 'SIGKILL')
    },
  })
  const beside = renderWith(other, specOf({ frames: 30, output: file('beside.mp4') }))
  expect(await killed).toMatchObject({ ok: false, problem: { code: 'internal_error', retryable: true } })
  expect(await probe(await beside)).toMatchObject({ nb_read_frames: '30' })
  expect((await readdir(directory.path)).filter((name) => name.startsWith('killed'))).toEqual([])
  await renderWith(other, specOf({ frames: 3, output: file('after.mp4') }))
  await other.close()
})

it('answers a picture that cannot be read with a problem, and goes on', async () => {
  await writeFile(file('broken.png'), (await readFile(file('product.png'))).subarray(0, 9000))
  await writeFile(file('text.png'), 'this is no picture')
  const engine = await openEngine()
  for (const name of ['broken.png', 'text.png', 'missing.png']) {
    const spec = specOf({ picture: plainPicture({ path: file(name), ...PICTURE }), output: file('unread.mp4') })
    const outcome = await engine.render(spec, { signal: new AbortController().signal, onProgress: () => {} })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
  }
  expect((await readdir(directory.path)).filter((name) => name.startsWith('unread'))).toEqual([])
  await renderWith(engine, specOf({ frames: 3, output: file('still-works.mp4') }))
  await engine.close()
})

/** Milliseconds from cancelling a clip in its fifth frame until it has ended and none of its processes is left. */
async function cancelled(other: MotionEngine): Promise<number> {
  const stop = new AbortController()
  let pids: readonly number[] = []
  let asked = 0
  const outcome = await other.render(specOf({ frames: 3000, ...frameSize('9:16', '1080p'), output: file('cancelled.mp4') }), {
    signal: stop.signal,
    onProgress: ({ framesDone }) => {
      if (framesDone !== 5) return
      const [busy] = other.pids()
      pids = busy === undefined ? [] : [busy, ...descendants(busy).map(({ pid }) => pid)]
      asked = performance.now()
      stop.abort()
    },
  })
  expect(outcome).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  expect(pids.length).toBeGreaterThanOrEqual(2)
  expect(await waitUntilGone(pids, 2000)).not.toBeNull()
  return performance.now() - asked
}
