import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const LISTENING = /^Pagereel is listening on (http:\/\/\S+)$/
const PAIRING_CODE = /^Pairing code for .*: (\d{6}) \(id (\S+),/
const START_MS = 20_000

/** The real server in a process of its own. */
export interface RunningServer {
  readonly base: string
  /** The fixed token from its environment. */
  readonly token: string
  readonly pid: number
  readonly dataDir: string
  /** Everything it printed so far, both streams. */
  logs(): string
  /** The six digits it printed for a pairing. */
  pairingCode(id: string): Promise<string>
  kill(signal: NodeJS.Signals): void
  /** Resolves when the process is gone, to how it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Ends it gently and removes its data directory, unless that was given. */
  stop(): Promise<void>
}

export interface ServerOptions {
  /** A directory that outlives the server, for restarts; a fresh one is made and removed where none is given. */
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string>>
}

export const SERVER_TOKEN = 'a-fixed-token-for-tests-0123456789'

/** Starts `server/main.ts` on a free port; resolves once it listens. Throws with what it printed when it ends before. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'pagereel-')))
  const child = spawn(process.execPath, [MAIN], {
    env: { ...environment(), PORT: '0', DATA_DIR: dataDir, PAGEREEL_TOKEN: SERVER_TOKEN, LOG_LEVEL: 'warn', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('exit', (code, signal) => resolve({ code, signal })),
  )
  const printed = listenTo(child)
  const base = await firstOf(printed, ended)
  return {
    base,
    token: SERVER_TOKEN,
    pid: child.pid ?? -1,
    dataDir,
    logs: () => printed.lines.join('\n'),
    pairingCode: (id) => printed.pairingCode(id),
    kill: (signal) => void child.kill(signal),
    ended,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** What a process needs of ours to run at all; nothing that would configure the server. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env
  return { PATH, HOME, NODE_COMPILE_CACHE }
}

interface Printed {
  readonly lines: string[]
  readonly listening: Promise<string>
  pairingCode(id: string): Promise<string>
}

function listenTo(child: ChildProcess): Printed {
  const lines: string[] = []
  const codes = new Map<string, PromiseWithResolvers<string>>()
  const codeOf = (id: string): PromiseWithResolvers<string> => {
    const known = codes.get(id) ?? Promise.withResolvers<string>()
    codes.set(id, known)
    return known
  }
  const listening = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null)
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        const base = LISTENING.exec(line)?.[1]
        if (base !== undefined) listening.resolve(base)
        const [, code, id] = PAIRING_CODE.exec(line) ?? []
        if (code !== undefined && id !== undefined) codeOf(id).resolve(code)
      })
  return { lines, listening: listening.promise, pairingCode: (id) => codeOf(id).promise }
}

async function firstOf(printed: Printed, ended: Promise<{ code: number | null }>): Promise<string> {
  const told = (): string => `\n${printed.lines.join('\n')}`
  const gone = ended.then(({ code }) => {
    throw new Error(`the server ended with code ${code} before it listened:${told()}`)
  })
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`the server did not listen within ${START_MS} ms:${told()}`)), START_MS).unref()
  })
  return await Promise.race([printed.listening, gone, late])
}
