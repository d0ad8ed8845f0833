import { spawn, type ChildProcess } from 'node:child_process'

/** How a program ended: its exit code, or null when a signal ended it. */
export interface Ending {
  readonly code: number | null
  /** False when the program could not be started at all. */
  readonly started: boolean
}

export interface RunningProgram {
  readonly child: ChildProcess
  readonly ended: Promise<Ending>
  /** Ends the program and everything it started, at once. Safe to call again and after the end. */
  readonly kill: () => void
}

export interface ProgramOptions {
  /** `own`: a process group of its own. `inherited`: the group of this process, which is then ended with it. */
  readonly group: 'own' | 'inherited'
  /** `pipe`: the caller feeds the program. `lifeline`: nothing is fed, and the program dies as soon as this process does. */
  readonly input: 'pipe' | 'lifeline'
  /** Opens file descriptor 3 as a pipe that is read here. */
  readonly extraPipe?: boolean
  readonly captureOutput?: boolean
}

/**
 * Runs `"$@"` while watching a pipe whose other end this process holds. When this process dies, however it dies, the kernel
 * closes the pipe, `read` returns, and the whole group is killed. ffmpeg itself does not stop when its standard input ends.
 */
const WATCHED = 'exec 9<&0; "$@" 9<&- </dev/null & w=$!; (read -r _ <&9; kill -9 0) >/dev/null 2>&1 3>&- & exec 9<&-; wait $w'

/** Windows has neither process groups nor `sh`. */
const POSIX = process.platform !== 'win32'

/** Starts a program in a process group, so that it and its descendants can be ended together. */
export function startProgram(command: string, args: readonly string[], options: ProgramOptions): RunningProgram {
  const ownGroup = options.group === 'own' && POSIX
  const watched = ownGroup && options.input === 'lifeline'
  const child = spawn(watched ? 'sh' : command, watched ? ['-c', WATCHED, 'sh', command, ...args] : [...args], {
    detached: ownGroup,
    stdio: [
      options.input === 'pipe' || watched ? 'pipe' : 'ignore',
      options.captureOutput === true ? 'pipe' : 'ignore',
      'pipe',
      options.extraPipe === true ? 'pipe' : 'ignore',
    ],
    windowsHide: true,
  })
  child.stdin?.on('error', ignoreBrokenPipe)
  let over = false
  const kill = (): void => {
    if (child.pid === undefined || over) return
    if (ownGroup) killGroup(child.pid)
    else child.kill('SIGKILL')
  }
  const ended = new Promise<Ending>((resolve) => {
    let started = true
    child.once('error', () => {
      started = child.pid !== undefined
      if (!started) resolve({ code: null, started })
    })
    // The watcher of the pipe outlives the program it watched.
    child.once('exit', kill)
    child.once('close', (code) => {
      over = true
      resolve({ code, started })
    })
  })
  return { child, ended, kill }
}

/** Kills every process of a group. A group that is gone already is no error (macOS answers EPERM where only zombies are left). */
export function killGroup(leader: number): void {
  try {
    process.kill(POSIX ? -leader : leader, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error
  }
}

/** A program that ends before it has read everything is judged by its exit code. */
function ignoreBrokenPipe(): void {}
