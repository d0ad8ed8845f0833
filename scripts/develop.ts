import { spawn } from 'node:child_process'
import { ROOT, run } from './steps/command.ts'
import { ensureFfmpeg } from './steps/ffmpeg.ts'
import { ensureModels } from './steps/models.ts'
import { startBackend } from './steps/server.ts'

await ensureFfmpeg()
await ensureModels()
await run('node', ['scripts/build-kernel.mjs'])
const kernel = spawn('node', ['scripts/build-kernel.mjs', '--watch'], { cwd: ROOT, stdio: 'inherit' })
const backend = await startBackend({ watch: true })
const extension = spawn('pnpm', ['exec', 'wxt'], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' })

const everything = [kernel, backend.process, extension]
const stop = (): void => everything.forEach((child) => child.kill('SIGTERM'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
await Promise.race(everything.map((child) => new Promise((resolve) => child.on('exit', resolve))))
stop()
