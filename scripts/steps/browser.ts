import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { browserPipe } from './browser-pipe.ts'
import { findChromium } from './chromium.ts'
import { ROOT, say } from './command.ts'
import { isRecord } from './record.ts'
import type { BackendProcess } from './server.ts'

export const EXTENSION_DIRECTORY = join(ROOT, '.output', 'chrome-mv3')

const EXTENSION_LOADS_WITHIN_MS = 20_000

/** Whether a window can be opened on this machine. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined
}

/**
 * The id Chromium gives an extension with this manifest key: the first 16 bytes of the key's SHA-256, each half byte as a
 * letter from a to p (Chromium, `components/crx_file/id_util.cc`).
 */
export function extensionId(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(EXTENSION_DIRECTORY, 'manifest.json'), 'utf8'))
  if (typeof manifest !== 'object' || manifest === null || !('key' in manifest) || typeof manifest.key !== 'string')
    throw new Error('the built manifest has no key')
  const digest = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex').slice(0, 32)
  return digest.replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
}

/**
 * Opens a Chromium with the extension loaded and, the first time, paired. Its profile lies in the data directory.
 * @returns the browser's process, null where there is no display or no browser that loads unpacked extensions
 */
export async function openBrowser(backend: BackendProcess): Promise<ChildProcess | null> {
  const executable = hasDisplay() ? findChromium() : null
  if (executable === null) return null
  const profile = resolve(ROOT, process.env['DATA_DIR'] ?? 'data', 'browser')
  mkdirSync(profile, { recursive: true })
  const root = process.getuid?.() === 0
  if (root) say('Running as root: Chromium starts without its sandbox.')
  const browser = spawn(
    executable,
    [
      `--user-data-dir=${profile}`,
      `--disable-extensions-except=${EXTENSION_DIRECTORY}`,
      `--load-extension=${EXTENSION_DIRECTORY}`,
      '--remote-debugging-pipe',
      '--no-first-run',
      '--no-default-browser-check',
      ...(root ? ['--no-sandbox'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const marker = join(profile, `paired-${extensionId()}`)
  const paired = existsSync(marker) && readFileSync(marker, 'utf8') === backend.base
  if (!paired) {
    await pairWithin(browser, backend)
    writeFileSync(marker, backend.base)
  }
  return browser
}

/** Opens the extension's own page with the single-use code once the browser has loaded the extension. */
async function pairWithin(browser: ChildProcess, backend: BackendProcess): Promise<void> {
  const pipe = browserPipe(browser)
  const ours = `chrome-extension://${extensionId()}/`
  const giveUpAt = Date.now() + EXTENSION_LOADS_WITHIN_MS
  for (;;) {
    const { targetInfos } = await pipe.send('Target.getTargets')
    if (Array.isArray(targetInfos) && targetInfos.some((target) => isRecord(target) && String(target['url']).startsWith(ours))) break
    if (Date.now() > giveUpAt) {
      say('This browser did not load the extension.')
      printSteps()
      return
    }
    await sleep(100)
  }
  await pipe.send('Target.createTarget', { url: await pairingPage(backend) })
}

async function pairingPage(backend: BackendProcess): Promise<string> {
  const { id, code } = await backend.pair('Chromium opened by npm start')
  const fragment = new URLSearchParams({ id, code, base: backend.base })
  return `chrome-extension://${extensionId()}/pair.html#${fragment.toString()}`
}

/** The three steps for a person whose browser cannot be opened from here. */
export function printSteps(): void {
  say('')
  say('To use Pagereel in your browser:')
  say('  1. Open chrome://extensions and switch on "Developer mode".')
  say(`  2. Press "Load unpacked" and choose ${EXTENSION_DIRECTORY}`)
  say('  3. Click the Pagereel icon, press "Pair", and type the six digits that appear here.')
}
