import { fail, run } from './command.ts'
import { fingerprint, isUnchanged, rememberUnchanged } from './fingerprint.ts'

const SOURCES = ['extension', 'shared', 'wxt.config.ts', 'tsconfig.base.json', 'package.json', 'pnpm-lock.yaml']
const BUNDLE = '.output/chrome-mv3'

/** Compiles the motion kernel and builds the extension into `.output/chrome-mv3`, side by side; each only when its sources changed. */
export async function build(): Promise<void> {
  const [kernel, extension] = await Promise.all([run('node', ['scripts/build-kernel.mjs']), buildExtension()])
  if (kernel !== 0) fail('The motion kernel could not be compiled; what the compiler said stands above.')
  if (extension !== 0) fail('The extension could not be built; what WXT said stands above.')
}

async function buildExtension(): Promise<number> {
  const sources = await fingerprint(SOURCES)
  if (await isUnchanged('extension', sources + (await fingerprint([BUNDLE])))) return 0
  const code = await run('pnpm', ['exec', 'wxt', 'build', '--level', 'warn'], {
    shell: process.platform === 'win32',
    // Whoever calls may have another one set, with which the bundle would carry React's development build: 260 kB more, and slower.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code === 0) await rememberUnchanged('extension', sources + (await fingerprint([BUNDLE])))
  return code
}
