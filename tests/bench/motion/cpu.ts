import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Cost {
  readonly wall: number
  readonly cpu: number
}

/** Runs a program and gives its seconds: on the clock, and of processor time (user and system, all its threads and children). */
export async function runTimed(command: string, args: readonly string[]): Promise<Cost> {
  const start = performance.now()
  const child = spawn('sh', ['-c', '"$@" || exit 1; times', 'sh', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`${command} failed`)
  const wall = (performance.now() - start) / 1000
  // `times` prints the shell's own seconds, then those of its children.
  const cpu = (output.trim().split('\n')[1] ?? '').split(' ').reduce((sum, each) => sum + seconds(each), 0)
  return { wall, cpu }
}

function seconds(text: string): number {
  const [, minutes = '0', rest = '0'] = /^(\d+)m([\d.]+)s$/.exec(text) ?? []
  return Number(minutes) * 60 + Number(rest)
}

/** Linux counts processor time in hundredths of a second (USER_HZ). */
const TICKS = 100

/** Seconds of processor time a process and the children it has waited for took so far; see proc(5), fields 14 to 17 of `stat`. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / TICKS
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
