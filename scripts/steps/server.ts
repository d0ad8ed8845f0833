import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { ROOT } from './command.ts'

const LISTENING = /^Pagereel is listening on (http:\/\/\S+)$/
const PAIRING_CODE = /^Pairing code for .*: (\d{6}) \(id (\S+),/

/** A running backend as its launcher sees it. */
export interface BackendProcess {
  readonly base: string
  readonly process: ChildProcess
  /** Resolves when the process has ended. */
  readonly ended: Promise<number>
  /** Opens a pairing and reads its single-use code from the backend's own terminal. */
  pair(name: string): Promise<{ id: string; code: string }>
}

/** Starts the backend with its output passed on; resolves once it listens, rejects with its exit code when it ends before. */
export async function startBackend(options: { watch?: boolean; env?: NodeJS.ProcessEnv } = {}): Promise<BackendProcess> {
  const args = [...(options.watch === true ? ['--watch', '--watch-preserve-output'] : []), 'server/main.ts']
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...options.env } })
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
  const codes = new Map<string, (code: string) => void>()
  const early = new Map<string, string>()

  const base = await new Promise<string>((resolve, reject) => {
    void ended.then((code) => reject(new Error(String(code))))
    createInterface({ input: child.stdout }).on('line', (line) => {
      process.stdout.write(`${line}\n`)
      const address = LISTENING.exec(line)?.[1]
      if (address !== undefined) resolve(address)
      const [, code, id] = PAIRING_CODE.exec(line) ?? []
      if (code === undefined || id === undefined) return
      codes.get(id)?.(code)
      early.set(id, code)
    })
  })

  return {
    base,
    process: child,
    ended,
    pair: async (name) => {
      const answer = await fetch(`${base}/api/pairings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      })
      const body: unknown = await answer.json()
      if (!hasId(body)) throw new Error(`the backend opened no pairing (${answer.status})`)
      const code = early.get(body.id) ?? (await new Promise<string>((resolve) => codes.set(body.id, resolve)))
      return { id: body.id, code }
    },
  }
}

function hasId(body: unknown): body is { id: string } {
  return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string'
}
