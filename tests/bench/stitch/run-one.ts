/** Stitches the plan in the file named, in a process of its own, so that its processor time and memory can be told from the bench's. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { discoverFfmpeg, renderJoin, stitch, type StitchPlan } from '../../../server/media/index.ts'
import { planOf } from '../../harness/film.ts'
import { cpuOf } from '../motion/cpu.ts'

const order = z
  .object({
    clips: z.array(z.object({ path: z.string(), duration: z.number() })),
    frameRate: z.literal(30),
    width: z.number(),
    height: z.number(),
    output: z.string(),
    joins: z.object({ directory: z.string() }).nullable(),
    ahead: z.boolean(),
  })
  .parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')))
const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
if (!found.ok) throw new Error(found.message)
const { signal } = new AbortController()
const { clips, ahead, ...film } = order
const plan: StitchPlan = planOf(clips, film)
// What a server does once in its life, not once a film.
const warm = await stitch(
  found.ffmpeg,
  { ...plan, clips: plan.clips.slice(0, 1), joins: null, output: `${order.output}.warm.mp4` },
  { signal },
)
if (!warm.ok) throw new Error(warm.problem.detail)
if (ahead)
  for (const index of plan.clips.slice(1).keys()) {
    const done = await renderJoin(found.ffmpeg, plan, index, { signal })
    if (!done.ok) throw new Error(done.problem.detail)
  }
const [start, before] = [performance.now(), cpuOf(process.pid)]
const done = await stitch(found.ffmpeg, plan, { signal })
if (!done.ok) throw new Error(done.problem.detail)
const { copiedFrames, encodedFrames, frames, bounds } = done.value
const [wall, cpu] = [(performance.now() - start) / 1000, cpuOf(process.pid) - before]
process.stdout.write(JSON.stringify({ wall, cpu, copiedFrames, encodedFrames, frames, bounds }))
