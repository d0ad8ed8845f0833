import { fail, run } from './command.ts'

/** Compiles the motion kernel (when its sources changed) and builds the extension into `.output/chrome-mv3`, side by side. */
export async function build(): Promise<void> {
  const [kernel, extension] = await Promise.all([
    run('node', ['scripts/build-kernel.mjs']),
    run('pnpm', ['exec', 'wxt', 'build', '--level', 'warn'], {
      shell: process.platform === 'win32',
      // Whoever calls may have another one set, with which the bundle would carry React's development build: 260 kB more, and slower.
      env: { ...process.env, NODE_ENV: 'production' },
    }),
  ])
  if (kernel !== 0) fail('The motion kernel could not be compiled; what the compiler said stands above.')
  if (extension !== 0) fail('The extension could not be built; what WXT said stands above.')
}
