import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { descendants } from '../../harness/processes.ts'

const report = z.object({
  wall: z.number(),
  cpu: z.number(),
  frames: z.number(),
  copiedFrames: z.number(),
  encodedFrames: z.number(),
  bounds: z.array(z.object({ start: z.number(), end: z.number() })),
})
export type Stitched = z.infer<typeof report> & { readonly peakBytes: number }

export interface StitchOrder {
  readonly clips: readonly { readonly path: string; readonly duration: number }[]
  readonly width: number
  readonly height: number
  readonly output: string
  /** Where joins are kept; null: all is rendered. */
  readonly joins: string | null
  /** Renders all joins first, outside of the time that is told. */
  readonly ahead: boolean
}

/** Stitches in a process of its own; `wall` and `cpu` are seconds of the stitch alone, on the clock and of the processors; `peakBytes` the memory of the process and all below it. */
export async function stitchOnce({ joins, ...order }: StitchOrder): Promise<Stitched> {
  const file = `${order.output}.order.json`
  await writeFile(file, JSON.stringify({ ...order, frameRate: 30, joins: joins === null ? null : { directory: joins } }))
  const child = spawn(process.execPath, [fileURLToPath(new URL('run-one.ts', import.meta.url)), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  let peakBytes = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const watch = setInterval(() => {
    const pids = child.pid === undefined ? [] : [child.pid, ...descendants(child.pid).map(({ pid }) => pid)]
    peakBytes = Math.max(
      peakBytes,
      pids.reduce((sum, pid) => sum + residentBytes(pid), 0),
    )
  }, 250)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error('the stitch failed')
  return { ...report.parse(JSON.parse(output)), peakBytes }
}

/** `VmRSS` of proc(5); 0 for a process that has ended. */
function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
