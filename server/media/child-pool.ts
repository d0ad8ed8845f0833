import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import PQueue from 'p-queue'
import type { z } from 'zod'
import { refuse, type Outcome } from 'shared/wire'
import { childMessage, type ChildMessage } from './child-protocol.ts'
import { killGroup } from './process-group.ts'

export interface ChildPoolOptions<Event> {
  /** The file that children run; it calls `serveTasks`. */
  readonly entry: URL
  /** Checks what a child reports while it works. */
  readonly event: z.ZodType<Event>
  /** Tasks done at once, each in a child of its own. */
  readonly parallel: number
  /** A child is replaced after so many tasks … */
  readonly recycleAfterTasks?: number
  /** … or once its resident memory is above this, in bytes. */
  readonly recycleAboveBytes?: number
  /** No spare is kept, and a child that has had nothing to do for so long, in milliseconds, is ended. */
  readonly idle?: number
  /** Told the last lines of a child that died by itself. */
  readonly onCrash?: (crash: { readonly code: number | null; readonly signal: string | null; readonly stderr: string }) => void
}

export interface TaskOptions<Event> {
  readonly signal: AbortSignal
  /** A task that takes longer in its child, in milliseconds, is ended with `timeout`. */
  readonly limit?: number
  readonly onEvent: (event: Event) => void
}

export interface ChildPool<Task, Event> {
  /**
   * Does one task in a child process. Aborting kills the child with all it started and answers `cancelled`; a child that dies
   * fails its own task only, with `internal_error` that a retry can help.
   */
  run(task: Task, options: TaskOptions<Event>): Promise<Outcome<null>>
  /** Resolves when a spare child is warm, or at once where that failed. */
  warm(): Promise<void>
  /** Process ids of the children alive. */
  pids(): readonly number[]
  /** Kills all children; running tasks answer `cancelled`. */
  close(): Promise<void>
}

interface Child {
  readonly process: ChildProcess
  readonly ready: Promise<void>
  readonly gone: Promise<void>
  readonly stderr: () => string
  tasks: number
  alive: boolean
  /** What is told of the task in hand; null between tasks. */
  listener: ((message: Extract<ChildMessage, { id: number }>) => void) | null
}

const RECYCLE_AFTER_TASKS = 20
const RECYCLE_ABOVE_BYTES = 1024 ** 3
const STDERR_TAIL = 4000
const COMPILE_CACHE = new URL('compile-cache.ts', import.meta.url).href

/**
 * A pool of child processes for work that may crash, leak or have to be killed. Every child leads its own process group, does
 * one task at a time and is replaced before it grows old; one spare is spawned and warm, unless as many as can be used at once are there, or
 * `idle` says otherwise. A child dies with
 * its parent.
 */
