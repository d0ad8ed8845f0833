import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/steps/chromium.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TOKEN = 'a-fixed-token-for-tests-0123456789'

interface Launched {
  readonly child: ChildProcess
  readonly dataDir: string
  printed(): string
  /** Resolves with the first match of what it prints. */
  saw(pattern: RegExp): Promise<RegExpExecArray>
}

const launched: Launched[] = []

/** Runs what `npm start` runs once its tools are there, as a terminal would: in a process group of its own. */
async function launch(env: Readonly<Record<string, string>>): Promise<Launched> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-start-'))
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...own } = process.env
  const child = spawn(process.execPath, ['scripts/app.ts'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...own, PORT: '0', DATA_DIR: dataDir, PAGEREEL_TOKEN: TOKEN, ...env },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const start: Launched = {
    child,
    dataDir,
    printed: () => text,
    saw: async (pattern) => {
      await expect.poll(() => text, { timeout: 40_000, interval: 100 }).toMatch(pattern)
      const match = pattern.exec(text)
      if (match === null) throw new Error('what was seen is gone')
      return match
    },
  }
  launched.push(start)
  return start
}

/** Ctrl-C: the signal goes to the whole group, as a terminal sends it. */
async function interrupt({ child }: Launched): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
  return await ended
}

function groupLives({ child }: Launched): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, 0)
  } catch {
    return false
  }
}

afterEach(async () => {
  for (const start of launched.splice(0)) {
    if (groupLives(start) && start.child.pid !== undefined) process.kill(-start.child.pid, 'SIGKILL')
    await rm(start.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
})

describe('npm start', () => {
  it('starts the backend, prints the three steps where no browser can be opened, and stops everything on Ctrl-C', async () => {
    const start = await launch({})
    const [, base] = await start.saw(/Pagereel is listening on (http:\/\/127\.0\.0\.1:\d+)/)
    await start.saw(
      /1\. Open chrome:\/\/extensions[\s\S]*2\. Press "Load unpacked" and choose .*chrome-mv3[\s\S]*3\. Click the Pagereel icon/,
    )
    expect((await fetch(`${base}/readyz`)).status).toBe(200)
    await interrupt(start)
    await expect.poll(() => groupLives(start), { timeout: 5_000 }).toBe(false)
    await expect(fetch(`${base}/readyz`)).rejects.toThrow()
  })

  it('opens a Chromium with the extension loaded and paired where there is a display', async () => {
    const chromium = findChromium()
    if (chromium === null) throw new Error('this test needs Chromium')
    const wrapper = join(await mkdtemp(join(tmpdir(), 'pagereel-chromium-')), 'chromium')
    // A display that draws nothing: the real Chromium, headless.
    await writeFile(wrapper, `#!/bin/sh\nexec '${chromium}' --headless=new --disable-gpu "$@"\n`, { mode: 0o755 })
    const start = await launch({ DISPLAY: ':0', CHROMIUM_PATH: wrapper })
    const [, base] = await start.saw(/Pagereel is listening on (http:\/\/127\.0\.0\.1:\d+)/)
    const tokens = async (): Promise<string> =>
      await (await fetch(`${base}/api/tokens`, { headers: { authorization: `Bearer ${TOKEN}` } })).text()
    await expect.poll(tokens, { timeout: 30_000 }).toContain('Chromium opened by npm start')
    expect(start.printed()).not.toContain('Load unpacked')
    await interrupt(start)
    await expect.poll(() => groupLives(start), { timeout: 5_000 }).toBe(false)
  })
})
