import type { ChildProcess } from 'node:child_process'
import { Readable, Writable } from 'node:stream'
import { isRecord } from './record.ts'

/** The Chrome DevTools Protocol over `--remote-debugging-pipe`: no port that another program could drive the browser by. */
export interface BrowserPipe {
  /** Sends a command and resolves to its result; rejects with what the browser says is wrong, or when it is gone. */
  send(method: string, parameters?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
}

/**
 * Speaks to a Chromium spawned with its file descriptors 3 and 4 as pipes. Messages are JSON, each ended by a zero byte
 * (Chromium, `content/browser/devtools/devtools_pipe_handler.cc`).
 */
export function browserPipe(browser: ChildProcess): BrowserPipe {
  const input = browser.stdio[3]
  const output = browser.stdio[4]
  if (!(input instanceof Writable) || !(output instanceof Readable)) throw new Error('the browser was spawned without its pipes')
  const waiting = new Map<number, PromiseWithResolvers<Readonly<Record<string, unknown>>>>()
  let rest = ''
  let last = 0
  input.on('error', () => fail('the browser is gone'))
  browser.on('exit', () => fail('the browser has ended'))
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) answer(JSON.parse(message))
  })

  function fail(reason: string): void {
    for (const promise of waiting.values()) promise.reject(new Error(reason))
    waiting.clear()
  }

  function answer(message: unknown): void {
    if (!isRecord(message) || typeof message['id'] !== 'number') return
    const promise = waiting.get(message['id'])
    waiting.delete(message['id'])
    const { error, result } = message
    if (isRecord(error)) promise?.reject(new Error(String(error['message'])))
    else promise?.resolve(isRecord(result) ? result : {})
  }

  return {
    send: async (method, parameters = {}) => {
      const id = ++last
      const promise = Promise.withResolvers<Readonly<Record<string, unknown>>>()
      waiting.set(id, promise)
      input.write(`${JSON.stringify({ id, method, params: parameters })}\0`)
      return await promise.promise
    },
  }
}
