import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { exists, outputOf, run, say } from './command.ts'
import { installSystemPackage } from './system-package.ts'

/**
 * A Chromium that loads unpacked extensions from its command line: CHROMIUM_PATH, the system's, or Playwright's own. Chrome
 * as Google brands it ignores --load-extension since 137, so it is not looked for.
 */
export function findChromium(): string | null {
  const asked = process.env['CHROMIUM_PATH']
  if (asked !== undefined && existsSync(asked)) return asked
  for (const name of ['chromium', 'chromium-browser']) {
    const path = process.platform === 'win32' ? undefined : outputOf('which', [name])?.trim()
    if (path !== undefined && path !== '') return path
  }
  const applications = '/Applications/Chromium.app/Contents/MacOS/Chromium'
  if (existsSync(applications)) return applications
  const bundled = chromium.executablePath()
  return bundled !== '' && existsSync(bundled) ? bundled : null
}

/** Finds a Chromium or installs one (Debian's package, else Playwright's download); null where neither can be had. */
export async function ensureChromium(): Promise<string | null> {
  const found = findChromium()
  if (found !== null) return found
  if (process.platform === 'linux' && exists('apt-get')) {
    await installSystemPackage('Chromium', { apt: ['chromium'], brew: 'chromium', winget: 'Hibbiki.Chromium' })
    const installed = findChromium()
    if (installed !== null) return installed
  }
  say('Getting Chromium through Playwright …')
  await run('pnpm', ['exec', 'playwright', 'install', 'chromium'], { shell: process.platform === 'win32' })
  return findChromium()
}