export function makeChildPool<Task, Event>(options: ChildPoolOptions<Event>): ChildPool<Task, Event> {
  const queue = new PQueue({ concurrency: options.parallel })
  const children = new Set<Child>()
  const idle: Child[] = []
  let closed = false
  let lastTask = 0

  const spawnChild = (): Child => {
    const child = startChild(options.entry)
    children.add(child)
    void child.gone.then(() => {
      children.delete(child)
      const place = idle.indexOf(child)
      if (place >= 0) idle.splice(place, 1)
    })
    return child
  }
  const keepSpare = (): void => {
    const isFull = [...children].filter(({ alive }) => alive).length >= Math.max(2, options.parallel)
    if (!closed && idle.length === 0 && !isFull && options.idle === undefined) idle.push(spawnChild())
  }
  const takeChild = (): Child => {
    const child = idle.pop() ?? spawnChild()
    keepSpare()
    return child
  }
  const putBack = (child: Child, rssBytes: number): void => {
    const worn = child.tasks >= (options.recycleAfterTasks ?? RECYCLE_AFTER_TASKS)
    const fat = rssBytes > (options.recycleAboveBytes ?? RECYCLE_ABOVE_BYTES)
    if (closed || !child.alive || worn || fat || idle.length > options.parallel) killChild(child)
    else rest(child)
    keepSpare()
  }
  const rest = (child: Child): void => {
    idle.push(child)
    if (options.idle === undefined) return
    const tasks = child.tasks
    setTimeout(() => {
      if (child.tasks === tasks) killChild(child)
    }, options.idle).unref()
  }

  const perform = async (task: Task, { signal, limit, onEvent }: TaskOptions<Event>): Promise<Outcome<null>> => {
    if (closed || signal.aborted) return cancelled()
    const child = takeChild()
    const id = ++lastTask
    child.tasks += 1
    const answer = new Promise<{ outcome: Outcome<null>; rssBytes: number } | null>((resolve) => {
      child.listener = (message) => {
        if (message.id !== id) return
        if (message.type === 'done') {
          resolve(message)
          return
        }
        const event = options.event.safeParse(message.event)
        if (event.success) onEvent(event.data)
        else killChild(child)
      }
      void child.gone.then(() => resolve(null))
    })
    const late = limit === undefined ? null : AbortSignal.timeout(limit)
    const abort = (): void => killChild(child)
    for (const end of [signal, late]) end?.addEventListener('abort', abort)
    if (child.alive) child.process.send({ type: 'task', id, task }, ignoreSendError)
    const done = await answer
    for (const end of [signal, late]) end?.removeEventListener('abort', abort)
    child.listener = null
    if (done !== null) {
      putBack(child, done.rssBytes)
      return done.outcome
    }
    keepSpare()
    if (signal.aborted || closed) return cancelled()
    if (late?.aborted === true) return refuse('timeout', 'The media process took too long.', { action: 'retry' })
    const { exitCode, signalCode } = child.process
    options.onCrash?.({ code: exitCode, signal: signalCode, stderr: child.stderr() })
    return refuse('internal_error', 'The media process stopped unexpectedly. Nothing was charged; try again.', { action: 'retry' })
  }

  return {
    run: (task, taskOptions) => {
      const { signal } = taskOptions
      const { promise, resolve } = Promise.withResolvers<Outcome<null>>()
      const leave = (): void => resolve(cancelled())
      signal.addEventListener('abort', leave)
      void queue.add(() => {
        signal.removeEventListener('abort', leave)
        return perform(task, taskOptions).then(resolve)
      })
      return promise
    },
    warm: async () => {
      keepSpare()
      const spare = idle.at(-1)
      await Promise.race([spare?.ready, spare?.gone])
    },
    pids: () => [...children].flatMap((child) => child.process.pid ?? []),
    close: async () => {
      closed = true
      const leaving = [...children]
      for (const child of leaving) killChild(child)
      await Promise.all(leaving.map((child) => child.gone))
    },
  }
}

function startChild(entry: URL): Child {
  const started = fork(fileURLToPath(entry), [], {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: ['--import', COMPILE_CACHE],
  })
  let tail = ''
  started.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_TAIL)
  })
  const { promise: ready, resolve: markReady } = Promise.withResolvers<void>()
  const { promise: gone, resolve: markGone } = Promise.withResolvers<void>()
  const child: Child = { process: started, ready, gone, stderr: () => tail, tasks: 0, alive: true, listener: null }
  const bury = (): void => {
    // A child that crashed may leave programs of its group behind.
    if (child.alive) killChild(child)
    markGone()
  }
  started.once('exit', bury)
  started.once('error', bury)
  started.on('message', (raw) => {
    // Node's watch mode tells of loaded files over the same channel.
    if (isWatchReport(raw)) return
    const message = childMessage.parse(raw)
    if (message.type === 'ready') markReady()
    else child.listener?.(message)
  })
  return child
}

function isWatchReport(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && ('watch:import' in raw || 'watch:require' in raw)
}

function cancelled(): Outcome<null> {
  return refuse('cancelled', 'The work was cancelled.')
}

function killChild(child: Child): void {
  child.alive = false
  if (child.process.pid !== undefined) killGroup(child.process.pid)
}

/** A child that is gone answers by its exit. */
function ignoreSendError(): void {}
