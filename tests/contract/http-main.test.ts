import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const running: Started[] = []
const directories: string[] = []

interface Started {
  readonly child: ChildProcessWithoutNullStreams
  readonly out: () => string
  readonly err: () => string
  readonly ended: Promise<number | null>
}

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true })
})

async function dataDirectory() {
  const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-main-'))
  directories.push(directory)
  return directory
}

function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'info', ...env } })
  let [out, err] = ['', '']
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()))
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve))
  const started = { child, out: () => out, err: () => err, ended }
  running.push(started)
  return started
}

async function baseOf(started: Started) {
  await expect.poll(() => /^Pagereel is listening on http:\/\/127\.0\.0\.1:\d+$/m.exec(started.out()), { timeout: 20_000 }).not.toBeNull()
  return /listening on (.*)$/m.exec(started.out())?.[1] ?? ''
}

describe('the server as a process', () => {
  it('says everything that is wrong with its environment at once', async () => {
    const started = start({ PORT: 'x', LOG_LEVEL: 'loud', RETENTION_DAYS: '0', DATA_DIR: await dataDirectory() })
    expect(await started.ended).toBe(1)
    const lines = started.err().trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(new Set(lines.map((line) => line.split(' ')[0]))).toEqual(new Set(['LOG_LEVEL', 'PORT', 'RETENTION_DAYS']))
  })

  it('says in one sentence that ffmpeg is missing', async () => {
    const started = start({ FFMPEG_PATH: '/nowhere/ffmpeg', DATA_DIR: await dataDirectory() })
    expect(await started.ended).toBe(1)
    expect(started.err().trim().split('\n')).toHaveLength(1)
    expect(started.err()).toMatch(/ffmpeg/i)
  })

  it('says that a port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const started = start({ PORT: port, DATA_DIR: await dataDirectory() })
    expect(await started.ended).toBe(1)
    expect(started.err()).toContain(`Port ${port} is taken`)
    other.close()
  })

  it('has its data directory to itself, prints pairing codes, keeps secrets out of its log, and stops when told', async () => {
    const dataDir = await dataDirectory()
    const token = 'canary-token-0123456789abcdef0123'
    const first = start({ DATA_DIR: dataDir, PAGEREEL_TOKEN: token, TRUSTED_ORIGINS: 'http://127.0.0.1:9999', LOG_LEVEL: 'debug' })
    const base = await baseOf(first)
    expect(first.out()).toContain('http://127.0.0.1:9999')
    expect((await fetch(`${base}/readyz`)).status).toBe(200)

    const second = start({ DATA_DIR: dataDir })
    expect(await second.ended).toBe(1)
    expect(second.err()).toContain(`DATA_DIR is in use by process ${first.child.pid}`)

    const headers = { 'Content-Type': 'application/json' }
    await fetch(`${base}/api/pairings`, { method: 'POST', headers, body: '{"name":"Chrome\\nfake line"}' })
    await expect.poll(first.out).toMatch(/^Pairing code for Chrome fake line: \d{6} \(id pai_\w+, valid 5 minutes\)$/m)
    await fetch(`${base}/api/jobs?q=${token}`, { headers: { Authorization: `Bearer ${token}` } })
    await fetch(`${base}/media/ast_1?exp=1&sig=${token}`)
    await expect.poll(first.err).toMatch(/"path":"\/media\/ast_1".*"status":403/)
    expect(first.err()).not.toContain(token)
    for (const line of first.err().trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) })

    const stream = await fetch(`${base}/api/events`, { headers: { Authorization: `Bearer ${token}` } })
    const begun = Date.now()
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(Date.now() - begun).toBeLessThan(10_000)
    await stream.body?.cancel().catch(() => undefined)
    const third = start({ DATA_DIR: dataDir })
    await baseOf(third)
    third.child.kill('SIGINT')
    expect(await third.ended).toBe(0)
  })

  it('is composed in fewer than 40 lines', async () => {
    const text = await readFile(MAIN, 'utf8')
    expect(text.trimEnd().split('\n').length).toBeLessThan(40)
  })
})
