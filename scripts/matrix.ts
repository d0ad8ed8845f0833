import { build } from './steps/build.ts'
import { run } from './steps/command.ts'
import { ensureFfmpeg } from './steps/ffmpeg.ts'

await ensureFfmpeg()
await build()
process.exit(await run('node', ['tests/matrix/main.ts', ...process.argv.slice(2)]))
