import { writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { constants, setPriority } from 'node:os'
import type { z } from 'zod'
import { refuse, type Outcome } from 'shared/wire'
import { taskMessage, type ChildMessage } from './child-protocol.ts'
import { killGroup } from './process-group.ts'

export interface TaskServer<Task, Event> {
  readonly task: z.ZodType<Task>
  /** Compiles and loads what the first task would otherwise wait for. */
  readonly warm: () => Promise<void>
  /** Does one task. It is never told to stop: a task that is not wanted any more ends with its process. */
  readonly run: (task: Task, emit: (event: Event) => void) => Promise<Outcome<null>>
}

/**
 * The child's side of a pool: call it once in the entry file. Lowers the priority of the process, warms up, then does the tasks
 * it is sent, one at a time. When the parent is gone, the child ends itself and everything it started.
 */
export function serveTasks<Task, Event>(server: TaskServer<Task, Event>): void {
  process.on('disconnect', () => killGroup(process.pid))
  lowerPriority()
  const send = (message: ChildMessage): void => {
    if (process.connected) process.send?.(message)
  }
  process.on('message', (raw) => {
    const { id, task: rawTask } = taskMessage.parse(raw)
    void perform(server, rawTask, (event) => send({ type: 'event', id, event })).then((outcome) => {
      send({ type: 'done', id, outcome, rssBytes: process.memoryUsage.rss() })
      // A child is ended by a signal, so it never comes to keep what it compiled at its end.
      flushCompileCache()
    })
  })
  void server.warm().then(() => {
    send({ type: 'ready' })
    flushCompileCache()
  })
}

async function perform<Task, Event>(
  server: TaskServer<Task, Event>,
  rawTask: unknown,
  emit: (event: Event) => void,
): Promise<Outcome<null>> {
  const task = server.task.safeParse(rawTask)
  if (!task.success) {
    return refuse('internal_error', 'A media task was malformed.', { params: { reason: task.error.message.slice(0, 500) } })
  }
  return server.run(task.data, emit)
}

/** Rendering must not make the machine, or the server that answers requests, sluggish. */
function lowerPriority(): void {
  const { PRIORITY_BELOW_NORMAL: low } = constants.priority
  attempt(() => setPriority(low))
  // Linux may share the processors out by session first, and this child leads one of its own, in which all are equally nice.
  if (process.platform === 'linux') attempt(() => writeFileSync('/proc/self/autogroup', String(low)))
}

function attempt(lower: () => void): void {
  try {
    lower()
  } catch {
    // Some containers and kernels forbid it or know it not; the work is the same, and there is nothing that anyone could do about it.
  }
}
