import type { SpawnOptions } from 'node:child_process'
import { exists, run, say } from './command.ts'

/** What a program is called by each platform's package manager. */
export interface PackageNames {
  readonly apt: readonly string[]
  readonly brew: string
  readonly winget: string
}

/**
 * Installs a system package with the package manager of this platform (apt as root or by sudo without a password, Homebrew, winget).
 * @returns whether the package manager said it worked; false where there is none that can be used without asking
 */
export async function installSystemPackage(what: string, names: PackageNames): Promise<boolean> {
  if (process.platform === 'linux' && exists('apt-get')) {
    const root = process.getuid?.() === 0
    if (!root && (!exists('sudo') || (await run('sudo', ['-n', 'true'], { stdio: 'ignore' })) !== 0)) return false
    say(`Installing ${what} with apt …`)
    const apt = async (...args: string[]): Promise<boolean> => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      const options: SpawnOptions = { env, stdio: ['ignore', 'ignore', 'inherit'] }
      return (root ? await run('apt-get', args, options) : await run('sudo', ['-n', 'apt-get', ...args], options)) === 0
    }
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...names.apt]
    return (await apt(...install)) || ((await apt('update', '-qq')) && (await apt(...install)))
  }
  if (process.platform === 'darwin' && exists('brew')) {
    say(`Installing ${what} with Homebrew …`)
    return (await run('brew', ['install', names.brew])) === 0
  }
  if (process.platform === 'win32' && exists('winget')) {
    say(`Installing ${what} with winget …`)
    return (await run('winget', ['install', '--silent', '--accept-source-agreements', '--accept-package-agreements', names.winget])) === 0
  }
  return false
}
