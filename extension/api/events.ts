import type { Connection } from './connection.ts'
import type { StreamHandlers, StreamState } from './backend-types.ts'
import type { Stored } from './stored.ts'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { isChange, isHello } from './read.ts'
import { apiAt } from './transport.ts'

export interface StreamOptions {
  readonly connection: Stored<Connection>
  readonly fetch?: typeof fetch
  /** Silence after which a connection counts as dead; the server sends a comment at least every 15 s. */
  readonly silenceMs?: number
  /** First wait before connecting again; it doubles up to `longestWaitMs`, with jitter. */
  readonly firstWaitMs?: number
  readonly longestWaitMs?: number
}

type Ended = 'offline' | 'unpaired'

/**
 * Follows `GET /api/events` by fetch (an EventSource cannot carry the token). Events are handled one after the other, so a slow handler
 * slows the reading down instead of piling up. Reconnects with back-off; a new connection of the extension (pairing, other base)
 * reconnects at once.
 */
export function followEvents(options: StreamOptions, handlers: StreamHandlers): () => void {
  const stopped = new AbortController()
  const wake = createWake()
  const stopWatching = options.connection.watch((next) => {
    if (current?.base !== next.base || current.token !== next.token) wake.call()
  })
  let current: Connection | null = null
  let shown: StreamState | null = null
  const show = (state: StreamState): void => {
    if (shown !== state && !stopped.signal.aborted) handlers.onState(state)
    shown = state
  }

  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopped.signal.aborted) {
      current = await options.connection.get()
      const attempt = new AbortController()
      const end = (): void => attempt.abort()
      wake.next = end
      stopped.signal.addEventListener('abort', end, { once: true })
      if (shown === null) show('connecting')
      const ended =
        current.token === null
          ? 'unpaired'
          : await readStream(options, current, handlers, attempt.signal, () => {
              failures = 0
              show('live')
            })
      stopped.signal.removeEventListener('abort', end)
      if (stopped.signal.aborted) return
      if (!attempt.signal.aborted || ended === 'unpaired') show(ended)
      failures += 1
      if (attempt.signal.aborted) continue
      await wake.wait(backOff(failures, options.firstWaitMs ?? 500, options.longestWaitMs ?? 10_000), stopped.signal)
    }
  }
  void run()
  return () => {
    stopWatching()
    stopped.abort()
  }
}

/** Reads one connection to its end and says how it ended. */
async function readStream(
  options: StreamOptions,
  connection: Connection,
  handlers: StreamHandlers,
  signal: AbortSignal,
  onLive: () => void,
): Promise<Ended> {
  const send = options.fetch ?? ((input, init) => fetch(input, init))
  const watchdog = createWatchdog(options.silenceMs ?? 40_000, signal)
  try {
    const after = await handlers.after()
    const response = await send(apiAt(connection.base).events.$url({ query: { after } }), {
      headers: { Accept: 'text/event-stream', Authorization: `Bearer ${connection.token ?? ''}` },
      signal: watchdog.signal,
      cache: 'no-store',
      credentials: 'omit',
    })
    if (response.status === 401) return 'unpaired'
    if (!response.ok || response.body === null) return 'offline'
    const events = response.body
      .pipeThrough(watchdog.listen())
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
    for await (const event of events) {
      await handleEvent(event.event, event.data, handlers, onLive)
    }
  } catch {
    return 'offline'
  } finally {
    watchdog.stop()
  }
  return 'offline'
}

/** Events that cannot be read are left out: a newer server may send more than we know. */
async function handleEvent(name: string | undefined, data: string, handlers: StreamHandlers, onLive: () => void): Promise<void> {
  const value = parseJson(data)
  if (name === 'hello' && isHello(value)) {
    await handlers.onHello(value)
    onLive()
  } else if (name === 'change' && isChange(value)) {
    await handlers.onChange(value)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Milliseconds before attempt `failures` + 1: doubling, with half of it random so that many panels do not come at once. */
function backOff(failures: number, first: number, longest: number): number {
  const full = Math.min(longest, first * 2 ** (failures - 1))
  return full / 2 + (Math.random() * full) / 2
}

interface Watchdog {
  readonly signal: AbortSignal
  listen(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>
  stop(): void
}

function createWatchdog(silenceMs: number, outer: AbortSignal): Watchdog {
  const dead = new AbortController()
  let timer = setTimeout(() => dead.abort(), silenceMs)
  return {
    signal: AbortSignal.any([outer, dead.signal]),
    listen: () =>
      new TransformStream({
        transform(chunk, controller) {
          clearTimeout(timer)
          timer = setTimeout(() => dead.abort(), silenceMs)
          controller.enqueue(chunk)
        },
      }),
    stop: () => clearTimeout(timer),
  }
}

interface Wake {
  next: () => void
  call(): void
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** Something that either ends the present connection or cuts the present waiting short. */
function createWake(): Wake {
  const wake: Wake = {
    next: () => {},
    call: () => wake.next(),
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, milliseconds)
        wake.next = done
        signal.addEventListener('abort', done, { once: true })
      }),
  }
  return wake
}
