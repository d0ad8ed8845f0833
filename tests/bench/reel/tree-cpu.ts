import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second (USER_HZ). */
const TICKS = 100

interface Process {
  readonly pid: number
  readonly parent: number
  /** Its own seconds and those of the children that it has waited for: user and system. */
  readonly seconds: number
}

/** Seconds of processor time that a process and all below it took so far, those that have ended among them; see proc(5), `stat`. */
export function cpuOfTree(pid: number): number {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []))
  const below = (parent: number): number =>
    all.reduce((sum, each) => sum + (each.parent === parent ? each.seconds + below(each.pid) : 0), 0)
  return (all.find((each) => each.pid === pid)?.seconds ?? 0) + below(pid)
}

function readProcess(pid: number): readonly Process[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return [{ pid, parent: Number(fields[1]), seconds: ticks / TICKS }]
  } catch {
    // It has ended meanwhile.
    return []
  }
}
