import { build } from './steps/build.ts'
import { run } from './steps/command.ts'
import { ensureFfmpeg } from './steps/ffmpeg.ts'
import { cacheModels } from './steps/models.ts'

await ensureFfmpeg()
await build()
await cacheModels()
process.exit(await run('node', ['tests/gallery/main.ts']))
