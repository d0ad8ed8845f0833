import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'

interface Listed {
  readonly pid: number
  readonly parent: number
  readonly state: string
  readonly command: string
}

function listProcesses(): readonly Listed[] {
  const listing = execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
  return listing.split('\n').flatMap((line) => {
    const fields = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line)
    if (fields === null) return []
    const [, pid, parent, state = '', command = ''] = fields
    return [{ pid: Number(pid), parent: Number(parent), state, command }]
  })
}

/** All processes that descend from one, as they are now, without those that have ended and wait to be read. */
export function descendants(root: number): readonly { readonly pid: number; readonly command: string }[] {
  const listed = listProcesses().filter(({ state }) => !state.startsWith('Z'))
  const found = new Map<number, string>()
  const visit = (parent: number): void => {
    for (const { pid, command } of listed.filter((each) => each.parent === parent && !found.has(each.pid))) {
      if (command.startsWith('ps ')) continue
      found.set(pid, command)
      visit(pid)
    }
  }
  visit(root)
  return [...found].map(([pid, command]) => ({ pid, command }))
}

/** True while a process runs; one that has ended and waits to be read counts as gone. */
export function isAlive(pid: number): boolean {
  return listProcesses().some((each) => each.pid === pid && !each.state.startsWith('Z'))
}

/** Waits until none of the processes runs; gives the milliseconds it took, or null after the limit. */
export async function waitUntilGone(pids: readonly number[], limitMs: number): Promise<number | null> {
  const start = performance.now()
  for (;;) {
    const alive = new Set(
      listProcesses()
        .filter(({ state }) => !state.startsWith('Z'))
        .map(({ pid }) => pid),
    )
    if (!pids.some((pid) => alive.has(pid))) return performance.now() - start
    if (performance.now() - start > limitMs) return null
    await wait(20)
  }
}
